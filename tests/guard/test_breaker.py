"""The breaker, on a clock of our own."""

from __future__ import annotations

import pytest

from ivr.errors import StoreBusy, StoreRefused, StoreUnavailable
from ivr.guard.breaker import Breaker


def opened_at(now: float) -> Breaker:
    breaker = Breaker()
    breaker.failed(now)
    breaker.failed(now)
    return breaker


def test_one_failure_does_not_open_it() -> None:
    breaker = Breaker()
    breaker.failed(0)
    assert breaker.allows(0)
    assert not breaker.is_open


def test_a_success_between_failures_keeps_it_closed() -> None:
    breaker = Breaker()
    breaker.failed(0)
    breaker.succeeded()
    breaker.failed(0)
    assert breaker.allows(0)


def test_two_failures_in_a_row_open_it_for_one_second() -> None:
    breaker = opened_at(10)
    assert breaker.is_open
    assert not breaker.allows(10.99)
    assert breaker.allows(11)


def test_only_one_caller_tries_when_half_open() -> None:
    breaker = opened_at(10)
    assert [breaker.allows(11) for _ in range(3)] == [True, False, False]


def test_a_trial_that_fails_doubles_the_pause_up_to_five_seconds() -> None:
    breaker, now, pauses = opened_at(0), 0.0, []
    for _ in range(4):
        pause = 0.0
        while not breaker.allows(now + pause):
            pause += 0.5
        pauses.append(pause)
        now += pause
        breaker.failed(now)
    assert pauses == [1, 2, 4, 5]


def test_stragglers_of_the_same_outage_do_not_lengthen_the_pause() -> None:
    breaker = opened_at(0)
    for _ in range(8):
        breaker.failed(0.5)
    assert breaker.allows(1)


def test_a_trial_that_succeeds_closes_it_and_the_next_outage_begins_small() -> None:
    breaker = opened_at(0)
    assert breaker.allows(1)
    breaker.failed(1)
    assert breaker.allows(3)
    breaker.succeeded()
    assert breaker.allows(3)
    breaker.failed(4)
    breaker.failed(4)
    assert breaker.allows(5)


def test_a_trial_that_is_never_reported_is_followed_by_another() -> None:
    breaker = opened_at(0)
    assert breaker.allows(1)
    assert not breaker.allows(1.9)
    assert breaker.allows(2)


def asked(breaker: Breaker, trouble: Exception | None = None) -> None:
    with breaker.before("the store"):
        if trouble:
            raise trouble


def test_two_outages_in_a_row_spare_the_third_caller_the_wait() -> None:
    breaker = Breaker()
    for _ in range(2):
        with pytest.raises(StoreUnavailable, match="gone"):
            asked(breaker, StoreUnavailable("gone"))
    with pytest.raises(StoreUnavailable, match="the store did not answer lately"):
        asked(breaker)


# What a store refuses is no outage, nor is a crowd before its door: others are served.
@pytest.mark.parametrize("trouble", [StoreRefused("too long"), StoreBusy("a crowd")])
def test_what_is_no_outage_does_not_open_it(trouble: StoreUnavailable) -> None:
    breaker = Breaker()
    for _ in range(5):
        with pytest.raises(type(trouble)):
            asked(breaker, trouble)
    asked(breaker)
    assert not breaker.is_open


def test_a_refusal_is_an_answer_and_closes_it_and_a_crowd_does_not() -> None:
    breaker = opened_at(-1000)  # long ago on any clock, so a trial is due
    with pytest.raises(StoreBusy):
        asked(breaker, StoreBusy("a crowd"))
    assert breaker.is_open
    breaker = opened_at(-1000)
    with pytest.raises(StoreRefused):
        asked(breaker, StoreRefused("too long"))
    assert not breaker.is_open
