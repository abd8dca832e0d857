"""Questions with a few known answers: choose, yes or no, consent. One key or a spoken phrase."""

from __future__ import annotations

from dataclasses import replace

from ivr.call.events import Event, Keys, NoInput, SpeechInput
from ivr.call.verbs import Gather, Say
from ivr.engine.context import Context, Move
from ivr.engine.kinds import answers, retry
from ivr.engine.kinds.menu import offer
from ivr.plan.nodes import Choose, Consent, FieldSpec, YesNo
from prompts import hearing

_SPEECH_SECONDS = 10
_YES, _NO = "1", "2"
PRIORITY = "priority"  # 1 is the most urgent; who has none comes last


def enter_choose(ctx: Context, node: Choose) -> Move:
    """Ask, unless the call has already answered it."""
    known = ctx.position.fact(node.spec.field) if node.spec.fact else None
    if known:
        return _with_priority(Move(ctx.position.at(node.spec.next)), node, known)
    here, told = answers.privacy(ctx, node.voice)
    return Move(here.position, verbs=(_listen_choose(here, node, *told, *_question(here, node)),))


def react_choose(ctx: Context, node: Choose, event: Event) -> Move:
    """Keep the pick."""
    label, by = _picked(ctx, node, event)
    if label:
        move = answers.keep(ctx, node.spec, label, by, confidence=_confidence(event))
        return _with_priority(move, node, label)
    again, offers = _listen_choose(ctx, node), _offers(ctx, node)
    return (
        answers.reserved_key(ctx, event, node.spec)
        or answers.asked_for_person(ctx, event, node.spec)
        or answers.failed(ctx, node.spec, event, again, answers=offers)
    )


def _with_priority(move: Move, node: Choose, label: str) -> Move:
    if label not in node.urgent:
        return move
    priority = str(node.urgent.index(label) + 1)
    position = move.position.with_facts({PRIORITY: priority})
    return replace(move, position=position, writes={**move.writes, PRIORITY: priority})


def enter_yes_no(ctx: Context, node: YesNo) -> Move:
    """Ask a question that 1 or yes, 2 or no, answers."""
    if node.spec.fact and ctx.position.fact(node.spec.field):
        return Move(ctx.position.at(node.spec.next))
    here, told = answers.privacy(ctx, node.voice)
    question = _yes_no_question(here, node.spec)
    return Move(here.position, verbs=(_listen(here, node.voice, (), *told, *question),))


def react_yes_no(ctx: Context, node: YesNo, event: Event) -> Move:
    """Keep the yes or no."""
    value = _agreed(ctx, event)
    if value is not None:
        return answers.keep(ctx, node.spec, value, _by(event), confidence=_confidence(event))
    again, keys = _listen(ctx, node.voice, ()), (ctx.say("yes-no"),)
    return (
        answers.reserved_key(ctx, event, node.spec)
        or answers.asked_for_person(ctx, event, node.spec)
        or answers.failed(ctx, node.spec, event, again, answers=keys)
    )


def enter_consent(ctx: Context, node: Consent) -> Move:
    """Ask as the country's rule says: a yes is needed, a no is possible, or nothing is recorded."""
    rule = ctx.country.privacy.recording
    if ctx.position.fact(node.spec.field):
        return Move(ctx.position.at(node.spec.next))
    if rule == "never":
        return answers.keep(ctx, node.spec, value=False, by="rule")
    return Move(ctx.position, verbs=(ctx.listen(_consent_question(ctx)),))


def react_consent(ctx: Context, node: Consent, event: Event) -> Move:
    """1 agrees, 2 declines. Silence agrees only where announcing is enough, and never at once."""
    value = _agreed(ctx, event)
    if value is None and not isinstance(event, NoInput):
        reserved = answers.reserved_key(ctx, event, node.spec)
        if reserved:
            return reserved
    if value is None and ctx.position.no_input + ctx.position.no_match == 0:
        position, kind, _ = retry.counted(ctx, event)
        here = ctx.at(position)
        words = "consent-recording.again" if kind == "no-input" else "consent-recording.help"
        return Move(position, verbs=(here.listen(here.say(words)),))
    if value is None:
        value = ctx.country.privacy.recording == "announce"
    return answers.keep(ctx, node.spec, value, _by(event))


def _consent_question(ctx: Context) -> Say:
    asked = ctx.country.privacy.recording == "ask"
    return ctx.say("consent-recording" if asked else "consent-recording-announce")


def _question(ctx: Context, node: Choose) -> tuple[Say, ...]:
    return (ctx.say(node.spec.prompt), *_offers(ctx, node))


def _offers(ctx: Context, node: Choose) -> tuple[Say, ...]:
    return tuple(offer(ctx, pick.label, pick.key) for pick in node.picks)


def _yes_no_question(ctx: Context, spec: FieldSpec) -> tuple[Say, ...]:
    return ctx.say(spec.prompt), ctx.say("yes-no")


def _listen_choose(ctx: Context, node: Choose, *sounds: Say) -> Gather:
    phrases = _phrases(ctx, node)
    hints = tuple(phrase for said in phrases.values() for phrase in said)
    return _listen(ctx, node.voice and bool(hints), hints, *sounds)


def _listen(ctx: Context, voice: bool, hints: tuple[str, ...], *sounds: Say) -> Gather:
    return ctx.listen(*sounds, speech=_SPEECH_SECONDS if voice else 0, hints=hints)


def _phrases(ctx: Context, node: Choose) -> dict[str, tuple[str, ...]]:
    prompts, language = ctx.plan.prompts, ctx.position.language
    return {pick.label: prompts.phrases(pick.label, language) for pick in node.picks}


def _picked(ctx: Context, node: Choose, event: Event) -> tuple[str | None, str]:
    if isinstance(event, Keys):
        keys = {pick.key: pick.label for pick in node.picks}
        return keys.get(event.digits[:1]), "keypad"
    if isinstance(event, SpeechInput) and node.voice:
        return hearing.as_choice(event.text, _phrases(ctx, node), ctx.position.language), "voice"
    return None, ""


def _agreed(ctx: Context, event: Event) -> bool | None:
    if isinstance(event, Keys):
        return {_YES: True, _NO: False}.get(event.digits[:1])
    if isinstance(event, SpeechInput):
        return hearing.as_yes_no(event.text, ctx.position.language)
    return None


def _by(event: Event) -> str:
    return {Keys: "keypad", SpeechInput: "voice"}.get(type(event), "silence")


def _confidence(event: Event) -> float | None:
    return event.confidence if isinstance(event, SpeechInput) else None
