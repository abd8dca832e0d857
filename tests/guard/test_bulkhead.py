"""The bulkhead: work that hangs holds its own few threads and nobody else's."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from threading import Event, current_thread

import pytest

from ivr.errors import StoreBusy, StoreUnavailable
from ivr.guard.bulkhead import Bulkhead, Wanted

CALL: ContextVar[str] = ContextVar("call", default="none")


class Hang:
    """Work that does not end until it is let go."""

    def __init__(self) -> None:
        self.begun, self.let_go, self.over = Event(), Event(), Event()
        self.was_wanted: bool | None = None

    def __call__(self, wanted: Wanted) -> str:
        self.begun.set()
        self.let_go.wait(60)
        self.was_wanted = wanted()
        self.over.set()
        return "late"


@pytest.fixture
def hang() -> Iterator[Hang]:
    made = Hang()
    yield made
    made.let_go.set()


def bulkhead(size: int = 1, patience: float = 60) -> Bulkhead:
    return Bulkhead("the store", size, entry=0.01, patience=patience)


def test_what_is_done_comes_back() -> None:
    assert bulkhead().run(lambda wanted: wanted()) is True


def test_what_is_raised_is_raised_where_it_is_waited_for() -> None:
    with pytest.raises(ZeroDivisionError):
        bulkhead().run(lambda _: 1 // 0)


def test_it_is_done_on_a_thread_of_its_own_as_part_of_the_same_call() -> None:
    CALL.set("CA1")
    thread, call = bulkhead().run(lambda _: (current_thread(), CALL.get()))
    assert thread is not current_thread()
    assert thread.daemon
    assert call == "CA1"


def test_no_more_threads_than_were_allowed_and_none_before_they_are_needed() -> None:
    before = threading.active_count()
    few = bulkhead(size=3)
    assert threading.active_count() == before
    for _ in range(10):
        few.run(lambda _: None)
    assert threading.active_count() == before + 3


def test_who_waits_too_long_goes_without_and_the_work_is_told(hang: Hang) -> None:
    with pytest.raises(StoreUnavailable, match="no answer within"):
        bulkhead(patience=0.01).run(hang)
    hang.let_go.set()
    assert hang.over.wait(60)
    assert hang.was_wanted is False


# Forty callers while the store hangs: none of them is held but those that were first.
def test_while_all_threads_hang_the_others_go_without_at_once(hang: Hang) -> None:
    few = bulkhead(size=2)
    with ThreadPoolExecutor(2) as first:
        for _ in range(2):
            first.submit(few.run, hang)
        assert hang.begun.wait(60)
        for _ in range(40):
            with pytest.raises(StoreBusy):
                few.run(hang)
        hang.let_go.set()
    assert few.run(lambda _: "again") == "again"


def test_a_thread_that_hung_serves_again(hang: Hang) -> None:
    one = bulkhead(patience=0.01)
    with pytest.raises(StoreUnavailable):
        one.run(hang)
    with pytest.raises(StoreBusy):
        one.run(lambda _: None)
    hang.let_go.set()
    assert hang.over.wait(60)
    patient = 0
    while patient < 1000:  # it is free a moment after the work is over
        try:
            assert one.run(lambda _: "again") == "again"
            return
        except StoreUnavailable:
            patient += 1
    pytest.fail("the thread never came back")
