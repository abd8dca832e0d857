"""The threads that answer: each takes a request that is there whole, and answers it."""

from __future__ import annotations

import time
from collections.abc import Callable
from queue import SimpleQueue
from threading import Thread

import structlog

from ivr.serve.granian_http import PendingRequest
from ivr.telemetry.metrics import REFUSED

log = structlog.get_logger(__name__)

# A few for waiting on stores; more would wait for each other.
THREADS = 8
# The carrier gives up after 15 s and asks again after 4.5 s: what has waited longer helps nobody.
MOST_WAIT_SECONDS = 10.0
# No answer takes as long; a thread that does hangs.
HANGING_SECONDS = 20.0

Answer = Callable[[PendingRequest, bytes], None]


class AnsweringThreads:
    """Runs ``answer`` for each request and its body, ``count`` at once, in the order they came."""

    def __init__(self, answer: Answer, count: int = THREADS) -> None:
        self._answer = answer
        self._waiting: SimpleQueue[tuple[PendingRequest, bytes, float]] = SimpleQueue()
        self._since = [0.0] * count  # when each began what it is at; 0 while it waits

    def start(self) -> None:
        """Start them. Whoever stops the server waits for what they are at; nobody else does."""
        for number in range(len(self._since)):
            Thread(target=self._work, args=(number,), name=f"answers-{number}", daemon=True).start()

    def put(self, request: PendingRequest, body: bytes) -> None:
        """Have it answered. Never waits."""
        self._waiting.put((request, body, time.monotonic()))

    @property
    def hang(self) -> bool:
        """Whether none of them has come to an end for so long that none will."""
        long_ago = time.monotonic() - HANGING_SECONDS
        return all(0 < since < long_ago for since in self._since)

    def _work(self, number: int) -> None:
        while True:
            request, body, came = self._waiting.get()
            now = self._since[number] = time.monotonic()
            self._answered(request, body, now - came)
            self._since[number] = 0.0

    def _answered(self, request: PendingRequest, body: bytes, waited: float) -> None:
        if waited > MOST_WAIT_SECONDS:
            REFUSED.labels("busy").inc()
            request.answer(503, (), b"too busy\n")
            return
        try:
            self._answer(request, body)
        except Exception:
            log.exception("http.answer_failed", path=request.scope.path)
            request.answer(500, (), b"")
