"""Silence and wrong keys: two counters, words that taper, and an end that is never a hang-up."""

from __future__ import annotations

from dataclasses import replace

from ivr.call.events import NoInput
from ivr.call.facts import SessionKey
from ivr.call.position import Position
from ivr.call.turn import Json
from ivr.call.verbs import Say
from ivr.engine.context import Context, Move
from ivr.plan.kinds import FieldSpec

LIMIT = 3
_SKIPS_IN_A_ROW = 2  # who answers nothing cannot or will not: a person takes over


def counted(ctx: Context, event: object) -> tuple[Position, str, int]:
    """The position with one more failure, which kind it was, and how many of that kind."""
    here = ctx.position
    if isinstance(event, NoInput):
        position = replace(here, no_input=here.no_input + 1)
        return position, "no-input", position.no_input
    position = replace(here, no_match=here.no_match + 1)
    return position, "no-match", position.no_match


def menu_reminder(ctx: Context, kind: str, times: int) -> Say:
    """Before the options are repeated: short first, fuller the second time."""
    return ctx.say(kind if times == 1 else f"{kind}-fuller")


def field_reminder(ctx: Context, spec: FieldSpec, kind: str, times: int) -> tuple[Say, ...]:
    """A short reminder on the first silence; the expected form on a wrong or second answer."""
    if kind == "no-input" and times == 1:
        return (ctx.say(f"{spec.prompt}.again"),)
    if kind == "no-match" and times > 1:
        return (ctx.say("no-match-fuller"), ctx.say(f"{spec.prompt}.help"))
    return (ctx.say(f"{spec.prompt}.help"),)


def skip(ctx: Context, spec: FieldSpec) -> Move:
    """Leave a field unanswered. Two in a row, and the caller is put through instead."""
    writes: dict[SessionKey, Json] = {spec.key: {"status": "not-given"}}
    skipped = ctx.position.skipped + 1
    if skipped >= _SKIPS_IN_A_ROW:
        position = ctx.position.at(spec.leave, skipped=0)
        return Move(position, writes=writes)
    position = ctx.position.at(spec.next, skipped=skipped)
    return Move(position, (ctx.say("skip-field"),), writes=writes)


def decline(ctx: Context, spec: FieldSpec) -> Move:
    """The caller said that he has no answer to an optional question: no failure of his."""
    position = ctx.position.at(spec.next, skipped=0)
    writes: dict[SessionKey, Json] = {spec.key: {"status": "not-given"}}
    return Move(position, writes=writes)
