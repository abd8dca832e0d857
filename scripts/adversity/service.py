"""The service that is tried: started as ever, on a data folder and a port of its own."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from adversity.postgresql import PostgreSQL
from ivr.errors import IvrError
from ivr.settings import PACKAGE_ROOT, Settings

WORKER, STORE = "ivr-worker", "valkey-server"
_START_SECONDS, _STOP_SECONDS = 120.0, 60.0
_OURS = ("TWILIO_", "IVR_", "PROMETHEUS_", "LISTEN_", "NOTIFY_")
# As systemd hands a socket over: descriptor 3, and the process that it is meant for.
_HANDED_OVER = 'LISTEN_FDS=1 LISTEN_PID=$$ exec "$@" 3<&{descriptor}'


class TriedService:
    """``ivr serve`` as a process. ``held`` is a socket that outlives it, as systemd's would."""

    def __init__(
        self,
        data: Path,
        workers: int,
        port: int,
        held: socket.socket | None,
        postgresql: PostgreSQL | None,
    ) -> None:
        self.data, self.port, self.workers = data, port, workers
        self._held = held
        self._postgresql = postgresql
        self._more = {"DATABASE_URL": postgresql.url} if postgresql else {}
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where callers reach it."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def settings(self) -> Settings:
        """As it has them."""
        database = self._more.get("DATABASE_URL")
        return Settings(_env_file=None, data=self.data, database_url=database)  # type: ignore[call-arg]

    @property
    def log(self) -> Path:
        """What it says."""
        return self.data.parent / f"{self.data.name}.log"

    def start(self) -> None:
        """Start it and wait for its first answer. Raises IvrError with its log if none comes."""
        command = [sys.executable, "-m", "ivr.cli", "serve", "--workers", str(self.workers)]
        command += ["--port", str(self.port), "--drain", "1"]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own words
                _as_systemd_would(command, self._held) if self._held else command,
                env=_environment(self.data) | self._more,
                cwd=PACKAGE_ROOT,
                pass_fds=(self._held.fileno(),) if self._held else (),
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + _START_SECONDS
        while self.status("/healthz") != http.client.OK:
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise IvrError(f"the service did not start:\n{self.log.read_text()[-3000:]}")
            time.sleep(0.1)

    def stop(self) -> None:
        """Stop it as an operator does."""
        self.signal(signal.SIGTERM)
        if self._process:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(_STOP_SECONDS)
            self.kill()

    def kill(self) -> None:
        """End it as nobody should."""
        self.signal(signal.SIGKILL)
        if self._process:
            self._process.wait()

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal."""
        if self._process and self._process.poll() is None:
            self._process.send_signal(number)

    def workers_running(self) -> list[int]:
        """The web processes, oldest first."""
        return self._children(WORKER)

    def store_running(self) -> list[int]:
        """The live store's process."""
        return self._children(STORE)

    def database_running(self) -> list[int]:
        """All processes of the PostgreSQL that it was given."""
        return self._postgresql.processes() if self._postgresql else []

    def status(self, path: str) -> int:
        """The status of one of its addresses; 0 if nothing answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            connection.close()

    def _children(self, name: str) -> list[int]:
        if self._process is None:
            return []
        with suppress(OSError):
            tasks = Path(f"/proc/{self._process.pid}/task").glob("*/children")
            found = sorted(int(pid) for task in tasks for pid in task.read_text().split())
            return [pid for pid in found if _name(pid) == name]
        return []


@contextmanager
def tried_service(
    data: Path, workers: int = 2, held: bool = False, postgresql: PostgreSQL | None = None
) -> Iterator[TriedService]:
    """A running service. With ``held`` this process holds its socket while it comes and goes."""
    with socket.create_server(("127.0.0.1", 0), backlog=4096) as listener:
        port = listener.getsockname()[1]
        if not held:
            listener.close()
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        service = TriedService(data, workers, port, listener if held else None, postgresql)
        try:
            service.start()
            yield service
        finally:
            service.stop()


def _as_systemd_would(command: Sequence[str], held: socket.socket) -> list[str]:
    return ["sh", "-c", _HANDED_OVER.format(descriptor=held.fileno()), "sh", *command]


def _environment(data: Path) -> dict[str, str]:
    dropped = {"PUBLIC_URL", "REDIS_URL", "DATABASE_URL", "PYTHONDONTWRITEBYTECODE"}
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in dropped and not name.startswith(_OURS)
    }
    return kept | {"IVR_DATA": str(data), "PYTHONPATH": str(PACKAGE_ROOT)}


def _name(pid: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{pid}/comm").read_text().strip()
    return ""
