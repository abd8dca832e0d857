"""What a caller does, step by step, and the address of each step as the service itself gave it."""

from __future__ import annotations

import http.client
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Literal

from benchmark.load import BadAnswer
from benchmark.wire import Ask, Line, call_sid, keyed, request

_FOLLOW = {"action": re.compile(r'\saction="([^"#]+)'), "waitUrl": re.compile(r'waitUrl="([^"#]+)')}


@dataclass(frozen=True, slots=True)
class Step:
    """One request: the attribute of the last document that it follows, or its own path."""

    follow: Literal["action", "waitUrl"] | None
    fields: Mapping[str, str]
    path: str = ""


@dataclass(frozen=True, slots=True)
class Route:
    """A path that is measured: the last ``measured`` of its steps, after all the others."""

    name: str
    steps: tuple[Step, ...]
    status: int = 200
    words: bytes = b"<Response><"
    measured: int = 1


def _key(digits: str) -> Step:
    return Step("action", keyed(digits))


def _says(text: str) -> Step:
    return Step("action", {"SpeechResult": text, "Confidence": "0.87"})


_QUEUED = {"QueuePosition": "3", "QueueTime": "12", "AvgQueueTime": "40", "CurrentQueueSize": "4"}
ANSWER = Step(None, {"CallStatus": "ringing"}, "/voice")
WAIT = Step("waitUrl", _QUEUED | {"QueueSid": "QU" + "0" * 32, "MaxQueueSize": "1000"})
AGAIN = Step("action", WAIT.fields)
STATUS = Step(None, {"CallStatus": "completed", "CallDuration": "73"}, "/voice/status")
_FORM = (
    *(_key(keys) for keys in ("1", "1", "48217", "1", "1")),
    _says("Ana"),
    *(_key(keys) for keys in ("1", "2")),
    _says("se cortó todo"),
    _key("1"),
    _key("2"),  # the ticket's number need not be repeated
)

# The service menu of Argentina. Key 0 answers with the next menu and settles nothing; key 1 settles
# the service and the queue, and begins the incident form.
ROUTES = (
    Route("answer", (ANSWER,), words=b"<Gather"),
    Route("menu turn", (ANSWER, _key("0")), words=b"<Gather"),
    Route("choice", (ANSWER, _key("1")), words=b"<Gather"),
    Route("form turn", (ANSWER, _key("1"), _key("1")), words=b"<Gather"),
    Route("wait", (ANSWER, _key("1"), _key("0"), WAIT), words=b"<Gather"),
    Route("status", (ANSWER, _key("1"), STATUS), 204, b""),
)
CALL = Route("whole call", (ANSWER, *_FORM, WAIT, AGAIN), words=b"<Response><", measured=14)


def scout(line: Line, route: Route) -> tuple[tuple[Ask, ...], list[str]]:
    """Take ``route`` once. Returns the request of each step, and the documents they got.

    Raises BadAnswer where the service does not lead as the route expects.
    """
    asks: list[Ask] = []
    documents: list[str] = []
    for step in route.steps:
        path = step.path or _next(documents[-1], step, route)
        asks.append(Ask(path, step.fields))
        documents.append(_document(line, asks[-1], call_sid("scout", route.name)))
    return tuple(asks), documents


def chains(line: Line, asks: Sequence[Ask], sids: Sequence[str]) -> list[list[bytes]]:
    """For each call its requests, in order, ready to be sent."""
    return [[request(line, ask, sid) for ask in asks] for sid in sids]


def _next(document: str, step: Step, route: Route) -> str:
    found = _FOLLOW[step.follow or "action"].search(document)
    if not found:
        raise BadAnswer(f"{route.name}: no {step.follow} in {document}")
    return unescape(found[1])


def _document(line: Line, ask: Ask, sid: str) -> str:
    head, _, body = request(line, ask, sid).partition(b"\r\n\r\n")
    headers = dict(text.split(": ", 1) for text in head.decode().split("\r\n")[1:])
    connection = http.client.HTTPConnection(line.host, line.port, timeout=15)
    try:
        connection.request("POST", ask.path, body, headers)
        answer = connection.getresponse()
        document = answer.read().decode()
    finally:
        connection.close()
    if answer.status not in (200, 204):
        raise BadAnswer(f"{ask.path} answered {answer.status}: {document}")
    return document
