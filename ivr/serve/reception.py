"""Requests come in: whose body is not needed is answered without it, others have two seconds.

A body that is on its way holds no thread, only a place in a list. So strangers who send slowly,
or nothing, take nothing from those who send at once; when there are too many of them, the oldest
is turned away, and that is never a webhook, which comes in one piece.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from ivr.serve.granian_http import PendingRequest
from ivr.telemetry.metrics import REFUSED
from ivr.web.voice.door import MOST_BYTES

BODY_SECONDS = 2.0
MOST_UNFINISHED = 512
_CLOSE = (("content-type", "text/plain; charset=utf-8"), ("connection", "close"))

Handler = Callable[[PendingRequest, bytes], None]


class Reception:
    """Hands ``then`` each request with its body. ``wants_body`` says whether one is of any use."""

    def __init__(self, wants_body: Callable[[PendingRequest], bool], then: Handler) -> None:
        self._wants_body = wants_body
        self._then = then
        # In the order in which they came; whoever takes one out decides about it.
        self._unfinished: dict[PendingRequest, float] = {}

    def receive(self, request: PendingRequest) -> None:
        """Take a request whose head is there. Never waits."""
        length = request.length
        if length == 0 or not self._wants_body(request):
            self._then(request, b"")
        elif length is not None and length > MOST_BYTES:
            _refuse(request, 413, "too-long", b"the body is longer than any of the carrier's\n")
        else:
            self._unfinished[request] = time.monotonic() + BODY_SECONDS
            self._make_room()
            request.read(MOST_BYTES, self._read)

    def turn_away_the_late(self) -> None:
        """To be called a few times a second."""
        now = time.monotonic()
        for request, deadline in list(self._unfinished.items()):
            if deadline > now:
                return
            self._turn_away(request, "late")

    def _make_room(self) -> None:
        if len(self._unfinished) > MOST_UNFINISHED:
            for oldest in list(self._unfinished)[:1]:
                self._turn_away(oldest, "crowded")

    def _turn_away(self, request: PendingRequest, reason: str) -> None:
        if self._unfinished.pop(request, None) is not None:
            _refuse(request, 408, reason, b"the body did not come in time\n")
            request.give_up()

    def _read(self, request: PendingRequest, body: bytes | None) -> None:
        if self._unfinished.pop(request, None) is None:
            return
        if body is None:
            _refuse(request, 400, "broken", b"the body did not come whole, or is too long\n")
        else:
            self._then(request, body)


def _refuse(request: PendingRequest, status: int, reason: str, words: bytes) -> None:
    REFUSED.labels(reason).inc()
    request.answer(status, _CLOSE, words)
