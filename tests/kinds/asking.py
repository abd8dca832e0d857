"""One question of a kind, asked in a country, and what it makes of an answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from ivr.call.call import Call
from ivr.call.events import Event
from ivr.call.position import Position
from ivr.engine.context import Context
from ivr.engine.kinds.keypad_entry import KeypadEntry
from ivr.plan.call_plan import CallPlan
from ivr.plan.kinds import FieldSpec
from routing.model import Floor

SPEC = FieldSpec("visit", "asked", "billing-account", "next", "leave")
NOW = datetime(2026, 11, 25, 15, 0, tzinfo=UTC)  # a Wednesday


def parsed(
    plan: CallPlan, node: KeypadEntry, event: Event, language: str, now: datetime = NOW
) -> str | None:
    """The value kept; the country is the language's, Argentina for a language without one."""
    country = language.partition("-")[2] or "AR"
    dialled = replace(plan.countries["AR"], code=country)
    position = Position(plan.version, "visit.asked", language)
    ctx = Context(plan, Call("CA1", "+541151705383", None), dialled, position, now, Floor())
    return node.parse(ctx, event)
