"""Several keys ended by #, or the same spoken; read back before it counts. And phone numbers."""

from __future__ import annotations

from ivr.call.events import Event, Keys, NoInput, SpeechInput
from ivr.call.telephone import known_caller
from ivr.call.verbs import Formatted, Gather, Say, SessionValue
from ivr.engine import grammar
from ivr.engine.context import Context, Move
from ivr.engine.kinds import answers, retry
from ivr.engine.kinds.reserved import command
from ivr.plan.nodes import CallerPhone, Confirm, KeypadEntry

_FINISH = "#"
_SPEECH_SECONDS = 20
_READ_BACK_FROM = 5  # shorter entries are heard right as often as their read-back is
_KEEP, _AGAIN = "1", "2"


def enter_entry(ctx: Context, node: KeypadEntry) -> Move:
    """Ask for the digits, the code or the number."""
    here, told = answers.privacy(ctx, node.voice)
    return Move(here.position, verbs=(_listen(here, node, *told, here.say(node.spec.prompt)),))


def react_entry(ctx: Context, node: KeypadEntry, event: Event) -> Move:
    """Keep what fits; a star begins a command; # alone leaves an optional question out."""
    if isinstance(event, Keys) and "*" in event.digits:
        done = command(ctx, event.digits, node.spec.leave)
        if done:
            return done
    if _left_out(node, event):
        return retry.decline(ctx, node.spec)
    value = grammar.entered(node, event, ctx.position.language, ctx.country.code)
    if value is not None:
        return _keep(ctx, node, event, value)
    question = (ctx.say(node.spec.prompt),)
    return answers.asked_for_person(ctx, event, node.spec) or answers.failed(
        ctx, node.spec, event, _listen(ctx, node), question
    )


def enter_confirm(ctx: Context, node: Confirm) -> Move:
    """Read the entry back in groups."""
    return Move(ctx.position, verbs=(_read_back(ctx, node),))


def react_confirm(ctx: Context, node: Confirm, event: Event) -> Move:
    """1 keeps it, 2 asks again. Silence is no objection the third time."""
    key = event.digits[:1] if isinstance(event, Keys) else ""
    if key == _KEEP:
        return Move(ctx.position.at(node.spec.next), writes={f"{node.spec.key}?": "confirmed"})
    if key == _AGAIN:
        return Move(ctx.position.at(node.entry))
    reserved = answers.reserved_key(ctx, event, node.spec)
    if reserved:
        return reserved
    position, _, times = retry.counted(ctx, event)
    if times >= retry.LIMIT:
        return Move(ctx.position.at(node.spec.next))
    return Move(position, verbs=(_read_back(ctx.at(position), node),))


def enter_caller_phone(ctx: Context, node: CallerPhone) -> Move:
    """Offer the number calling; where it is withheld or cannot be called, ask for one."""
    caller = known_caller(ctx.call.ani)
    if caller is None:
        return Move(ctx.position.at(node.entry))
    return Move(ctx.position, verbs=(ctx.listen(_offer_caller(ctx, node, caller)),))


def react_caller_phone(ctx: Context, node: CallerPhone, event: Event) -> Move:
    """1 takes the number calling, 2 asks for another."""
    caller = known_caller(ctx.call.ani)
    key = event.digits[:1] if isinstance(event, Keys) else ""
    if caller and key == _KEEP:
        return answers.keep(ctx, node.spec, caller, "caller", confirmed=True)
    if key == _AGAIN or caller is None:
        return Move(ctx.position.at(node.entry))
    reserved = answers.reserved_key(ctx, event, node.spec)
    if reserved:
        return reserved
    position, kind, times = retry.counted(ctx, event)
    if times >= retry.LIMIT:
        # He is calling from it: better kept unconfirmed than lost.
        return answers.keep(ctx, node.spec, caller, "caller", confirmed=False)
    here = ctx.at(position)
    part = ".again" if kind == "no-input" and times == 1 else ".help"
    return Move(position, verbs=(here.listen(_offer_caller(here, node, caller, part)),))


def _listen(ctx: Context, node: KeypadEntry, *sounds: Say) -> Gather:
    seconds = _SPEECH_SECONDS if node.voice else 0
    return ctx.listen(*sounds, digits=0, finish=_FINISH, speech=seconds)


def _left_out(node: KeypadEntry, event: Event) -> bool:
    alone = (isinstance(event, NoInput) and event.finished == _FINISH) or (
        isinstance(event, Keys) and event.digits == "*"
    )
    return node.spec.optional and alone


def _keep(ctx: Context, node: KeypadEntry, event: Event, value: str) -> Move:
    spoken = isinstance(event, SpeechInput)
    confirm = node.confirm if spoken or len(value) >= _READ_BACK_FROM else None
    confidence = event.confidence if isinstance(event, SpeechInput) else None
    by = "voice" if spoken else "keypad"
    return answers.keep(ctx, node.spec, value, by, to=confirm, confidence=confidence)


def _read_back(ctx: Context, node: Confirm) -> Gather:
    # The value is in the live session, not in the position; it is filled in when this is rendered.
    value = SessionValue(node.spec.key, "digits" if node.kind == "phone" else node.kind)
    return ctx.listen(ctx.say(f"{node.spec.prompt}.confirm", value=value), ctx.say("confirm-keys"))


def _offer_caller(ctx: Context, node: CallerPhone, caller: str, part: str = "") -> Say:
    return ctx.say(node.spec.prompt + part, tail=Formatted("phone_ending", caller))
