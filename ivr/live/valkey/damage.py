"""What a crash or a failing disk leaves of the live store's log, and what is done about it.

A log that only ends too early is mended: what stands before the end counts. Any other damage puts
the whole log aside: calls are answered on an empty store, and a person may look at what was kept.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
from collections.abc import Sequence
from itertools import count
from pathlib import Path

import structlog

from ivr.errors import StoreUnavailable
from ivr.live.valkey import server

_log = structlog.get_logger(__name__)
LOG_FOLDER = "appendonlydir"
_BLOCK = 1 << 16
_CRASHES = (signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS)
# What the server says of a log that it cannot read …
_DAMAGED = re.compile(
    r"^# .*(append only file|AOF manifest|AOF file .* length|loading the DB|DB load|RDB)", re.I
)
# … and of a machine that does not let it: then nothing is put aside.
_REFUSED = re.compile(r"denied|No space|Read-only|Too many open|Cannot allocate|OOM", re.I)


def started(folder: Path, lock: int) -> tuple[subprocess.Popen[bytes], server.ServerInfo]:
    """A server on ``folder`` that answers, on an empty log if the one that was there is damaged.

    It inherits the descriptor ``lock``. Raises StoreUnavailable if it cannot start all the same.
    """
    _mend(folder)
    process = server.spawn(folder, lock)
    try:
        return process, server.wait_ready(folder, process)
    except StoreUnavailable:
        reason = _damage(process.returncode or 0, server.said_by(folder, process.pid))
        if reason is None:
            raise
        _put_aside(folder, reason)
    process = server.spawn(folder, lock)
    return process, server.wait_ready(folder, process)


def _mend(folder: Path) -> None:
    kept = folder / LOG_FOLDER
    if not kept.is_dir():
        return
    files = sorted(kept.iterdir())
    if files and not any(file.suffix == ".manifest" for file in files):
        # The server would begin a new log and say nothing of the old one.
        _put_aside(folder, "its manifest is missing")
    elif growing := sorted(kept.glob("*.incr.aof"), key=_sequence):
        _cut_zeros(growing[-1])


def _sequence(file: Path) -> int:
    return int(re.sub(r"\D", "", file.name) or 0)


def _cut_zeros(file: Path) -> None:
    """After a power failure some file systems leave zeros where the last seconds should be."""
    with file.open("r+b") as log:
        size = end = log.seek(0, os.SEEK_END)
        while end:
            begin = max(0, end - _BLOCK)
            log.seek(begin)
            block = log.read(end - begin).rstrip(b"\0")
            end = begin + len(block)
            if block:
                break
        if end < size:
            log.truncate(end)
            _log.error("live_store.log_cut", file=str(file), bytes=size - end)


def _damage(status: int, said: Sequence[str]) -> str | None:
    """What is wrong with the log, by how the server ended and what it said; None if it is not."""
    if -status in _CRASHES:
        return f"the server crashed on it ({signal.Signals(-status).name})"
    if status != 1 or any(map(_REFUSED.search, said)):
        return None
    return next((line for line in said if _DAMAGED.search(line)), None)


def _put_aside(folder: Path, why: str) -> None:
    names = (folder / f"{LOG_FOLDER}.damaged-{number}" for number in count(1))
    aside = (folder / LOG_FOLDER).rename(next(name for name in names if not name.exists()))
    _log.critical(
        "live_store.log_damaged",
        why=why,
        put_aside=str(aside),
        lost="what calls under way, and those not yet on record, have told; the store is empty now",
    )
