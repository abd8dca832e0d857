"""Desks closed by hand, at the door: heard at once, asked for by no turn, repeated alike."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from ivr.errors import StoreUnavailable
from ivr.service.closures import HEARD_AFTER, KnownClosures
from routing.model import Closure
from tests.web.voice.door import Clock, Door, Line

STORM = "cerradas por la tormenta"
HOUR = timedelta(hours=1)


@pytest.fixture
def storm(door: Door, clock: Clock) -> Iterator[Closure]:
    """The data desk, closed by hand as the command does it; the door has not heard of it."""
    closure = Closure(
        frozenset({"data"}), clock.now + HEARD_AFTER, clock.now + HOUR, "closed-by-storm",
        frozenset({"AR"}),
    )  # fmt: skip
    known = door.service.closures
    known.records.close([closure])
    yield closure
    known.records.reopen("data", ["AR"], closure.begins)


def test_heard_as_soon_as_it_is_read(door: Door, clock: Clock, storm: Closure) -> None:
    clock.now = storm.begins
    assert STORM not in Line(door).dial().press("1").text
    door.service.closures.refresh()
    line = Line(door).dial().press("1")
    assert STORM in line.text
    assert "Volvemos a atender" in line.text
    clock.now += HOUR
    assert STORM not in Line(door).dial().press("1").text


# All workers have read it before it holds, so that the same request is answered alike by each.
@pytest.mark.usefixtures("storm")
def test_it_holds_a_second_after_it_was_made(door: Door, clock: Clock) -> None:
    door.service.closures.refresh()
    assert STORM not in Line(door).dial().press("1").text
    clock.now += HEARD_AFTER
    assert STORM in Line(door).dial().press("1").text


def test_a_repeated_webhook_finds_the_desk_as_it_was(
    door: Door, clock: Clock, storm: Closure
) -> None:
    clock.now = storm.begins
    door.service.closures.refresh()
    line = Line(door).dial()
    menu = line.action()
    first = line.press("1").text
    assert STORM in first
    door.service.closures.records.reopen("data", ["AR"], clock.now + HEARD_AFTER)
    clock.now += 2 * HEARD_AFTER
    door.service.closures.refresh()
    assert STORM not in Line(door).dial().press("1").text
    assert line.follow(menu, Digits="1").text == first


def test_no_turn_asks_the_records(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a turn has asked")

    monkeypatch.setattr(KnownClosures, "refresh", refuse)
    assert "<Gather" in Line(door).dial().press("1").text


def test_what_was_known_holds_while_the_records_are_away(
    door: Door, clock: Clock, storm: Closure, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock.now = storm.begins
    known = door.service.closures
    known.refresh()

    def away(*_: object) -> None:
        raise StoreUnavailable("away")

    monkeypatch.setattr(type(known.records), "since", away)
    known.refresh()
    assert STORM in Line(door).dial().press("1").text
