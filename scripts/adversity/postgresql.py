"""A PostgreSQL of our own for a row of the table, where one is installed."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

_BINARIES = Path("/usr/lib/postgresql")
_START_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class PostgreSQL:
    """A running server."""

    url: str
    pid: int

    def processes(self) -> list[int]:
        """The server and all that it has started."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        return [self.pid, *map(int, children)]


def why_not() -> str:
    """Why none can be had here; empty if one can."""
    if not _initdb():
        return "PostgreSQL is not installed"
    return "" if os.getuid() or _as_postgres() else "there is no user postgres to run PostgreSQL as"


@contextmanager
def postgresql() -> Iterator[PostgreSQL]:
    """A fresh server on loopback, gone at the end."""
    folder = Path(mkdtemp(prefix="chaos-pg-"))
    prefix = _prepared(folder)
    data, port = folder / "data", _free_port()
    try:
        make = [str(_initdb()), "-D", str(data), "-U", "ivr", "-A", "trust", "-E", "UTF8", "-N"]
        subprocess.run([*prefix, *make], check=True, capture_output=True, cwd=folder)  # noqa: S603
        server = [str(_initdb().with_name("postgres")), "-D", str(data)]
        options = ["-p", str(port), "-k", str(folder), "-h", "127.0.0.1", "-c", "fsync=off"]
        process = subprocess.Popen(  # noqa: S603 - our own words
            [*prefix, *server, *options],
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait_for(port)
            yield PostgreSQL(f"postgresql://ivr@127.0.0.1:{port}/postgres", process.pid)
        finally:
            process.send_signal(signal.SIGCONT)
            process.send_signal(signal.SIGINT)  # its fast shutdown
            with suppress(subprocess.TimeoutExpired):
                process.wait(10)
            process.kill()
            process.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _initdb() -> Path:
    found = sorted(_BINARIES.glob("*/bin/initdb"))
    return found[-1] if found else Path()


def _prepared(folder: Path) -> list[str]:
    """How to run things in ``folder``: PostgreSQL refuses to run as root."""
    if os.getuid():
        return []
    os.chown(folder, *_as_postgres())
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]


def _as_postgres() -> tuple[int, int] | tuple[()]:
    with suppress(KeyError):
        user = pwd.getpwnam("postgres")
        return user.pw_uid, user.pw_gid
    return ()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
