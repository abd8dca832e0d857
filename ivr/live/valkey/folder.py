"""The data folder: its locks, and the socket by which its server is reached."""

from __future__ import annotations

import fcntl
import hashlib
import os
import stat
import tempfile
from pathlib import Path
from urllib.parse import quote

from ivr.errors import DataFolderBusy
from ivr.guard.private import keep_private

# A unix socket's path holds 107 bytes on Linux and 103 on macOS.
_LONGEST_SOCKET = 100


def socket_path(folder: Path) -> Path:
    """Where the folder's server listens: inside it, or in a short private folder if too long."""
    inside = folder.resolve() / "valkey.sock"
    if len(os.fsencode(inside)) <= _LONGEST_SOCKET:
        return inside
    name = hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"ivr-{os.getuid()}-{name}" / "valkey.sock"


def socket_url(folder: Path) -> str:
    """The URL of the folder's embedded server, whether it runs or not."""
    return f"unix://{quote(str(socket_path(folder)))}"


def prepare_socket(folder: Path) -> Path:
    """:func:`socket_path`, its parent made. Raises DataFolderBusy if another user owns that."""
    path = socket_path(folder)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    found = path.parent.lstat()
    ours = stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid()
    # In a shared temporary folder someone else may have put a folder of that name first.
    if path.parent != folder.resolve() and not (ours and not found.st_mode & 0o077):
        raise DataFolderBusy(
            f"{path.parent} belongs to someone else or is open to others, so no socket is put "
            f"there; remove it, or set IVR_DATA to a folder with a shorter path"
        )
    return path


class Lock:
    """An advisory lock on ``path`` (flock). It lives as long as any process holds the descriptor.

    The store's lock is handed to the server it starts, so it outlives us as the server does.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    @property
    def taken(self) -> bool:
        """True while we hold the lock."""
        return self._descriptor is not None

    @property
    def descriptor(self) -> int:
        """The open descriptor, to be inherited by a child. Only while the lock is taken."""
        if self._descriptor is None:
            raise RuntimeError(f"{self._path} is not locked by us")
        return self._descriptor

    def take(self) -> bool:
        """Take the lock without waiting; False if another holds it. Taking it twice is harmless."""
        if self._descriptor is not None:
            return True
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        keep_private(self._path)  # whoever may read it may lock it
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        return True

    def release(self) -> None:
        """Let go of our hold; a child that inherited the descriptor keeps its own."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
