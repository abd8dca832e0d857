"""The embedded store: fast, durable, one per folder, and alive after either side is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ivr.errors import DataFolderBusy, StoreUnavailable
from ivr.live.connections import live
from ivr.live.valkey import server
from ivr.live.valkey.embedded import EmbeddedStore
from ivr.live.valkey.folder import Lock, socket_path, socket_url

PARENT = """
import sys, time
from pathlib import Path
from ivr.live.valkey.embedded import EmbeddedStore
store = EmbeddedStore(Path(sys.argv[1]))
store.start()
Path(sys.argv[2]).write_text(str(store.pid))
time.sleep(60)
"""


def until(true: Callable[[], object], seconds: float = 5) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not come to pass in time"
        time.sleep(0.02)


def serves(url: str) -> bool:
    """Whether the server answers again, with the key that was written before."""
    with live(url) as client:
        try:
            return client.get("kept") == b"yes"
        except Exception:  # any failure means: not yet
            return False


@pytest.fixture
def orphan(tmp_path: Path) -> Iterator[int]:
    """A server on ``tmp_path`` that nobody supervises, as where the kernel ends no children."""
    lock = Lock(tmp_path / "store.lock")
    assert lock.take()
    process = server.spawn(tmp_path, lock.descriptor)
    server.wait_ready(tmp_path, process)
    lock.release()
    with live(socket_url(tmp_path)) as client:
        client.set("kept", "yes")
    yield process.pid
    process.kill()
    process.wait()


def a_service_that_is_killed(tmp_path: Path) -> None:
    """Start a service on ``tmp_path``, keep something, and kill it with SIGKILL."""
    note = tmp_path / "pid"
    note.unlink(missing_ok=True)
    with subprocess.Popen([sys.executable, "-c", PARENT, tmp_path, note]) as parent:
        until(lambda: note.exists() and note.read_text())
        with live(socket_url(tmp_path)) as client:
            client.set("kept", "yes")
        parent.kill()


def test_it_starts_in_less_than_a_second(tmp_path: Path) -> None:
    began = time.monotonic()
    with EmbeddedStore(tmp_path / "data") as store, live(socket_url(store.folder)) as client:
        assert client.ping()
        assert time.monotonic() - began < 1


def test_only_its_user_can_reach_it(store: EmbeddedStore) -> None:
    assert store.folder.stat().st_mode & 0o077 == 0
    assert socket_path(store.folder).stat().st_mode & 0o077 == 0
    with live(socket_url(store.folder)) as client:
        assert client.config_get("port") == {"port": "0"}


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("appendonly", "yes"),
        ("appendfsync", "everysec"),
        ("save", ""),
        ("maxmemory-policy", "noeviction"),
    ],
)
def test_it_writes_everything_down_and_forgets_nothing(
    store: EmbeddedStore, option: str, value: str
) -> None:
    with live(socket_url(store.folder)) as client:
        assert client.config_get(option) == {option: value}


def test_what_was_written_is_there_after_a_clean_stop(tmp_path: Path) -> None:
    with EmbeddedStore(tmp_path) as store, live(socket_url(tmp_path)) as client:
        client.set("kept", "yes")
        first = store.pid
    with EmbeddedStore(tmp_path) as store:
        assert store.pid != first
        assert serves(socket_url(tmp_path))


def test_a_killed_server_comes_back_with_its_data(store: EmbeddedStore) -> None:
    url = socket_url(store.folder)
    with live(url) as client:
        client.set("kept", "yes")
    killed = store.pid
    assert killed
    os.kill(killed, signal.SIGKILL)
    until(lambda: serves(url))
    assert store.pid != killed


def test_a_second_service_on_the_folder_adopts_and_leaves_the_server(store: EmbeddedStore) -> None:
    with EmbeddedStore(store.folder) as second:
        assert second.pid == store.pid
        assert not second.supervises
    with live(socket_url(store.folder)) as client:
        assert client.ping()


def test_a_guest_takes_over_when_the_first_service_stops(tmp_path: Path) -> None:
    first, guest = EmbeddedStore(tmp_path), EmbeddedStore(tmp_path)
    first.start()
    url = guest.start()
    with live(url) as client:
        client.set("kept", "yes")
    first.stop()
    until(lambda: serves(url))
    assert guest.supervises
    guest.stop()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends children with their parent")
def test_the_server_ends_with_its_service_however_that_ends(tmp_path: Path) -> None:
    for _ in range(3):
        a_service_that_is_killed(tmp_path)
        lock = Lock(tmp_path / "store.lock")
        until(lock.take)
        lock.release()
        with EmbeddedStore(tmp_path):
            assert serves(socket_url(tmp_path))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends children with their parent")
def test_a_start_at_the_very_moment_is_no_exception(tmp_path: Path) -> None:
    a_service_that_is_killed(tmp_path)
    with EmbeddedStore(tmp_path):  # which may have met the old one on its way out
        until(lambda: serves(socket_url(tmp_path)))


def test_a_server_that_hangs_is_replaced(store: EmbeddedStore) -> None:
    url, hung = socket_url(store.folder), store.pid
    assert hung
    with live(url) as client:
        client.set("kept", "yes")
    os.kill(hung, signal.SIGSTOP)
    until(lambda: store.pid not in (None, hung), seconds=20)
    until(lambda: serves(url))


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nobody can tell whose process it is")
def test_a_server_that_hangs_and_has_no_service_is_replaced(tmp_path: Path, orphan: int) -> None:
    os.kill(orphan, signal.SIGSTOP)
    with EmbeddedStore(tmp_path) as store:
        assert store.pid != orphan
        assert store.supervises
        assert serves(socket_url(tmp_path))


def test_the_server_holds_the_lock_itself(tmp_path: Path, orphan: int) -> None:
    assert not Lock(tmp_path / "store.lock").take()
    with EmbeddedStore(tmp_path) as store:
        assert store.pid == orphan
        assert store.supervises
        assert serves(socket_url(tmp_path))
    # Its supervisor was gone, so the adopter was in charge and has stopped it.
    lock = Lock(tmp_path / "store.lock")
    assert lock.take()
    lock.release()


def test_an_adopted_server_that_is_killed_is_replaced(tmp_path: Path, orphan: int) -> None:
    with EmbeddedStore(tmp_path) as store:
        os.kill(orphan, signal.SIGKILL)
        until(lambda: store.pid not in (None, orphan))
        until(lambda: serves(socket_url(tmp_path)))


def test_a_held_folder_that_does_not_answer_is_refused_with_words(tmp_path: Path) -> None:
    lock = Lock(tmp_path / "store.lock")
    assert lock.take()
    with pytest.raises(DataFolderBusy, match="set IVR_DATA to another folder"):
        EmbeddedStore(tmp_path).start()
    lock.release()


def test_a_server_that_cannot_start_says_why(tmp_path: Path) -> None:
    (tmp_path / "appendonlydir").write_text("in the way of the folder")
    with pytest.raises(StoreUnavailable, match="appendonlydir"):
        EmbeddedStore(tmp_path).start()
    # The folder is free again for who puts it right.
    (tmp_path / "appendonlydir").unlink()
    with EmbeddedStore(tmp_path) as store:
        assert store.pid


def test_a_folder_with_a_long_path_has_its_socket_elsewhere(tmp_path: Path) -> None:
    folder = tmp_path / ("long" * 30)
    with EmbeddedStore(folder) as store, live(socket_url(store.folder)) as client:
        assert client.ping()
        place = socket_path(folder).parent
        assert place != folder
        assert place.stat().st_mode & 0o077 == 0


def test_a_socket_folder_that_others_may_enter_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / ("long" * 30)
    place = socket_path(folder).parent
    place.mkdir(mode=0o755)
    try:
        with pytest.raises(DataFolderBusy, match="open to others"):
            EmbeddedStore(folder).start()
    finally:
        place.rmdir()
