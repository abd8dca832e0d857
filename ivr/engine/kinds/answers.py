"""What every question of a form has in common: keeping an answer, failing, listening."""

from __future__ import annotations

from dataclasses import replace

from ivr.call.events import Event, Keys, NoInput, SpeechInput
from ivr.call.facts import NO, TOLD, YES
from ivr.call.turn import Json
from ivr.call.verbs import Gather, Say, Sound
from ivr.engine.context import Context, Move, given
from ivr.engine.kinds import retry
from ivr.engine.kinds.reserved import reserved
from ivr.plan.kinds import FieldSpec
from prompts import hearing


def keep(
    ctx: Context, spec: FieldSpec, value: Json, by: str, to: str | None = None, **more: Json
) -> Move:
    """Keep an answer and go on. An answer that conditions ask for also joins the position."""
    position = ctx.position.at(to or spec.next, skipped=0)
    if spec.fact:
        position = position.with_facts({spec.as_fact: _fact(value)})
    return Move(position, writes={spec.key: given(value, by, **more)})


def _fact(value: Json) -> str:
    return {True: YES, False: NO}[value] if isinstance(value, bool) else str(value)


def asked_for_person(ctx: Context, event: Event, spec: FieldSpec) -> Move | None:
    """Who asks for a person in words gets one, with what was given so far."""
    if isinstance(event, SpeechInput) and hearing.wants_person(event.text, ctx.position.language):
        return Move(ctx.position.at(spec.leave))
    return None


def reserved_key(ctx: Context, event: Event, spec: FieldSpec) -> Move | None:
    """A reserved key at a one-key question."""
    if isinstance(event, Keys) and event.digits:
        return reserved(ctx, event.digits[0], spec.leave)
    return None


def failed(
    ctx: Context,
    spec: FieldSpec,
    event: Event,
    again: Gather,
    question: tuple[Say, ...] = (),
    answers: tuple[Say, ...] = (),
) -> Move:
    """Ask once more in other words, or skip after three failures (two silences if optional).

    ``again`` is the gather of this question; its sounds become the reminder and the possible
    ``answers``; from the second failure on the ``question`` is said in full as well.
    """
    position, kind, times = retry.counted(ctx, event)
    limit = retry.LIMIT - 1 if spec.optional and isinstance(event, NoInput) else retry.LIMIT
    if times >= limit:
        return retry.skip(ctx, spec)
    reminder: tuple[Sound, ...] = retry.field_reminder(ctx, spec, kind, times)
    sounds = reminder + (question if times > 1 else ()) + answers
    to = replace(again.to, position=position.next_turn())
    return Move(position, verbs=(replace(again, to=to, sounds=sounds),))


def privacy(ctx: Context, voice: bool) -> tuple[Context, tuple[Say, ...]]:
    """Before the first answer that may be spoken: that it is transcribed, where that is asked."""
    if not voice or ctx.country.privacy.speech == "silent" or ctx.position.fact(TOLD):
        return ctx, ()
    return ctx.at(ctx.position.with_facts({TOLD: YES})), (ctx.say("privacy-speech"),)
