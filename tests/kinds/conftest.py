"""A plan with every kind of item, and one step in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ivr.call.call import Call
from ivr.call.position import Position
from ivr.call.turn import Turn
from ivr.engine import machine
from ivr.engine.kinds.registry import KINDS
from ivr.plan.call_plan import CallPlan
from ivr.plan.versions import WORDS, plan_in
from routing.model import Closure, Floor
from tests.kinds.stepping import event

OPEN = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)  # a Tuesday, 11:00 in Buenos Aires
HOUR = timedelta(hours=1)
HERE = {"node": "queue", "language": "es-AR"}
NUMBER, CALLER = "+541151705383", "+5491155551234"
Step = Callable[..., Turn]


@pytest.fixture(scope="session")
def plan() -> CallPlan:
    return plan_in(Path(__file__).parent / "plan", WORDS, KINDS)


@pytest.fixture(scope="session")
def step(plan: CallPlan) -> Step:
    """``step("keys 1", node="main", …)``: one event at a position, as text."""

    def take(
        what: str,
        now: datetime = OPEN,
        to: str = NUMBER,
        caller: str | None = CALLER,
        nobody: tuple[str, ...] = (),
        closed: tuple[str, ...] = (),
        **at: object,
    ) -> Turn:
        facts = tuple(sorted(dict(at.pop("facts", {})).items()))  # type: ignore[call-overload]
        position = Position(plan.version, **{**HERE, **at}, facts=facts)  # type: ignore[arg-type]
        call = Call("CA" + "0" * 32, to, caller)
        storm = Closure(frozenset(closed), OPEN - HOUR, OPEN + HOUR, "closed-by-storm")
        floor = Floor(frozenset(nobody), (storm,))
        return machine.step(plan, position, call, event(what), now, floor)

    return take
