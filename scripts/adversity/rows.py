"""The rows of the table: which trouble, on how many workers, and what is needed for it."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from adversity import postgresql, troubles
from adversity.callers import Talk, calling
from adversity.ledger import Ledger, compared
from adversity.service import TriedService, tried_service
from adversity.troubles import Trouble

DISK = "48m"


def _nothing(_: TriedService) -> AbstractContextManager[None]:
    return nullcontext()


def _always() -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row. ``why_not`` gives the reason why it cannot be tried here, or nothing."""

    name: str
    trouble: Trouble = _nothing
    workers: int = 2
    held: bool = False
    small_disk: bool = False
    on_postgresql: bool = False
    why_not: Callable[[], str] = _always


@dataclass(frozen=True, slots=True)
class Figures:
    """What one row has shown; seconds are those that callers waited for a document."""

    calls: int
    documents: int
    dropped: int
    ledger: Ledger
    p50: float
    p99: float
    longest: float
    why: tuple[str, ...]


def no_small_disk() -> str:
    """Why no small file system can be mounted here; nothing if one can."""
    if os.getuid():
        return "a small disk is a mount, and only root can mount"
    return "" if shutil.which("mount") else "there is no mount command"


ROWS = (
    Row("calm"),
    Row("workers", troubles.workers_killed),
    Row("one-worker", troubles.workers_killed, workers=1),
    Row("worker-stopped", troubles.worker_stopped),
    Row("store-killed", troubles.store_killed),
    Row("store-stopped", troubles.store_stopped),
    Row("database-locked", troubles.database_locked),
    Row(
        "database-stopped",
        troubles.database_stopped,
        on_postgresql=True,
        why_not=postgresql.why_not,
    ),
    Row("strangers", troubles.slow_strangers),
    Row("disk-full", troubles.disk_full, small_disk=True, why_not=no_small_disk),
    Row("service-killed", troubles.service_killed, held=True),
    Row("service-restarted", troubles.service_restarted, held=True),
    Row(
        "everything",
        troubles.together(
            troubles.workers_killed,
            troubles.store_killed,
            troubles.database_locked,
            troubles.slow_strangers,
        ),
    ),
)


def tried(row: Row, folder: Path, seconds: float, callers: int, thinks: float) -> Figures:
    """Try one row: callers before, under and after the trouble. Raises IvrError, OSError."""
    with ExitStack() as stack:
        if row.small_disk:
            stack.enter_context(_small_disk(folder / row.name))
        server = stack.enter_context(postgresql.postgresql()) if row.on_postgresql else None
        service = stack.enter_context(
            tried_service(folder / row.name / "data", row.workers, row.held, server)
        )
        token = (service.data / "dev-token").read_text().strip()
        with calling(service.url, token, callers, thinks) as talk, row.trouble(service):
            time.sleep(seconds)
        return _figures(talk, compared(service, talk))


@contextmanager
def _small_disk(folder: Path) -> Iterator[None]:
    folder.mkdir(parents=True)
    options = ["-t", "tmpfs", "-o", f"size={DISK},mode=700", "tmpfs", str(folder)]
    subprocess.run(["mount", *options], check=True)  # noqa: S603, S607 - our own words
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)  # noqa: S603, S607


def _figures(talk: Talk, ledger: Ledger) -> Figures:
    seconds = sorted(talk.watch.seconds) or [0.0]
    last = len(seconds) - 1
    return Figures(
        calls=talk.calls,
        documents=len(talk.watch.seconds),
        dropped=len(talk.dropped),
        ledger=ledger,
        p50=seconds[last // 2],
        p99=seconds[min(last, int(len(seconds) * 0.99))],
        longest=seconds[-1],
        why=tuple(talk.dropped[:5]),
    )
