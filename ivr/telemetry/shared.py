"""Where the processes of one service keep their metrics, so that each can tell those of all.

Each has files of its own name in one folder (prometheus_client's multiprocess mode). A worker that
takes the place of a dead one takes its name too, and goes on counting where that one stopped: sums
never fall, and files do not pile up. The files are mapped into memory, so their room is taken
beforehand: on a full disk, a process that writes into a hole of a mapped file is killed.

With another server, ``PROMETHEUS_MULTIPROC_DIR`` alone does what prometheus_client says.
"""

from __future__ import annotations

import os
import struct
from pathlib import Path
from typing import Any

from prometheus_client import values
from prometheus_client.mmap_dict import MmapedDict

FOLDER, PROCESS = "PROMETHEUS_MULTIPROC_DIR", "IVR_PROCESS"
_KINDS = ("counter", "histogram", "gauge_mostrecent")
_ROOM = 128 * 1024  # some six hundred values of each kind


def share(place: Path, process: str) -> None:
    """Begin to share, as ``process``: before the first metric is made. Empties ``place``."""
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    for left in place.glob("*.db"):
        left.unlink()
    os.environ |= {FOLDER: str(place), PROCESS: process}


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
        return values.MultiProcessValue(lambda: process)
    os.environ.pop(FOLDER)
    return values.MutexValue


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
