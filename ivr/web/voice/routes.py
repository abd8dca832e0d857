"""The voice door's nine addresses, as Flask has them (``flask --app wsgi routes``).

``fast_path.py`` answers the same addresses by the same functions before Flask's routing.
"""

from __future__ import annotations

from functools import partial

from flask import Blueprint, Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from ivr.web.voice import handlers
from ivr.web.voice.door import (
    METHODS,
    MOST_BYTES,
    ROOT,
    Handler,
    RawRequest,
    VoiceDoor,
    answer,
)


def blueprint(door: VoiceDoor) -> Blueprint:
    """The routes of a door."""
    voice = Blueprint("voice", __name__, url_prefix=ROOT)
    at = partial(voice.route, methods=METHODS, strict_slashes=False)

    @at("")
    def call_comes_in() -> Response:
        return _answered(door, handlers.call_comes_in)

    @at("/turn")
    def turn() -> Response:
        return _answered(door, handlers.turn)

    @at("/wait")
    def wait() -> Response:
        return _answered(door, handlers.wait)

    @at("/queue-left")
    def queue_left() -> Response:
        return _answered(door, handlers.queue_left)

    @at("/dial-result")
    def dial_result() -> Response:
        return _answered(door, handlers.dial_result)

    @at("/whisper")
    def whisper() -> Response:
        return _answered(door, handlers.whisper_to_callee)

    @at("/whisper-key")
    def whisper_key() -> Response:
        return _answered(door, handlers.whisper_key)

    @at("/status")
    def status() -> Response:
        return _answered(door, handlers.status)

    @at("/fallback")
    def fallback() -> Response:
        return _answered(door, handlers.document_failed)

    return voice


def _answered(door: VoiceDoor, handler: Handler) -> Response:
    raw = RawRequest(
        path=request.path,
        query=request.query_string.decode("latin-1"),
        body=_body(),
        signature=request.headers.get("X-Twilio-Signature"),
        method=request.method,
    )
    reply = answer(door, handler, raw)
    response = Response(reply.body, reply.status)
    del response.headers["Content-Type"]
    response.headers.update(reply.headers(raw.method))
    return response


def _body() -> bytes:
    """The body; of one that is too long just enough for the door to refuse it in its own words."""
    try:
        body = request.get_data(cache=False)
    except RequestEntityTooLarge:
        return bytes(MOST_BYTES + 1)
    return body
