"""Files and folders that hold callers' data: for this user only, also where they stood open."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import structlog

_log = structlog.get_logger(__name__)
_OTHERS = 0o077


def private_folder(folder: Path) -> Path:
    """The folder, made if need be and closed to others if it stood open.

    One that others use too (a sticky bit, something of theirs inside) is left as it is and said:
    whoever named it named the wrong one. Raises OSError if it cannot be made.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.stat()
    if found.st_mode & _OTHERS:
        if found.st_mode & stat.S_ISVTX or _holds_others(folder):
            _log.warning("folder.shared", folder=str(folder), mode=oct(stat.S_IMODE(found.st_mode)))
        else:
            keep_private(folder)
    return folder.resolve()


def keep_private(path: Path) -> None:
    """Close a file or folder to others. Raises FileNotFoundError if there is none."""
    mode = stat.S_IMODE(path.stat().st_mode)
    if not mode & _OTHERS:
        return
    try:
        path.chmod(mode & ~_OTHERS)
    except PermissionError as refused:  # it belongs to someone else, who may know why
        _log.warning("file.not_private", file=str(path), mode=oct(mode), reason=refused.strerror)
    else:
        _log.warning("file.made_private", file=str(path), was=oct(mode))


def make_private(path: Path) -> None:
    """The file, made empty if need be, for this user only. Raises OSError if it cannot be made."""
    os.close(os.open(path, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o600))
    keep_private(path)


def _holds_others(folder: Path) -> bool:
    with os.scandir(folder) as entries:
        return any(e.stat(follow_symlinks=False).st_uid != os.geteuid() for e in entries)
