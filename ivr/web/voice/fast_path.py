"""The voice door before Flask's routing: the same functions, without its request object.

A webhook needs neither, and they cost more than the turn itself (docs/PERFORMANCE.md has the
figures). What is not the voice door's goes on to the application behind, which has the same
addresses as routes of Flask's: without this nothing is missing. Plain WSGI (PEP 3333).
"""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from ivr.web.voice.door import METHODS, MOST_BYTES, RawRequest, VoiceDoor, VoiceReply, answer
from ivr.web.voice.handlers import HANDLERS

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_LINES = {status.value: f"{status.value} {status.phrase}" for status in HTTPStatus}


class FastPath:
    """The application ``behind`` with the voice door before it."""

    def __init__(self, behind: WSGIApplication, door: VoiceDoor) -> None:
        self._behind = behind
        self._door = door

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        handler = HANDLERS.get(environ["PATH_INFO"])
        if handler is None or environ["REQUEST_METHOD"] not in METHODS:
            return self._behind(environ, start_response)
        raw = _raw(environ)
        return _sent(answer(self._door, handler, raw), raw.method, start_response)


def _raw(environ: WSGIEnvironment) -> RawRequest:
    return RawRequest(
        environ["PATH_INFO"],
        environ.get("QUERY_STRING", ""),
        _body(environ),
        environ.get("HTTP_X_TWILIO_SIGNATURE"),
        environ["REQUEST_METHOD"],
    )


def _sent(reply: VoiceReply, method: str, start: StartResponse) -> Iterable[bytes]:
    start(_LINES[reply.status], reply.headers(method))
    return [reply.body]


def _body(environ: WSGIEnvironment) -> bytes:
    """The body, or of one that is too long just enough to see that."""
    length = environ.get("CONTENT_LENGTH") or ""
    if length.isdecimal():
        return _read(environ["wsgi.input"], min(int(length), MOST_BYTES + 1))
    # Without a length only a server that ends the stream itself can be read from.
    return _read(environ["wsgi.input"], MOST_BYTES + 1) if _ends_itself(environ) else b""


def _ends_itself(environ: WSGIEnvironment) -> bool:
    return bool(environ.get("wsgi.input_terminated"))


def _read(stream: Any, size: int) -> bytes:
    got: bytes = stream.read(size)
    while len(got) < size:
        more = stream.read(size - len(got))
        if not more:
            break
        got += more
    return got
