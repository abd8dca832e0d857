"""Before the threads: what the voice door answers without waiting is answered where it came in."""

from __future__ import annotations

from threading import Event

from ivr.serve.granian_http import PendingRequest
from ivr.serve.reception import Handler
from ivr.web.voice.at_once import TURN, AtOnce
from ivr.web.voice.door import RawRequest, VoiceDoor

_CLOSE = ("connection", "close")


class ShortWay:
    """Answers a request at once if ``door`` can, else hands it to ``otherwise``."""

    def __init__(self, door: VoiceDoor, otherwise: Handler, draining: Event) -> None:
        self._at_once = AtOnce(door)
        self._otherwise = otherwise
        self._draining = draining

    def __call__(self, request: PendingRequest, body: bytes) -> None:
        """Take a request that is there whole. Never waits."""
        if not (body and request.scope.path == TURN and self._answered(request, body)):
            self._otherwise(request, body)

    def _answered(self, request: PendingRequest, body: bytes) -> bool:
        scope = request.scope
        signature = request.headers.get("x-twilio-signature")
        reply = self._at_once(RawRequest(TURN, scope.query_string, body, signature))
        if reply is None:
            return False
        headers = [("content-type", reply.kind)]
        if self._draining.is_set():
            headers.append(_CLOSE)
        request.answer(reply.status, headers, reply.body)
        return True
