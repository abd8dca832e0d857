"""The whole service as a process: what it prints, what it survives, and how it ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import redis

from ivr.errors import IvrError
from ivr.live.connections import live
from ivr.live.valkey.folder import Lock, socket_url
from ivr.serve.supervisor import serve
from ivr.serve.webserver import health
from ivr.settings import Settings
from tests.servers import free_port

SERVE = """
import sys
from ivr.errors import IvrError
from ivr.serve.supervisor import serve
from ivr.serve.webserver import health
from ivr.settings import load_settings
try:
    sys.exit(serve(load_settings(), int(sys.argv[1]), 1, lambda: None, dial="+54 11 0000"))
except IvrError as error:
    sys.exit(f"ivr serve: {error}")
"""


class Service:
    """A running service on a data folder of its own."""

    def __init__(self, data: Path, **variables: str) -> None:
        self.data = data
        self.port = free_port()
        unset = ("REDIS_URL", "DATABASE_URL", "TWILIO_AUTH_TOKEN", "PUBLIC_URL", "IVR_CONFIG")
        inherited = {key: value for key, value in os.environ.items() if key not in unset}
        self.process = subprocess.Popen(
            [sys.executable, "-c", SERVE, str(self.port)],
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
        return health("127.0.0.1", self.port)

    def children(self, name: str) -> list[int]:
        """The process ids of the children whose command line holds ``name``."""
        listed = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        pids = [int(pid) for path in listed for pid in path.read_text().split()]
        return [pid for pid in pids if name in Path(f"/proc/{pid}/cmdline").read_text()]

    def child(self, name: str) -> int:
        """The one child whose command line holds ``name``."""
        (found,) = self.children(name)
        return found

    def end(self, number: signal.Signals = signal.SIGTERM) -> tuple[int, str]:
        """Ask it to stop; its exit status and its last words."""
        self.process.send_signal(number)
        said, _ = self.process.communicate(timeout=20)
        return self.process.returncode, said


@contextmanager
def service(data: Path, **variables: str) -> Iterator[Service]:
    running = Service(data, **variables)
    try:
        yield running
    finally:
        if running.process.poll() is None:
            running.end()


def until(true: Callable[[], object], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not come to pass in time"
        time.sleep(0.05)


def test_it_starts_says_what_to_try_and_stops_without_a_trace(tmp_path: Path) -> None:
    with service(tmp_path) as running:
        said = running.said_until("next")
        for words in ("live store", "records", "ready", "simulated", "call +54 11 0000"):
            assert words in said
        assert running.health() == 200
        status, last = running.end()
    assert status == 0
    assert last.startswith("stopping\n")
    assert last.endswith("stopped\n")
    lock = Lock(tmp_path / "store.lock")
    assert lock.take()
    lock.release()


def test_it_survives_the_death_of_the_live_store(tmp_path: Path) -> None:
    with service(tmp_path) as running, live(socket_url(tmp_path)) as client:
        running.said_until("next")
        client.set("kept", "yes")
        os.kill(running.child("valkey-server"), signal.SIGKILL)

        def kept() -> bool:
            try:
                return client.get("kept") == b"yes"
            except redis.RedisError:
                return False

        until(kept)
        assert running.health() == 200
        # Ctrl-C is as clean a stop as SIGTERM.
        assert running.end(signal.SIGINT)[0] == 0


def test_a_web_server_that_is_killed_is_started_anew(tmp_path: Path) -> None:
    with service(tmp_path) as running:
        running.said_until("next")
        killed = running.child("granian")
        os.kill(killed, signal.SIGKILL)
        until(lambda: running.children("granian") not in ([], [killed]))
        until(lambda: running.health() == 200)
        assert running.end()[0] == 0


def test_a_web_server_that_cannot_start_ends_the_service_with_words(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    with service(tmp_path / "data", IVR_CONFIG=str(tmp_path / "config")) as running:
        said, _ = running.process.communicate(timeout=40)
    assert running.process.returncode == 1
    assert "the web server did not start" in said
    lock = Lock(tmp_path / "data" / "store.lock")
    assert lock.take()
    lock.release()


def test_without_records_it_answers_and_says_so(tmp_path: Path) -> None:
    nowhere = f"postgresql://u@127.0.0.1:{free_port()}/x"
    with service(tmp_path, DATABASE_URL=nowhere) as running:
        assert "calls are answered without ticket numbers" in running.said_until("next")
        assert running.health() == 200


def test_a_taken_port_is_said_plainly(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(IvrError, match=f"port {port}: Address already in use. Choose another"):
            serve(Settings(data=tmp_path), port, 1, lambda: None)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.1", "ivr.example.com"])
def test_a_simulated_service_stays_on_loopback(tmp_path: Path, host: str) -> None:
    with pytest.raises(IvrError, match="Set TWILIO_AUTH_TOKEN and PUBLIC_URL first"):
        serve(Settings(data=tmp_path, tokens=()), free_port(), 1, lambda: None, host=host)
