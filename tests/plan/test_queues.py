"""Queues as written → queues, and what they say when they cannot take a call."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivr.engine.handover.desk import Desk
from ivr.engine.handover.dial_out import DialOut
from ivr.engine.kinds.refusal import Refusal
from ivr.engine.kinds.reroute import Reroute
from ivr.engine.kinds.ring import Ring
from ivr.plan.call_plan import SUPPORT, CallPlan, Go
from ivr.plan.versions import Plans
from routing.model import Hours
from tests.plan.writing import QUEUES, plan_of


def queues(folder: Path, data: str) -> CallPlan:
    """A plan whose queue ``data`` is written as ``data``, one key a line."""
    body = "".join(f"  {line}\n" for line in data.splitlines())
    return plan_of(
        folder, queues=QUEUES.replace(QUEUES.partition("reception:")[0], f"data:\n{body}")
    )


def test_a_queue_of_which_nothing_is_said(tmp_path: Path) -> None:
    plan = queues(tmp_path, "hours: always")
    queue = plan.queues["data"]
    assert (queue.hours, queue.answer_within, queue.service_level) == (Hours(), 20, 80)
    assert (queue.handover, queue.after) == (Desk(), ())
    for reason, node in queue.refusals:
        refusal = plan.nodes[node]
        assert isinstance(refusal, Refusal)
        assert refusal.reason == reason
        assert [(o.key, o.go.node) for o in refusal.options] == [
            ("1", "callback"),
            ("2", "message"),
        ]
    assert len(queue.refusals) == 4


@pytest.mark.parametrize(("order", "in_turn"), [("in-turn", True), ("at-once", False)])
def test_dial(tmp_path: Path, order: str, in_turn: bool) -> None:
    plan = queues(tmp_path, f"handover: {{dial: [+54 11 5170-5383], order: {order}, ring: 1m}}")
    assert plan.queues["data"].handover == DialOut("data:ring")
    assert plan.nodes["data:ring"] == Ring(
        "data:ring", "data", ("+541151705383",), 60, in_turn, "data:unanswered"
    )


def test_overflow_to_a_queue_a_number_and_a_choice(tmp_path: Path) -> None:
    plan = queues(
        tmp_path,
        "overflow:\n"
        "  - {after: 3m, to: [callback]}\n"
        "  - {after: 300s, to: reception}\n"
        "  - {when: nobody, to: reception}\n"
        "  - {when: full, to: +54 11 5170-5383}\n"
        "  - {when: closed, to: [outage, message]}",
    )
    assert plan.queues["data"].after == ((180, ""), (300, "reception"))
    assert plan.nodes["data:nobody"] == Reroute(
        "data:nobody", "data", "nobody", Go("queue", queue="reception")
    )
    assert isinstance(plan.nodes["data:full"], Reroute)
    assert plan.nodes["data:full:ring"] == Ring(
        "data:full:ring", "data", ("+541151705383",), 30, True, "data:unanswered", screen=False
    )
    assert plan.queues["data"].handover == Desk()  # a number to overflow to is no handover
    closed = plan.nodes["data:closed"]
    assert isinstance(closed, Refusal)
    assert [(o.key, o.label) for o in closed.options] == [
        ("1", "report-outage"),
        ("2", "leave-message"),
    ]


def test_a_number_that_does_not_answer_is_not_rung_for_ever(tmp_path: Path) -> None:
    plan = queues(tmp_path, "overflow: [{when: unanswered, to: +54 11 5170-5383}]")
    assert plan.queues["data"].refusal("unanswered") == "data:unanswered"
    ring = plan.nodes["data:unanswered:ring"]
    assert isinstance(ring, Ring)
    offers = plan.nodes[ring.after]
    assert isinstance(offers, Refusal)
    assert [option.label for option in offers.options] == ["be-called-back", "leave-message"]


def test_who_takes_what_nobody_claims(plans: Plans) -> None:
    assert plans.current.default_queue == "reception"


# Four desks never close: an outage is taken at any hour.
def test_the_desks_that_never_close(plans: Plans) -> None:
    always = {name for name, queue in plans.current.queues.items() if queue.hours.always}
    assert always == {"data", "nm", "data-center", "vyvx"}


def test_every_link_leads_somewhere(plans: Plans) -> None:
    plan = plans.current
    places = [node.spec for node in plan.nodes.values() if hasattr(node, "spec")]
    goes = [o.go for n in plan.nodes.values() for o in getattr(n, "options", ())]
    goes += [node.go for node in plan.nodes.values() if hasattr(node, "go")]
    targets = {place.next for place in places} | {place.leave for place in places}
    targets |= {go.node for go in goes} - {SUPPORT}
    targets |= {country.support for country in plan.countries.values()}
    targets |= {opening.node for opening in plan.openings.values()}
    assert targets <= set(plan.nodes)
    assert {go.queue for go in goes} - {None} <= set(plan.queues)
