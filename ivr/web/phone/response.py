"""What the page is told of a call, as plain JSON values."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import urlsplit

from ivr.call.call import Call
from ivr.call.position import Position
from ivr.call.session import Session
from ivr.engine.machine import country_of
from ivr.records import CallRecord, Incident
from ivr.simulator import Awaiting, Heard
from ivr.simulator.caller import Act, HangUp, PressKeys, SayWords, Silence
from ivr.simulator.report import describe
from ivr.web.phone.line import Line
from ivr.web.phone.replay import Replay, Round
from ivr.web.phone.request import CallRequest

JsonObject = dict[str, object]
_BETTER_KNOWN = ("transferred", "message", "callback")  # what the wire alone cannot tell


def response_to(line: Line, to: str, call: CallRequest, replay: Replay) -> JsonObject:
    """The whole call: transcript, what is awaited, the place, what was told and stored, the end."""
    record = line.record(replay.call_sid) if replay.result else None
    incidents = line.incidents(replay.call_sid)
    return {
        "call": replay.call_sid,
        "to": to,
        "country": country_of(line.plans.current, Call(replay.call_sid, to, None)).code,
        "transcript": list(_transcript(replay.rounds)),
        "waiting": _waiting(replay.waiting, replay.place),
        "node": replay.path[-1] if replay.path else "",
        "path": list(replay.path),
        "language": replay.place.language if replay.place else "",
        "queue": _queue(replay, record),
        "outcome": _outcome(replay, record),
        "told": _told(line.session(replay.call_sid)) if not replay.result else [],
        "incidents": [_incident(incident) for incident in incidents or ()],
        "notices": [*_notices(replay), *_unreadable(incidents)],
        "command": command(to, call),
    }


def command(to: str, call: CallRequest) -> str:
    """The same call for a terminal."""
    keys = " ".join(_token(each.act()) for each in call.acts)
    words = ["scripts/ivr", "call", to, "--from", call.caller, "--keys", keys]
    words += ["--at", call.at.isoformat(timespec="minutes")] if call.at else []
    words += ["--situation", call.situation] if call.situation != "normal" else []
    return shlex.join(words)


def _token(act: Act) -> str:
    """An act as a key script writes it; double quotes, since the script as a whole takes single."""
    written = str(act)
    if not isinstance(act, SayWords) or shlex.quote(written) == written:
        return written
    return '"' + written.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _transcript(rounds: Iterable[Round]) -> Iterator[JsonObject]:
    for each in rounds:
        yield from map(_sentence, each.heard)
        if each.act is not None:
            yield _deed(each.act)


def _sentence(heard: Heard) -> JsonObject:
    return {
        "who": "service",
        "text": heard.text,
        "audio": urlsplit(heard.audio).path if heard.audio else "",
        "voice": heard.voice,
        "language": heard.language,
    }


def _deed(act: Act) -> JsonObject:
    match act:
        case PressKeys(keys):
            kind, text = "keys", keys
        case SayWords(words):
            kind, text = "say", words
        case Silence():
            kind, text = "silence", ""
        case HangUp():
            kind, text = "hangup", ""
    return {"who": "caller", "kind": kind, "text": text}


def _waiting(waiting: Awaiting | None, place: Position | None) -> JsonObject | None:
    if waiting is None:
        return None
    return {
        "kind": waiting.kind,
        "keys": waiting.keys,
        "speech": waiting.speech,
        "num_digits": waiting.num_digits,
        "finish_on_key": waiting.finish_on_key,
        "timeout": waiting.timeout,
        "queue": "" if place and _in_a_form(place) else waiting.queue,
    }


def _in_a_form(place: Position) -> bool:
    """Whether the caller, still in a queue, answers a form, such as the one of a call-back."""
    return place.waiting and not place.node.endswith(":wait")


def _queue(replay: Replay, record: CallRecord | None) -> str | None:
    """The queue that the caller has been handed to, not the one that he merely chose."""
    if replay.waiting is not None and replay.waiting.queue:
        return replay.waiting.queue
    place = replay.place
    if place is None or not (place.waiting or place.node == "queue"):
        return record.queue if record and record.outcome in ("transferred", "bridged") else None
    return place.queue


def _outcome(replay: Replay, record: CallRecord | None) -> JsonObject | None:
    if replay.result is None:
        return None
    outcome = replay.result.outcome
    known = record.outcome if record else None
    kind = known if known in _BETTER_KNOWN and outcome.kind != "failed" else outcome.kind
    return {"kind": kind, "detail": describe(outcome)}


def _told(session: Session | None) -> list[JsonObject]:
    if session is None:
        return []
    return [{"kind": form, "fields": _fields(session.answers(form))} for form, _ in session.forms()]


def _incident(incident: Incident) -> JsonObject:
    return {
        "number": incident.number,
        "status": incident.status,
        "kind": incident.kind,
        "queue": incident.queue,
        "service": incident.service,
        "fields": _fields(incident.fields),
    }


def _fields(answers: Mapping[str, object]) -> list[JsonObject]:
    return [
        {"name": name.replace("_", " "), **_answer(answer)}
        for name, answer in answers.items()
        if isinstance(answer, Mapping)
    ]


def _answer(answer: Mapping[str, object]) -> JsonObject:
    value = answer.get("value")
    text = {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value or "")
    if "recording" in answer:
        text = f"recording of {answer.get('seconds', 0)} s"
    if answer.get("status") == "not-given":
        text = "not given"
    by = "confirmed" if answer.get("confirmed") else str(answer.get("by", ""))
    return {"value": text, "by": by}


def _notices(replay: Replay) -> list[str]:
    if replay.result is None:
        return []
    return [
        *map(str, replay.result.warnings),
        *(f"Not heard: {missed}" for missed in replay.result.unheard),
    ]


def _unreadable(incidents: list[Incident] | None) -> list[str]:
    return ["The records cannot be read now; the call goes on."] if incidents is None else []
