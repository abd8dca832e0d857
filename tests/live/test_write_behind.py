"""Write-behind: in order, together, and nothing lost while the store is away for a moment."""

from __future__ import annotations

import subprocess
import sys
from threading import Event

import pytest
from structlog.testing import capture_logs

from ivr.errors import StoreRefused, StoreUnavailable
from ivr.live import write_behind
from ivr.live.write_behind import WriteBehind
from ivr.telemetry.metrics import LOST


class Store:
    """Remembers what was written; ``away`` until told otherwise."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.away = False
        self.wrote = Event()

    def write(self, batch: list[int]) -> None:
        if self.away:
            raise StoreUnavailable("away")
        self.batches.append(batch)
        self.wrote.set()

    @property
    def written(self) -> list[int]:
        return [item for batch in self.batches for item in batch]


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setattr(write_behind, "PAUSE_SECONDS", 0.01)
    return Store()


def lost() -> float:
    return LOST._value.get()  # type: ignore[no-any-return]


def test_it_is_written_soon_without_being_asked(store: Store) -> None:
    WriteBehind(store.write).put(1)
    assert store.wrote.wait(10)
    assert store.written == [1]


def test_what_waits_is_written_together_and_in_order(store: Store) -> None:
    # Too long a wait for its own thread to come first.
    late = WriteBehind(store.write)
    late._start = lambda: None  # type: ignore[method-assign]
    for item in range(1200):
        late.put(item)
    late.flush()
    assert store.written == list(range(1200))
    assert [len(batch) for batch in store.batches] == [500, 500, 200]
    late.flush()
    assert len(store.batches) == 3


def test_it_waits_for_a_store_that_is_away(store: Store) -> None:
    store.away = True
    late = WriteBehind(store.write)
    for item in range(10):
        late.put(item)
    with pytest.raises(StoreUnavailable):
        late.flush()
    store.away = False
    assert store.wrote.wait(10)
    late.flush()
    assert store.written == list(range(10))


def test_the_oldest_give_way(store: Store) -> None:
    store.away = True
    late, before = WriteBehind(store.write, most=5), lost()
    late._start = lambda: None  # type: ignore[method-assign]
    for item in range(8):
        late.put(item)
    with pytest.raises(StoreUnavailable):
        late.flush()
    store.away = False
    late.flush()
    assert store.written == [3, 4, 5, 6, 7]
    assert lost() == before + 3


def test_a_mistake_of_ours_is_logged_counted_and_stops_nothing(store: Store) -> None:
    failed, before = Event(), lost()

    def write(batch: list[int]) -> None:
        if batch[0] < 0:
            failed.set()
            raise TypeError("ours")
        store.write(batch)

    late = WriteBehind(write)
    with capture_logs() as logs:
        late.put(-1)
        assert failed.wait(10)
        late.put(1)
        assert store.wrote.wait(10)
    assert store.written == [1]
    assert lost() == before + 1
    assert [line["event"] for line in logs] == ["write_behind.failed"]


PROCESS = """
import sys, time
from ivr.live.write_behind import WriteBehind
late = WriteBehind(lambda batch: (time.sleep(0.3), print(len(batch), flush=True)))
for item in range(50):
    late.put(item)
sys.exit()
"""


# A server that is stopped ends its workers in order: what was answered is in the journal.
def test_a_process_that_ends_writes_first() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROCESS], capture_output=True, text=True, timeout=60, check=True
    )
    assert sum(map(int, done.stdout.split())) == 50


def test_what_is_refused_keeps_nothing_else_back(store: Store) -> None:
    def write(batch: list[int]) -> None:
        if -1 in batch:
            raise StoreRefused("not this one")
        store.write(batch)

    late, before = WriteBehind(write), lost()
    late._start = lambda: None  # type: ignore[method-assign]
    for item in (1, 2, -1, 3):
        late.put(item)
    late.flush()
    assert store.written == [1, 2, 3]
    assert lost() == before + 1


def test_an_outage_in_the_middle_of_that_loses_nothing(store: Store) -> None:
    def write(batch: list[int]) -> None:
        if len(batch) > 1:
            raise StoreRefused("not all of these")
        store.write(batch)
        store.away = not store.away

    late = WriteBehind(write)
    late._start = lambda: None  # type: ignore[method-assign]
    for item in (1, 2):
        late.put(item)
    with pytest.raises(StoreUnavailable):
        late.flush()
    store.away = False
    late.flush()
    assert store.written == [1, 2]
