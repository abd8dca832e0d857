"""The naive twin: the same menu turn as a good developer would write it first.

Twilio's validator, the framework's form, a session model loaded and stored, three Redis calls and
Twilio's document builder. It says what our menu says, from the same document.
"""

from __future__ import annotations

import os
import time
from html import unescape
from pathlib import Path
from re import findall

import redis
from flask import Flask, Response, abort, request
from pydantic import BaseModel
from twilio.request_validator import RequestValidator
from twilio.twiml.voice_response import Gather, VoiceResponse

application = Flask(__name__)
_DOCUMENT = Path(os.environ["BENCH_DOCUMENT"]).read_text("utf-8")
_SAYS = findall(r'<Say voice="([^"]+)" language="([^"]+)">([^<]+)</Say>', _DOCUMENT)
_VALIDATOR = RequestValidator(os.environ["TWILIO_AUTH_TOKEN"])
_STORE = redis.Redis.from_url(os.environ["REDIS_URL"])
_KEEP_SECONDS = 24 * 3600


class Session(BaseModel):
    """What a call has told so far."""

    call_sid: str
    caller: str
    dialled: str
    country: str = "AR"
    language: str = "es-AR"
    node: str = "service-assurance"
    queue: str | None = None
    service: str | None = None
    turn: int = 0
    no_input: int = 0
    no_match: int = 0
    started: float = 0.0
    keys: list[str] = []
    answers: dict[str, str] = {}
    outcome: str | None = None


@application.get("/healthz")
def healthz() -> str:
    """For who waits until it is up."""
    return "ok"


@application.post("/voice/turn")
def turn() -> Response:
    """One key of the menu."""
    signature = request.headers.get("X-Twilio-Signature", "")
    if not _VALIDATOR.validate(request.url, request.form, signature):
        abort(403)
    session = _loaded(request.form["CallSid"])
    digits = request.form.get("Digits", "")
    session.node, session.turn = "other-requests", session.turn + 1
    session.keys = [*session.keys, digits][-20:]
    _STORE.set(f"call:{session.call_sid}", session.model_dump_json(), ex=_KEEP_SECONDS)
    _STORE.xadd("events", {"call": session.call_sid, "digits": digits}, maxlen=100_000)
    return Response(_menu(session), content_type="text/xml; charset=utf-8")


def _loaded(sid: str) -> Session:
    stored = _STORE.get(f"call:{sid}")
    if stored:
        return Session.model_validate_json(stored)
    caller, dialled = request.form["From"], request.form["To"]
    return Session(call_sid=sid, caller=caller, dialled=dialled, started=time.time())


def _menu(session: Session) -> str:
    response = VoiceResponse()
    gather = Gather(
        action=f"/voice/turn?node={session.node}&turn={session.turn}",
        method="POST",
        input="dtmf",
        num_digits=1,
        timeout=5,
        finish_on_key="",
        action_on_empty_result=True,
    )
    for voice, language, text in _SAYS:
        gather.say(unescape(text), voice=voice, language=language)
    response.append(gather)
    return str(response)
