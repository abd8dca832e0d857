"""Where the processes of one service keep their metrics, so that each can tell those of all.

Each has files of its own name in one folder (prometheus_client's multiprocess mode). A worker that
takes the place of a dead one takes its name too, and goes on counting where that one stopped: sums
never fall, and files do not pile up. The files are mapped into memory, so their room is taken
beforehand: on a full disk, a process that writes into a hole of a mapped file is killed. And they
are written twice a second: at each count, that costs a menu turn a fifth of its time.

With another server, ``PROMETHEUS_MULTIPROC_DIR`` alone does what prometheus_client says.
"""

from __future__ import annotations

import atexit
import os
import struct
import time
from pathlib import Path
from threading import Lock, Thread
from typing import Any

from prometheus_client import values
from prometheus_client.mmap_dict import MmapedDict

FOLDER, PROCESS = "PROMETHEUS_MULTIPROC_DIR", "IVR_PROCESS"
WRITE_SECONDS = 0.5
_KINDS = ("counter", "histogram", "gauge_mostrecent")
_ROOM = 128 * 1024  # some six hundred values of each kind


def share(place: Path, process: str) -> None:
    """Begin to share, as ``process``: before the first metric is made. Empties ``place``."""
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    for left in place.glob("*.db"):
        left.unlink()
    os.environ |= {FOLDER: str(place), PROCESS: process}


def become(process: str) -> None:
    """Count as ``process`` from now on, after a fork and before anything was counted."""
    if folder() and _has_room(Path(folder()), process):
        _me.name = process


def folder() -> str:
    """Where the metrics of all processes are; empty if each tells its own."""
    return os.environ.get(FOLDER, "")


def value_class() -> Any:
    """How a metric of this process keeps its value."""
    process = os.environ.get(PROCESS)
    if not folder() or process is None:
        return values.get_value_class()
    # Whoever is started by this process, a helper for a moment, counts for itself.
    os.environ[PROCESS] = ""
    if process and _has_room(Path(folder()), process):
        _me.name = process
        return _gathered(values.MultiProcessValue(lambda: _me.name))
    os.environ.pop(FOLDER)
    return values.MutexValue


def write() -> None:
    """Write what this process has counted, so that others can tell it."""
    with _me.lock:
        amounts = list(_me.gathered.items())
        _me.gathered.clear()
        for value, amount in amounts:
            value.write(amount)


class _Process:
    """What this process has counted and not yet written."""

    def __init__(self) -> None:
        self.name = ""
        self.lock = Lock()
        self.gathered: dict[Any, float] = {}
        self._writes = False
        os.register_at_fork(after_in_child=self._begin_anew)

    def count(self, value: Any, amount: float) -> None:
        with self.lock:
            self.gathered[value] = self.gathered.get(value, 0.0) + amount
            if not self._writes:
                self._writes = True
                Thread(target=self._write_again_and_again, name="metrics", daemon=True).start()

    def _write_again_and_again(self) -> None:
        while True:
            time.sleep(WRITE_SECONDS)
            write()

    def _begin_anew(self) -> None:
        self.lock = Lock()
        self.gathered.clear()
        self._writes = False


_me = _Process()
atexit.register(write)


def _gathered(shared_value: Any) -> Any:
    """``shared_value``, a class of values in files, but written now and then."""

    class Gathered(shared_value):  # type: ignore[misc]
        """A value that is counted in memory, and written by :func:`write`."""

        def inc(self, amount: float) -> None:
            _me.count(self, amount)

        def write(self, amount: float) -> None:
            super().inc(amount)

        def set(self, value: float, timestamp: float | None = None) -> None:
            with _me.lock:
                _me.gathered.pop(self, None)
                super().set(value, timestamp)

        def get(self) -> Any:
            with _me.lock:
                return super().get() + _me.gathered.get(self, 0.0)

    return Gathered


def _has_room(place: Path, process: str) -> bool:
    for kind in _KINDS:
        path = place / f"{kind}_{process}.db"
        try:
            if not _readable(path):
                path.write_bytes(bytes(_ROOM))
        except OSError:
            path.unlink(missing_ok=True)
            return False
    return True


def _readable(path: Path) -> bool:
    try:
        list(MmapedDict.read_all_values_from_file(str(path)))
    except (OSError, ValueError, RuntimeError, struct.error):
        return False
    return True
