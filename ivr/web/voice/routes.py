"""The voice door's nine addresses, as Flask has them (``flask --app wsgi routes``).

``fast_path.py`` answers the same addresses by the same functions before Flask's routing.
"""

from __future__ import annotations

from flask import Blueprint, Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from ivr.web.voice import handlers
from ivr.web.voice.door import MOST_BYTES, ROOT, Handler, RawRequest, VoiceDoor, answer


def blueprint(door: VoiceDoor) -> Blueprint:
    """The routes of a door."""
    voice = Blueprint("voice", __name__, url_prefix=ROOT)

    @voice.post("")
    def call_comes_in() -> Response:
        return _answered(door, handlers.call_comes_in)

    @voice.post("/turn")
    def turn() -> Response:
        return _answered(door, handlers.turn)

    @voice.post("/wait")
    def wait() -> Response:
        return _answered(door, handlers.wait)

    @voice.post("/queue-left")
    def queue_left() -> Response:
        return _answered(door, handlers.queue_left)

    @voice.post("/dial-result")
    def dial_result() -> Response:
        return _answered(door, handlers.dial_result)

    @voice.post("/whisper")
    def whisper() -> Response:
        return _answered(door, handlers.whisper_to_callee)

    @voice.post("/whisper-key")
    def whisper_key() -> Response:
        return _answered(door, handlers.whisper_key)

    @voice.post("/status")
    def status() -> Response:
        return _answered(door, handlers.status)

    @voice.post("/fallback")
    def fallback() -> Response:
        return _answered(door, handlers.document_failed)

    return voice


def _answered(door: VoiceDoor, handler: Handler) -> Response:
    raw = RawRequest(
        path=request.path,
        query=request.query_string.decode("latin-1"),
        body=_body(),
        signature=request.headers.get("X-Twilio-Signature"),
    )
    reply = answer(door, handler, raw)
    response = Response(reply.body, reply.status)
    if reply.kind:
        response.headers["Content-Type"] = reply.kind
    else:
        del response.headers["Content-Type"]
    return response


def _body() -> bytes:
    """The body; of one that is too long just enough for the door to refuse it in its own words."""
    try:
        body = request.get_data(cache=False)
    except RequestEntityTooLarge:
        return bytes(MOST_BYTES + 1)
    return body
