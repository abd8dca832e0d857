"""Answers in the caller's own words: transcribed, or recorded where he agreed to it."""

from __future__ import annotations

from ivr.call.events import Event, Keys, Recorded, SpeechInput
from ivr.call.verbs import Gather, Record, Redirect, Say, Verb
from ivr.engine.context import Context, Move
from ivr.engine.kinds import answers, retry
from ivr.engine.kinds.reserved import PERSON
from ivr.plan.nodes import Recording, Speech

_FINISH = "#"
_CONSENT = "recording"


def enter_speech(ctx: Context, node: Speech) -> Move:
    """Ask, and listen or record."""
    if node.record_if_consented and ctx.position.fact(_CONSENT) == "yes":
        question = (ctx.say(node.spec.prompt), ctx.say("recording-start"))
        return Move(ctx.position, verbs=_record(ctx, node, *question))
    here, told = answers.privacy(ctx, voice=True)
    return Move(here.position, verbs=(_listen(here, node, *told, here.say(node.spec.prompt)),))


def react_speech(ctx: Context, node: Speech, event: Event) -> Move:
    """Keep the transcript and its confidence, or the recording."""
    if isinstance(event, Recorded):
        return _recorded(ctx, node, event)
    if isinstance(event, SpeechInput):
        return answers.asked_for_person(ctx, event, node.spec) or answers.keep(
            ctx, node.spec, event.text, "voice", confidence=event.confidence
        )
    if isinstance(event, Keys) and event.digits[:1] == _FINISH:
        return retry.decline(ctx, node.spec)
    question = (ctx.say(node.spec.prompt),)
    return answers.reserved_key(ctx, event, node.spec) or answers.failed(
        ctx, node.spec, event, _listen(ctx, node), question
    )


def enter_recording(ctx: Context, node: Recording) -> Move:
    """Ask, and record."""
    return Move(ctx.position, verbs=_record(ctx, node, ctx.say(node.spec.prompt)))


def react_recording(ctx: Context, node: Recording, event: Event) -> Move:
    """Keep the recording; silence is asked for again, then left out."""
    if isinstance(event, Recorded):
        return _recorded(ctx, node, event)
    position, kind, times = retry.counted(ctx, event)
    if times >= retry.LIMIT:  # there is no message without it: what was given is kept, no more
        return Move(ctx.position.at(node.spec.leave))
    here = ctx.at(position)
    reminder = retry.field_reminder(here, node.spec, kind, times)
    return Move(position, verbs=_record(here, node, *reminder))


def _recorded(ctx: Context, node: Speech | Recording, event: Recorded) -> Move:
    leaves = event.key == PERSON
    return answers.keep(
        ctx,
        node.spec,
        None,
        "recording",
        to=node.spec.leave if leaves else None,
        recording=event.url,
        seconds=event.seconds,
    )


def _record(ctx: Context, node: Speech | Recording, *sounds: Say) -> tuple[Verb, ...]:
    # Where nothing at all was recorded the carrier goes on with the next verb: that is silence.
    link = ctx.link("turn")
    return (*sounds, Record(link, node.seconds), Redirect(link))


def _listen(ctx: Context, node: Speech, *sounds: Say) -> Gather:
    return ctx.listen(*sounds, speech=node.seconds)
