"""The whole service as a process: what it prints, what it survives, and how it ends."""

from __future__ import annotations

import os
import signal
import socket
from pathlib import Path

import pytest
import redis

from ivr.errors import IvrError
from ivr.live.connections import live
from ivr.live.valkey.folder import Lock, socket_url
from ivr.serve.listening import listening
from ivr.settings import Settings
from tests.serve.service import STORE, WORKER, service, until
from tests.servers import free_port


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
        os.kill(running.child(STORE), signal.SIGKILL)

        def kept() -> bool:
            try:
                return client.get("kept") == b"yes"
            except redis.RedisError:
                return False

        until(kept)
        assert running.health() == 200
        # Ctrl-C is as clean a stop as SIGTERM.
        assert running.end(signal.SIGINT)[0] == 0


def test_a_worker_that_is_killed_is_started_anew(tmp_path: Path) -> None:
    with service(tmp_path) as running:
        running.said_until("next")
        killed = running.child(WORKER)
        os.kill(killed, signal.SIGKILL)
        until(lambda: running.children(WORKER) not in ([], [killed]))
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
        with (
            pytest.raises(IvrError, match=f"port {port}: Address already in use. Choose another"),
            listening(Settings(data=tmp_path), "127.0.0.1", port),
        ):
            pass
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.1", "ivr.example.com"])
def test_a_simulated_service_stays_on_loopback(tmp_path: Path, host: str) -> None:
    with (
        pytest.raises(IvrError, match="Set TWILIO_AUTH_TOKEN and PUBLIC_URL first"),
        listening(Settings(data=tmp_path, tokens=()), host, free_port()),
    ):
        pass
