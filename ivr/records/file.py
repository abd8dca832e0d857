"""The SQLite file of the records: private, and still the one that was opened.

A file that is deleted or replaced while it is open goes on taking what is written, and nobody will
ever read it. So each commit looks whether what it wrote to still has its name.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import structlog

from ivr.errors import StoreUnavailable
from ivr.guard.private import keep_private, make_private
from ivr.telemetry.metrics import STORE_TROUBLE

_log = structlog.get_logger(__name__)
Identity = tuple[int, int]  # device and inode


class RecordsFile:
    """The file at ``path``, and what belongs to it (``-wal``, ``-shm``)."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._first: Identity | None = None

    def make(self) -> None:
        """The file is there, made empty if need be, for its user only.

        Only an upgrade makes one: a new one gives the ticket numbers of the old one again.
        """
        make_private(self.path)  # SQLite makes its other files with the mode of this one

    def prepare(self) -> None:
        """Before a connection is made. Raises StoreUnavailable if there is no file to connect to.

        SQLite would make an empty one.
        """
        if self._first is not None:
            self._must_be(self._first, self.path)
        elif not self.path.exists():
            raise StoreUnavailable(f"{self.path} does not exist; a start of the service makes it")
        for path in (self.path, *self._beside()):
            with suppress(FileNotFoundError):
                keep_private(path)

    def opened(self) -> None:
        """A connection was made to it."""
        self._first = self._first or identity(self.path)

    def check(self, seen: dict[str, Identity]) -> None:
        """That a connection still writes to the files that bear the names.

        ``seen`` is the connection's own: what it met first. Raises StoreUnavailable if not.
        """
        if self._first is not None:
            self._must_be(self._first, self.path)
        for path in self._beside():
            found = identity(path)
            known = seen.setdefault(path.name, found) if found else seen.get(path.name)
            if known and known != found:
                self._must_be(known, path)

    def _beside(self) -> tuple[Path, ...]:
        return tuple(self.path.with_name(f"{self.path.name}-{part}") for part in ("wal", "shm"))

    def _must_be(self, known: Identity, path: Path) -> None:
        found = identity(path)
        if found == known:
            return
        fate = "replaced" if found else "deleted"
        STORE_TROUBLE.labels("records", "file").inc()
        _log.error("records.file_lost", file=str(path), fate=fate)
        raise StoreUnavailable(
            f"{path} was {fate} while the service ran: no ticket is stored until that file is back "
            "at its place, or the service is started again"
        )


def identity(path: Path) -> Identity | None:
    """What tells a file from another of the same name; None if there is none."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino
