"""A light turn is the same for every caller at the same place: so it may be remembered, and noted
after the answer. Shown for every menu of the shipped plan, by taking it at other moments, from
other callers, with another floor.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from ivr.call.call import Call
from ivr.call.events import Event, Keys, NoInput, SpeechInput
from ivr.call.position import Position
from ivr.call.turn import Turn
from ivr.engine import machine
from ivr.engine.kinds.menu import Menu
from ivr.plan.call_plan import CallPlan
from ivr.plan.versions import Plans
from routing.model import Floor
from tests.web.voice.door import CALLER, Clock, Door, Line

OPEN, NIGHT = datetime(2026, 11, 24, 14, tzinfo=UTC), datetime(2026, 12, 25, 6, tzinfo=UTC)
EVENTS: tuple[Event, ...] = (
    *(Keys(key) for key in "0123456789*#"),
    Keys(""),
    Keys("12"),
    NoInput(),
    NoInput("#"),
    SpeechInput("no sé", 0.4),
)


def places(plan: CallPlan) -> Iterator[tuple[str, Position]]:
    """Every menu, from every number, in every language, at the first and the last attempt."""
    menus = [name for name, node in plan.nodes.items() if isinstance(node, Menu)]
    for dnis, number in plan.numbers.items():
        for language in plan.countries[number.country].languages:
            for menu in menus:
                for failures in (0, 2):
                    yield dnis, Position(plan.version, menu, language, 3, failures, failures)


def test_nothing_but_the_place_has_a_say(plans: Plans) -> None:
    plan = plans.current
    nobody = Floor(nobody=frozenset(plan.queues))
    cacheable = 0
    for dnis, position in places(plan):
        for event in EVENTS:
            turn = machine.step(plan, position, Call("CA1", dnis, CALLER), event, OPEN)
            if turn.cacheable:
                cacheable += 1
                stranger = Call("CA2", dnis, None)
                assert machine.step(plan, position, stranger, event, NIGHT, nobody) == turn
                assert (turn.writes, turn.query, turn.on_store_down) == ({}, None, None)
    assert cacheable > 1000  # wrong keys, silence, repeats and steps from menu to menu


def step(plans: Plans, key: str) -> Turn:
    plan = plans.current
    place = Position(plan.version, "service-assurance", "es-AR", 1)
    return machine.step(plan, place, Call("CA1", "+541151705383", CALLER), Keys(key), OPEN)


# What a choice settles must be stored before the caller hears that it was heard.
@pytest.mark.parametrize("key", ["1", "2", "9"])
def test_a_choice_that_settles_something_is_not_light(plans: Plans, key: str) -> None:
    assert not step(plans, key).cacheable
    assert step(plans, key).writes


@pytest.mark.parametrize("key", ["7", "*"])
def test_a_wrong_key_and_again_are_light(plans: Plans, key: str) -> None:
    assert step(plans, key).cacheable


def test_two_callers_at_one_place_have_journals_of_their_own(door: Door) -> None:
    lines = [Line(door).dial().press("7").press("7") for _ in range(2)]
    assert lines[0].text == lines[1].text
    for line in lines:
        session = door.live.read(line.sid)
        assert session is not None
        assert len(session.journal) == 3
        assert session.journal[-1].endswith("service-assurance keys 7")


# The whole day passes and the desks close; a repeated turn is still answered with its bytes.
def test_a_light_turn_repeated_is_the_same_bytes(door: Door, clock: Clock) -> None:
    line = Line(door).dial()
    menu = line.action()
    first = line.press("7").text
    clock.now = NIGHT
    before = door.state()
    assert line.follow(menu, Digits="7").text == first
    assert door.state() == before


def test_what_a_caller_says_is_not_remembered(door: Door) -> None:
    line = Line(door).dial()
    line.follow(line.action(), SpeechResult="mi clave es secreta", Confidence="0.9")
    assert "No reconocimos" in line.text
    remembered = repr(door.client.application.extensions["voice_door"].turns._cache)
    assert "secreta" not in remembered
