"""HTTP by granian's engine, without its supervisor and without an event loop.

What granian offers in public either reads a body on the thread that answers (WSGI: forty slow
strangers silence the door) or goes through an event loop three times for each request (RSGI: a
third slower, docs/PERFORMANCE.md). Beneath both lies an engine that reads bodies by itself and
calls back. It is private, so it stands here and nowhere else, granian's version is pinned, and
``tests/serve/test_granian_http.py`` holds what is relied on.
"""

from __future__ import annotations

import contextvars
from collections.abc import Callable, Sequence
from contextlib import suppress
from socket import socket
from threading import Event
from typing import Any

import structlog
from granian._granian import (
    CallbackScheduler,
    RSGIHeaders,
    RSGIProtocolClosed,
    RSGIWorker,
    SocketHolder,
    WorkerSignal,
)
from granian.http import HTTP1Settings
from granian.rsgi import Scope

log = structlog.get_logger(__name__)

Headers = Sequence[tuple[str, str]]
# Most pieces of a body whose length was not announced. They are few where nobody plays with us.
MOST_PIECES = 64
_BACKLOG = 4096
_NO_TLS: tuple[Any, ...] = (False, None, None, None, "tls1.3", None, [], False)
_CONTEXT = contextvars.copy_context()


class PendingRequest:
    """A request that wants an answer. ``scope`` and ``headers`` (small letters) are its head.

    ``length`` is that of its body, None if it comes in pieces of which nobody knows how many.
    One answer goes out, the first. Whoever answers a caller who has left is not told.
    """

    __slots__ = ("_protocol", "_reading", "_watcher", "headers", "length", "scope")

    def __init__(self, watcher: Any) -> None:
        # Each look into the engine's own objects costs, so what is needed twice is kept.
        self.scope: Scope = watcher.scope
        self.headers = self.scope.headers
        self.length = _announced(self.headers)
        self._protocol = watcher.proto
        self._watcher = watcher
        self._reading: Any = None

    def read(self, most: int, then: Callable[[PendingRequest, bytes | None], None]) -> None:
        """Have the body read. ``then`` gets it, or None if it does not come or is over ``most``.

        Of an announced length the caller has seen to himself. ``then`` must not wait: the engine's
        one thread runs it.
        """
        if self.length is not None:
            self._await(self._protocol(), lambda whole: then(self, whole))
        else:
            _Pieces(self, most, then).more(self._protocol.__aiter__())

    def give_up(self) -> None:
        """Stop reading the body; what was to be done then is done with None."""
        reading, self._reading = self._reading, None
        if reading is not None:
            reading.cancel()

    def answer(self, status: int, headers: Headers, body: bytes) -> None:
        """Send the answer. A body that was not read to its end closes the connection."""
        self._send(lambda protocol: protocol.response_bytes(status, headers, body))

    def answer_with_file(self, status: int, headers: Headers, path: str) -> None:
        """Send what stands in a file, as fast as it is taken and without holding it in memory."""
        self._send(lambda protocol: protocol.response_file(status, headers, path))

    def _send(self, send: Callable[[Any], None]) -> None:
        # Whoever holds it holds the rest of the body, and so the connection open.
        protocol, self._protocol = self._protocol, None
        if protocol is not None:
            with suppress(RSGIProtocolClosed):
                send(protocol)
            self._watcher.done()

    def _await(self, reading: Any, then: Callable[[bytes | None], None]) -> None:
        def done(future: Any) -> None:
            self._reading = None
            try:
                got = None if future.cancelled() or future.exception() else future.result()
                then(got)
            except BaseException:
                # One that reached the engine would break its thread for all that come after.
                log.exception("http.body_failed")

        self._reading = reading
        reading.add_done_callback(done, context=_CONTEXT)


def _announced(headers: RSGIHeaders) -> int | None:
    length = headers.get("content-length")
    if length is not None:
        return int(length)  # the engine has seen to it that it is a number
    return None if "transfer-encoding" in headers else 0


class _Pieces:
    """A body without an announced length, gathered piece by piece; an empty one is its end."""

    __slots__ = ("_most", "_pieces", "_request", "_then")

    def __init__(
        self,
        request: PendingRequest,
        most: int,
        then: Callable[[PendingRequest, bytes | None], None],
    ) -> None:
        self._request = request
        self._most = most
        self._then = then
        self._pieces: list[bytes] = []

    def more(self, stream: Any) -> None:
        self._request._await(stream.__anext__(), lambda piece: self._got(piece, stream))

    def _got(self, piece: bytes | None, stream: Any) -> None:
        if piece:
            self._pieces.append(piece)
            if len(self._pieces) <= MOST_PIECES and sum(map(len, self._pieces)) <= self._most:
                self.more(stream)
                return
            piece = None
        self._then(self._request, None if piece is None else b"".join(self._pieces))


class HttpServer:
    """HTTP/1.1 on a socket that listens already, which is left open.

    ``receive`` gets each request as soon as its head is there. It must not wait: the engine's one
    thread runs it. Beyond ``connections`` open ones, new ones wait in the kernel.
    """

    def __init__(
        self, listener: socket, receive: Callable[[PendingRequest], None], connections: int
    ) -> None:
        self.stopped = Event()
        self._stopping = WorkerSignal()
        self._stopping.add_cb(self.stopped.set)
        held = (None, _holder(listener))
        engine: Any = RSGIWorker
        threads = (1, 8, 1, 30)  # of the engine, for files, and for Python, which it needs not
        http = ("1", HTTP1Settings(), None)
        self._engine = engine(
            1, held, None, *threads, connections, *http, False, None, *_NO_TLS, (None, None)
        )
        loop = _NoLoop()
        self._scheduler = _Scheduler(loop, receive)
        self._loop = loop

    def start(self) -> None:
        """Begin to accept. Returns at once."""
        self._engine.serve_mtr(self._scheduler, self._loop, self._stopping)

    def stop(self) -> None:
        """Accept no more, finish what is under way, then set ``stopped``. Harmless twice."""
        self._stopping.set()


def _holder(listener: socket) -> SocketHolder:
    holder: Any = SocketHolder
    held: SocketHolder = holder(listener.fileno(), False, _BACKLOG)
    return held


class _NoLoop:
    """In the place of an event loop: what is to be called soon is called at once."""

    def call_soon(self, call: Callable[..., None], *arguments: Any, context: Any = None) -> None:
        call(*arguments)

    call_soon_threadsafe = call_soon


class _Scheduler(CallbackScheduler):
    """In the place of one that would make a task of each request."""

    __slots__ = ()

    def __new__(cls, loop: _NoLoop, receive: Callable[[PendingRequest], None]) -> _Scheduler:
        made: Any = super().__new__
        scheduler: _Scheduler = made(cls, loop, None, None, _nothing, _nothing)
        return scheduler

    def __init__(self, loop: _NoLoop, receive: Callable[[PendingRequest], None]) -> None:
        super().__init__()
        self._schedule_fn = _guarded(receive)


def _guarded(receive: Callable[[PendingRequest], None]) -> Callable[[Any], None]:
    def schedule(watcher: Any) -> None:
        try:
            receive(PendingRequest(watcher))
        except BaseException:
            # One that reached the engine would break its thread for all that come after.
            log.exception("http.receive_failed")
            watcher.done()  # which answers 500

    return schedule


def _nothing(*_: object) -> None:
    pass
