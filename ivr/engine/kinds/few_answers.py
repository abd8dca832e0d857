"""What questions with a few known answers share: one key, or what is said for it."""

from __future__ import annotations

from ivr.call.events import Event, Keys, NoInput, SpeechInput
from ivr.call.verbs import Gather, Say
from ivr.engine.context import Context, Move
from ivr.engine.kinds import answers
from ivr.plan.kinds import FieldSpec
from prompts import hearing

_SPEECH_SECONDS = 10
YES_KEY, NO_KEY = "1", "2"


def listen(ctx: Context, voice: bool, hints: tuple[str, ...], *sounds: Say) -> Gather:
    """For one key, or words where ``voice`` says so."""
    return ctx.listen(*sounds, speech=_SPEECH_SECONDS if voice else 0, hints=hints)


def no_answer(
    ctx: Context, spec: FieldSpec, event: Event, again: Gather, repeated: tuple[Say, ...]
) -> Move:
    """A reserved key, the wish for a person, or a failure that ``again`` listens after."""
    return (
        answers.reserved_key(ctx, event, spec)
        or answers.asked_for_person(ctx, event, spec)
        or answers.failed(ctx, spec, event, again, answers=repeated)
    )


def agreed(ctx: Context, event: Event) -> bool | None:
    """Yes or no, keyed or said; None for neither."""
    if isinstance(event, Keys):
        return {YES_KEY: True, NO_KEY: False}.get(event.digits[:1])
    if isinstance(event, SpeechInput):
        return hearing.as_yes_no(event.text, ctx.position.language)
    return None


def means(event: Event) -> str:
    """By which means an answer came."""
    return {Keys: "keypad", SpeechInput: "voice", NoInput: "silence"}.get(type(event), "silence")


def confidence(event: Event) -> float | None:
    """How sure the recogniser was, if it was asked."""
    return event.confidence if isinstance(event, SpeechInput) else None
