"""Processes: started, watched and stopped; their processor time and memory, from /proc."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")
_STOP_SECONDS = 10.0


@contextmanager
def running(
    command: Sequence[str], environment: Mapping[str, str], folder: Path, log: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """Run ``command`` in a session of its own; at the end it and all it started are gone."""
    with log.open("ab") as sink:
        process = subprocess.Popen(  # noqa: S603 - our own words
            command, env=environment, cwd=folder, stdout=sink, stderr=sink, start_new_session=True
        )
    try:
        yield process
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(_STOP_SECONDS)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def family(pid: int) -> list[int]:
    """``pid`` and its descendants, children after their parents."""
    parents = {int(path.name): _stat(int(path.name)) for path in Path("/proc").glob("[0-9]*")}
    found = [pid]
    for parent in found:
        found += [child for child, stat in parents.items() if stat and int(stat[1]) == parent]
    return found


def cpu_seconds(pids: Sequence[int]) -> float:
    """Processor time, user and system, that processes have used so far."""
    return sum(_ticks(pid) for pid in pids) / _TICK


def memory_mb(pid: int) -> dict[str, float]:
    """Resident memory, and the share of it that is this process's own (``pss``), in MB."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    sizes = {name: text.split()[0] for name, _, text in (line.partition(":") for line in lines)}
    return {"rss": int(sizes["Rss"]) / 1024, "pss": int(sizes["Pss"]) / 1024}


def _ticks(pid: int) -> int:
    fields = _stat(pid)
    return int(fields[11]) + int(fields[12]) if fields else 0


def _stat(pid: int) -> list[str]:
    """The fields of /proc/<pid>/stat from its state on; empty if the process is gone."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return []
