"""The whole service as a process of its own, for tests."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.servers import free_port

SERVE = """
import sys
from pathlib import Path
from ivr.errors import IvrError
from ivr.telemetry.shared import share
share(Path(sys.argv[3]), "serve")
from ivr.serve.listening import listening
from ivr.serve.supervisor import serve
from ivr.settings import load_settings
settings = load_settings()
try:
    with listening(settings, "127.0.0.1", int(sys.argv[1])) as listener:
        workers, drain = int(sys.argv[2]), float(sys.argv[4])
        sys.exit(serve(listener, settings, workers, lambda: None, drain, dial="+54 11 0000"))
except IvrError as error:
    sys.exit(f"ivr serve: {error}")
"""


WORKER, NURSERY, STORE = "ivr-worker", "ivr-nursery", "valkey-server"


class Service:
    """A running service on a data folder of its own."""

    def __init__(
        self, data: Path, workers: int = 1, drain: float = 0.0, port: int = 0, **variables: str
    ) -> None:
        self.data = data
        self.port = port or free_port()
        unset = ("REDIS_URL", "DATABASE_URL", "TWILIO_AUTH_TOKEN", "PUBLIC_URL", "IVR_CONFIG")
        inherited = {key: value for key, value in os.environ.items() if key not in unset}
        self.process = subprocess.Popen(
            [sys.executable, "-c", SERVE, *map(str, (self.port, workers, data / "metrics", drain))],
            env={**inherited, **dict.fromkeys(unset, ""), "IVR_DATA": str(data), **variables},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def said_until(self, word: str) -> str:
        """What it printed up to the line that begins with ``word``."""
        lines = ""
        assert self.process.stdout
        for line in self.process.stdout:
            lines += line
            if line.startswith(word):
                return lines
        raise AssertionError(f"it never said {word!r}:\n{lines}")

    def health(self) -> int:
        """The status of ``/healthz``; 0 if nothing answers."""
        return status_of(self.port, "/healthz")

    def children(self, name: str) -> list[int]:
        """The process ids of the children that are called ``name``."""
        listed = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        pids = [int(pid) for path in listed for pid in path.read_text().split()]
        return [pid for pid in pids if called(pid) == name]

    def child(self, name: str) -> int:
        """The one child that is called ``name``."""
        (found,) = self.children(name)
        return found

    def end(self, number: signal.Signals = signal.SIGTERM) -> tuple[int, str]:
        """Ask it to stop; its exit status and its last words."""
        self.process.send_signal(number)
        said, _ = self.process.communicate(timeout=20)
        return self.process.returncode, said


def called(pid: int) -> str:
    """What lists of processes call one; empty if it is gone."""
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return ""


@contextmanager
def service(data: Path, *arguments: Any, **variables: Any) -> Iterator[Service]:
    """A running service, stopped at the end; see :class:`Service`."""
    running = Service(data, *arguments, **variables)
    try:
        yield running
    finally:
        if running.process.poll() is None:
            running.end()


def status_of(port: int, path: str) -> int:
    """The status that a path of loopback is answered with; 0 if nothing answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def until(true: Callable[[], object], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not come to pass in time"
        time.sleep(0.05)
