"""What holds at every node of a plan, whatever happens there."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.call.call import Call
from ivr.call.events import (
    DialEnded,
    Event,
    ExitReasonRead,
    Keys,
    NoInput,
    QueueLeft,
    Recorded,
    SpeechInput,
    StoreDown,
    TicketFailed,
    TicketOpened,
    Waiting,
)
from ivr.call.position import Position
from ivr.call.turn import OpenTicket, Turn
from ivr.call.verbs import Dial, Enqueue, Gather, Hangup, Leave, Link, Record, Redirect
from ivr.engine import machine
from ivr.engine.field import FieldNode
from ivr.engine.kinds.choose import Choose
from ivr.engine.kinds.confirm import Confirm
from ivr.engine.kinds.consent import Consent
from ivr.engine.kinds.form import Form
from ivr.engine.kinds.menu import Menu
from ivr.engine.kinds.refusal import Refusal
from ivr.engine.kinds.speech import Speech
from ivr.engine.kinds.yes_no import YesNo
from ivr.engine.twiml import Renderer
from ivr.plan.call_plan import CallPlan
from ivr.plan.versions import Plans
from routing.model import Floor
from tests.sdk import check

MOMENTS = [
    datetime(2026, 11, 24, 14, 0, tzinfo=UTC),
    datetime(2026, 11, 25, 3, 0, tzinfo=UTC),
    datetime(2026, 12, 25, 15, 0, tzinfo=UTC),
]
RESULTS = [
    "bridged", "bridging-in-process", "error", "hangup", "leave", "redirected",
    "redirected-from-bridged", "queue-full", "system-error",
]  # fmt: skip
keys = st.text("0123456789*#", min_size=1, max_size=12)
events: st.SearchStrategy[Event] = st.one_of(
    st.builds(Keys, keys, st.sampled_from(["", "#"])),
    st.builds(SpeechInput, st.text(max_size=30) | st.sampled_from(["sí", "no", "persona"])),
    st.builds(NoInput, st.sampled_from(["", "#"])),
    st.builds(Recorded, st.just("https://e.org/r"), st.integers(0, 99), st.sampled_from("0#*")),
    st.builds(
        Waiting,
        st.none() | st.integers(1, 9),
        st.integers(0, 2000),
        st.sampled_from(["", *"0129*#"]),
    ),
    st.builds(QueueLeft, st.sampled_from(RESULTS)),
    st.builds(
        DialEnded, st.sampled_from(["completed", "busy", "no-answer", "failed"]), st.booleans()
    ),
    st.sampled_from([TicketOpened("100017"), TicketOpened(None), TicketFailed(), StoreDown()]),
    st.builds(
        ExitReasonRead, st.none() | st.sampled_from(["message", "callback", "data", "nonsense"])
    ),
)
counts = st.integers(0, 4)


@st.composite
def steps(draw: st.DrawFn, plan: CallPlan) -> tuple[Position, Call, Event, datetime, Floor]:
    number = draw(st.sampled_from(sorted(plan.numbers.values(), key=lambda n: n.e164)))
    country = plan.countries[number.country]
    position = Position(
        plan.version,
        draw(st.sampled_from(sorted(plan.nodes))),
        draw(st.sampled_from(country.languages)),
        draw(counts), draw(counts), draw(counts), draw(st.integers(0, 1)), draw(counts),
        draw(st.none() | st.sampled_from(sorted(plan.queues))),
        draw(st.booleans()),
    )  # fmt: skip
    caller = draw(st.sampled_from([None, "+5491155551234", "+584125551234", "911"]))
    nobody = draw(st.frozensets(st.sampled_from(sorted(plan.queues))))
    call = Call("CA1", number.e164, caller)
    return position, call, draw(events), draw(st.sampled_from(MOMENTS)), Floor(nobody)


@pytest.fixture(params=["small", "whole"], scope="module")
def any_plan(request: pytest.FixtureRequest, plan: CallPlan, plans: Plans) -> CallPlan:
    return plan if request.param == "small" else plans.current


def links(turn: Turn) -> list[Link]:
    found = []
    for verb in turn.verbs:
        if isinstance(verb, (Gather, Record, Dial, Redirect)):
            found.append(verb.to)
        elif isinstance(verb, Enqueue):
            found += [verb.left, verb.wait]
    return found


@given(st.data())
def test_every_step_speaks_or_asks_and_never_ends_unasked(
    any_plan: CallPlan, data: st.DataObject
) -> None:
    position, call, event, now, floor = data.draw(steps(any_plan))
    turn = machine.step(any_plan, position, call, event, now, floor)
    assert machine.step(any_plan, position, call, event, now, floor) == turn  # pure
    if turn.query is not None:
        return
    last = turn.verbs[-1]
    # A document whose end would end the call is one that has an end of its own.
    assert isinstance(last, (Gather, Redirect, Enqueue, Dial, Hangup, Leave))
    if isinstance(last, Gather):
        assert last.silence  # silence is asked for, it never falls off the document's end
    assert all(link.position.turn == turn.position.turn + 1 for link in links(turn))
    check(Renderer(any_plan.prompts).render(turn.verbs, {}))


# Three failures never end a call: silence for ever leads to a person, a ticket or a message.
@given(st.data(), st.sampled_from([NoInput(), Keys("7"), SpeechInput("mmm")]))
def test_failing_for_ever_ends_with_a_person(
    any_plan: CallPlan, data: st.DataObject, event: Event
) -> None:
    position, call, _, now, floor = data.draw(steps(any_plan))
    node = any_plan.nodes[position.node]
    if position.waiting or not isinstance(node, (Menu, Refusal, FieldNode)):
        return
    turn = machine.step(any_plan, position, call, event, now, floor)
    for _ in range(60):
        if isinstance(turn.query, OpenTicket):
            turn = machine.step(any_plan, turn.position, call, TicketOpened("1"), now, floor)
        elif any(isinstance(verb, (Enqueue, Dial)) for verb in turn.verbs):
            return
        elif any(isinstance(verb, Hangup) for verb in turn.verbs):
            assert turn.position.node in ("goodbye",)
            return
        else:
            here = links(turn)[0].position
            turn = machine.step(any_plan, here, call, event, now, floor)
    raise AssertionError(f"never ends: {position.node}")


@given(st.data())
def test_zero_reaches_a_person_from_every_one_key_question(
    any_plan: CallPlan, data: st.DataObject
) -> None:
    position, call, _, now, _ = data.draw(steps(any_plan))
    position = replace(position, waiting=False)
    node = any_plan.nodes[position.node]
    if not isinstance(node, (Choose, YesNo, Consent, Confirm, Speech)):
        return
    turn = machine.step(any_plan, position, call, Keys("0"), now)
    assert turn.query == OpenTicket(node.spec.form, "partial")  # what was given is kept first


def test_a_retired_node_leads_to_the_queue(plan: CallPlan) -> None:
    position = Position(plan.version, "gone.for-good", "es-AR", queue="vyvx")
    turn = machine.step(plan, position, Call("CA1", "+541151705383", None), NoInput(), MOMENTS[0])
    assert isinstance(turn.verbs[-1], Enqueue)
    assert turn.verbs[-1].name == "vyvx"


def test_a_plan_that_goes_in_circles_is_found_out(plan: CallPlan) -> None:
    there = Form("a", "b")
    circle = replace(plan, nodes={**plan.nodes, "a": there, "b": Form("b", "a")})
    with pytest.raises(RecursionError, match="goes round in circles"):
        machine.step(
            circle, Position("v", "a", "es"), Call("CA1", "+5411", None), NoInput(), MOMENTS[0]
        )
