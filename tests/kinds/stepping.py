"""Events and turns as short text, so that a golden file reads like the rule it holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ivr.call.events import (
    DialEnded,
    Event,
    ExitReasonRead,
    Keys,
    NoInput,
    QueueLeft,
    Recorded,
    SpeechInput,
    StoreDown,
    TicketFailed,
    TicketOpened,
    Waiting,
)
from ivr.call.turn import OpenTicket, Turn
from ivr.call.verbs import (
    Dial,
    Enqueue,
    Formatted,
    Gather,
    Pause,
    Play,
    Record,
    Redirect,
    Say,
    SessionValue,
    Value,
    Verb,
    Words,
)

URL = "https://api.twilio.com/recordings/RE1"


def _ticket(words: list[str]) -> Event:
    match words:
        case ["failed"]:
            return TicketFailed()
        case ["none"]:
            return TicketOpened(None)
        case _:
            return TicketOpened(words[0])


_EVENTS: Mapping[str, Callable[[list[str]], Event]] = {
    "keys": lambda words: Keys(*words),
    "silence": lambda words: NoInput(*words),
    "say": lambda words: SpeechInput(" ".join(words), 0.9),
    "recorded": lambda words: Recorded(URL, int(words[0]), *words[1:]),
    "waiting": lambda words: Waiting(int(words[0]) or None, int(words[1]), *words[2:]),
    "left": lambda words: QueueLeft(words[0]),
    "dial": lambda words: DialEnded(words[0], "bridged" in words),
    "ticket": _ticket,
    "recalled": lambda words: ExitReasonRead(words[0] if words else None),
    "store-down": lambda _: StoreDown(),
}


def event(text: str) -> Event:
    """``keys 1``, ``silence``, ``say sí``, ``recorded 12``, ``waiting PLACE SECONDS KEY`` …"""
    kind, *words = text.split()
    return _EVENTS[kind](words)


def told(turn: Turn) -> dict[str, object]:
    """What a turn does: its verbs one a line, where it stands, what it keeps and asks."""
    position = turn.position.query().partition("&")[2]
    asked = turn.query
    query = f"store {asked.kind} {asked.status}" if isinstance(asked, OpenTicket) else "recall"
    return {
        "does": [_verb(verb) for verb in turn.verbs],
        "stands": position,
        **({"writes": dict(turn.writes)} if turn.writes else {}),
        **({"queries": query} if asked else {}),
    }


def _verb(verb: Verb) -> str:
    match verb:
        case Say():
            return "say " + _say(verb)
        case Play(audio):
            return f"play {audio}"
        case Pause(seconds):
            return f"pause {seconds}"
        case Gather():
            return _gather(verb)
        case Record():
            return f"record {verb.seconds} s -> {verb.to.door}"
        case Enqueue():
            return f"enqueue {verb.name}, waits at {verb.wait.position.node}"
        case Dial():
            whisper = "with whisper" if verb.screen else "at once"
            shown = f" as {verb.caller_id}" if verb.caller_id else ""
            return f"dial {' + '.join(verb.targets)} for {verb.ring} s{shown}, {whisper}"
        case Redirect(to):
            return f"redirect -> {to.door}"
        case _:
            return type(verb).__name__.lower()


def _gather(verb: Gather) -> str:
    keys = f"keys until {verb.finish}" if not verb.digits else "key"
    ways = f"{keys} or {verb.speech} s of speech" if verb.speech else keys
    silent = "" if verb.silence else ", silence goes on"
    sounds = " | ".join(_verb(sound) for sound in verb.sounds)
    return f"gather {ways} ({verb.timeout} s{silent}) -> {verb.to.door}: {sounds}"


def _say(say: Say) -> str:
    values = ", ".join(f"{name}={_value(value)}" for name, value in say.values)
    return say.prompt + f"[{say.language}]" + (f" ({values})" if values else "")


def _value(value: Value) -> str:
    match value:
        case Words(prompt):
            return prompt
        case SessionValue(key, form):
            return f"kept {key} as {form}"
        case Formatted(form, raw):
            return f"{form} {raw}"
