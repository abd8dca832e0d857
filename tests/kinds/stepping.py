"""Events and turns as short text, so that a golden file reads like the rule it holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ivr.call import events, verbs
from ivr.call.turn import OpenTicket, Query, ReadAcceptance, Turn

URL = "https://api.twilio.com/recordings/RE1"


def _ticket(words: list[str]) -> events.Event:
    match words:
        case ["failed"]:
            return events.TicketFailed()
        case ["none"]:
            return events.TicketOpened(None)
        case _:
            return events.TicketOpened(words[0])


def _dialled(words: list[str]) -> events.Event:
    """``dial STATUS [bridged | untold [SECONDS]]``"""
    status, *more = words
    bridged = None if "untold" in more else "bridged" in more
    return events.DialEnded(status, bridged, *map(int, more[1:]))


_EVENTS: Mapping[str, Callable[[list[str]], events.Event]] = {
    "keys": lambda words: events.Keys(*words),
    "silence": lambda words: events.NoInput(*words),
    "say": lambda words: events.SpeechInput(" ".join(words), 0.9),
    "recorded": lambda words: events.Recorded(URL, int(words[0]), *words[1:]),
    "waiting": lambda words: events.Waiting(int(words[0]) or None, int(words[1]), *words[2:]),
    "left": lambda words: events.QueueLeft(words[0]),
    "dial": _dialled,
    "ticket": _ticket,
    "accepted": lambda words: events.AcceptanceRead(words[0] == "yes"),
    "recalled": lambda words: events.ExitReasonRead(words[0] if words else None),
    "store-down": lambda _: events.StoreDown(),
}


def event(text: str) -> events.Event:
    """``keys 1``, ``silence``, ``say sí``, ``recorded 12``, ``waiting PLACE SECONDS KEY`` …"""
    kind, *words = text.split()
    return _EVENTS[kind](words)


def told(turn: Turn) -> dict[str, object]:
    """What a turn does: its verbs one a line, where it stands, what it keeps and asks."""
    position = turn.position.query().partition("&")[2]
    return {
        "does": [_verb(verb) for verb in turn.verbs],
        "stands": position,
        **({"writes": dict(turn.writes)} if turn.writes else {}),
        **({"queries": _query(turn.query)} if turn.query else {}),
    }


def _query(query: Query) -> str:
    match query:
        case OpenTicket(kind, status):
            return f"store {kind} {status}"
        case ReadAcceptance(turn, otherwise):
            return f"accepted at turn {turn}, otherwise {'yes' if otherwise else 'no'}"
        case _:
            return "recall"


def _verb(verb: verbs.Verb) -> str:
    match verb:
        case verbs.Say():
            return "say " + _say(verb)
        case verbs.Play(audio):
            return f"play {audio}"
        case verbs.Pause(seconds):
            return f"pause {seconds}"
        case verbs.Gather():
            return _gather(verb)
        case verbs.Record():
            return f"record {verb.seconds} s -> {verb.to.door}"
        case verbs.Enqueue():
            return f"enqueue {verb.name}, waits at {verb.wait.position.node}"
        case verbs.Dial():
            whisper = "with whisper" if verb.screen else "at once"
            shown = f" as {verb.caller_id}" if verb.caller_id else ""
            return f"dial {' + '.join(verb.targets)} for {verb.ring} s{shown}, {whisper}"
        case verbs.Redirect(to):
            return f"redirect -> {to.door}"
        case _:
            return type(verb).__name__.lower()


def _gather(verb: verbs.Gather) -> str:
    keys = f"keys until {verb.finish}" if not verb.digits else "key"
    ways = f"{keys} or {verb.speech} s of speech" if verb.speech else keys
    silent = "" if verb.silence else ", silence goes on"
    sounds = " | ".join(_verb(sound) for sound in verb.sounds)
    return f"gather {ways} ({verb.timeout} s{silent}) -> {verb.to.door}: {sounds}"


def _say(say: verbs.Say) -> str:
    values = ", ".join(f"{name}={_value(value)}" for name, value in say.values)
    return say.prompt + f"[{say.language}]" + (f" ({values})" if values else "")


def _value(value: verbs.Value) -> str:
    match value:
        case verbs.Words(prompt):
            return prompt
        case verbs.SessionValue(key, form):
            return f"kept {key} as {form}"
        case verbs.Formatted(form, raw):
            return f"{form} {raw}"
