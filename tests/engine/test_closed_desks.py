"""Desks that hand over to one another, closed by hand at once: nobody is sent round in circles."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import combinations

import pytest

from ivr.call.call import Call
from ivr.call.events import Event, Keys, NoInput
from ivr.call.position import Position
from ivr.call.turn import Turn
from ivr.call.verbs import Enqueue, Gather, Say
from ivr.engine import machine
from ivr.engine.kinds.registry import KINDS
from ivr.plan.call_plan import QUEUE, CallPlan
from ivr.plan.versions import WORDS, plan_in
from routing.model import Closure, Floor
from tests.plan.writing import QUEUES, write

NOON = datetime(2026, 11, 24, 15, tzinfo=UTC)
RING = """\
data:
  overflow: [{when: closed, to: nm}, {when: nobody, to: reception}]
nm:
  overflow: [{when: closed, to: reception}, {when: nobody, to: data}]
reception:
  default: yes
  overflow: [{when: closed, to: data}, {when: nobody, to: nm}]
"""
DESKS = ("data", "nm", "reception")


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> CallPlan:
    folder = tmp_path_factory.mktemp("ring")
    assert "reception:" in QUEUES
    return plan_in(write(folder, queues=RING), WORDS, KINDS)


def step(
    plan: CallPlan,
    closed: tuple[str, ...],
    nobody: tuple[str, ...],
    event: Event,
    position: Position,
) -> Turn:
    storm = Closure(frozenset(closed), NOON, None, "closed-by-storm")
    call = Call("CA" + "0" * 32, "+541151705383", None)
    return machine.step(plan, position, call, event, NOON, Floor(frozenset(nobody), (storm,)))


def some(desks: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [each for count in range(len(desks) + 1) for each in combinations(desks, count)]


@pytest.mark.parametrize("closed", some(DESKS), ids=" ".join)
@pytest.mark.parametrize("nobody", some(DESKS), ids=" ".join)
@pytest.mark.parametrize("queue", DESKS)
def test_every_caller_ends_at_a_desk_or_a_choice(
    plan: CallPlan, closed: tuple[str, ...], nobody: tuple[str, ...], queue: str
) -> None:
    place = Position(plan.version, QUEUE, "es-AR", queue=queue)
    turn = step(plan, closed, nobody, NoInput(), place)
    left = set(DESKS) - set(closed) - set(nobody)
    last = turn.verbs[-1]
    if isinstance(last, Enqueue):
        assert last.name in left
        return
    # Offered what can be done instead; who chooses nothing, or a person, waits at a desk.
    assert isinstance(last, Gather)
    for event in (NoInput(), Keys("0")):
        there = turn.position
        for _ in range(3):
            there = (after := step(plan, closed, nobody, event, there)).position
            if isinstance(after.verbs[-1], Enqueue):
                break
        assert isinstance(after.verbs[-1], Enqueue)


def test_what_is_offered_then(plan: CallPlan) -> None:
    place = Position(plan.version, QUEUE, "es-AR", queue="nm")
    gather = step(plan, DESKS, (), NoInput(), place).verbs[-1]
    assert isinstance(gather, Gather)
    said = [sound.prompt for sound in gather.sounds if isinstance(sound, Say)]
    assert said[:2] == ["queue-is-closed", "closed-by-storm"]
    assert len(said) == 4  # call-back and message


# A closure made by hand outlives edits of the words: no other language's are said for them.
def test_a_reason_that_has_lost_its_words_is_left_out(plan: CallPlan) -> None:
    gone = Closure(frozenset(DESKS), NOON, None, "closed-by-nothing-known")
    call = Call("CA" + "0" * 32, "+541151705383", None)
    place = Position(plan.version, QUEUE, "es-AR", queue="nm")
    turn = machine.step(plan, place, call, NoInput(), NOON, Floor(closures=(gone,)))
    gather = turn.verbs[-1]
    assert isinstance(gather, Gather)
    said = [sound.prompt for sound in gather.sounds if isinstance(sound, Say)]
    assert said[0] == "queue-is-closed"
    assert "closed-by-nothing-known" not in said
