"""What the person who picks up hears before the caller is put through, and how he accepts."""

from __future__ import annotations

from ivr.call.facts import PRIORITY_FACT
from ivr.call.position import Position
from ivr.call.verbs import Formatted, Gather, Hangup, Link, Say, Value, Verb, Words
from ivr.plan.call_plan import CallPlan, Country

_SECONDS = 8
ACCEPT = "1"


def whisper(
    plan: CallPlan, country: Country, position: Position, ticket: str | None
) -> tuple[Verb, ...]:
    """Queue, country and ticket in the country's own language; only 1 takes the call."""
    language = country.languages[0]
    queue = Words(f"queue-{position.queue or plan.default_queue}")
    sounds = [_say("whisper", language, queue=queue, country=Formatted("country", country.code))]
    if position.fact(PRIORITY_FACT) == "1":
        sounds.append(_say("whisper-urgent", language))
    if position.language[:2] != language[:2]:
        spoken = Formatted("text", position.language[:2])
        sounds.append(_say("whisper-caller-language", language, spoken=spoken))
    if ticket:
        sounds.append(_say("whisper-ticket", language, number=Formatted("ticket", ticket)))
    sounds.append(_say("whisper-accept", language))
    key = Link("whisper-key", position)
    return Gather(key, language, timeout=_SECONDS, sounds=tuple(sounds)), Hangup()


def accepted(digits: str) -> tuple[Verb, ...]:
    """An empty document connects the two; anything else lets the next one ring."""
    return () if digits[:1] == ACCEPT else (Hangup(),)


def _say(prompt: str, language: str, **values: Value) -> Say:
    return Say(prompt, language, tuple(values.items()))
