"""Strangers who take up room: ``python -m adversity.strangers HOST PORT NUMBER``, until killed.

Each kind comes ``NUMBER`` times, and again when it is turned away: bodies that trickle or never
come, in one piece or in many; heads that trickle; connections that say nothing; answers that are
not read; garbage after a good request.
"""

from __future__ import annotations

import selectors
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import cast

_HEAD = b" HTTP/1.1\r\nHost: stranger\r\n"
_POST = b"POST /voice/turn" + _HEAD + b"X-Twilio-Signature: nonsense\r\n"
_STEP_SECONDS = 0.3


@dataclass(frozen=True, slots=True)
class Kind:
    """``first`` is sent at once, ``then`` piece by piece; ``reads`` says whether answers are."""

    first: bytes
    then: bytes = b""
    reads: bool = True


KINDS = (
    Kind(_POST + b"Content-Length: 600\r\n\r\nCallSid=", b"x"),
    Kind(_POST + b"Content-Length: 600\r\n\r\n"),
    Kind(_POST + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
    Kind(_POST + b"Expect: 100-continue\r\nContent-Length: 600\r\n\r\n"),
    Kind(b"POST /nowhere" + _HEAD + b"Content-Length: 600000\r\n\r\n", b"x"),
    Kind(b"POST /voice" + _HEAD + b"Content-Length: 600\r\n\r\n", b"x"),
    Kind(b"POST /voice" + _HEAD + b"X-Slow: ", b"x"),
    Kind(b""),
    Kind(b"GET /healthz" + _HEAD + b"\r\n\0\xff\r\n\r\n"),
    Kind((b"GET /audio/music/hold.wav" + _HEAD + b"\r\n") * 8, reads=False),
)


class Crowd:
    """The strangers that one loop drives."""

    def __init__(self, address: tuple[str, int], number: int) -> None:
        self._address = address
        self._selector = selectors.DefaultSelector()
        self._wanted = [kind for kind in KINDS for _ in range(number)]
        self._here: dict[socket.socket, Kind] = {}

    def run(self) -> Iterator[int]:
        """Come, trickle, come again. Yields how many are there after each step."""
        while True:
            self._come()
            began = time.monotonic()
            while (left := began + _STEP_SECONDS - time.monotonic()) > 0:
                self._listen(left)
            self._trickle()
            yield len(self._here)

    def _come(self) -> None:
        while self._wanted:
            kind = self._wanted.pop()
            stranger = socket.socket()
            stranger.setblocking(False)
            stranger.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            stranger.connect_ex(self._address)
            self._here[stranger] = kind
            events = selectors.EVENT_READ if kind.reads else selectors.EVENT_WRITE
            self._selector.register(stranger, events | selectors.EVENT_WRITE, kind.first)

    def _listen(self, seconds: float) -> None:
        for key, events in self._selector.select(seconds):
            stranger = cast(socket.socket, key.fileobj)
            if events & selectors.EVENT_WRITE:
                self._greet(stranger, key.data)
            elif not self._read(stranger):
                self._leave(stranger)

    def _greet(self, stranger: socket.socket, first: bytes) -> None:
        with suppress(OSError):
            stranger.send(first)
        if self._here[stranger].reads:
            self._selector.modify(stranger, selectors.EVENT_READ)
        else:
            self._selector.unregister(stranger)

    def _read(self, stranger: socket.socket) -> bool:
        try:
            return bool(stranger.recv(4096))
        except BlockingIOError:
            return True
        except OSError:
            return False

    def _trickle(self) -> None:
        for stranger, kind in list(self._here.items()):
            try:
                if kind.then:
                    stranger.send(kind.then)
            except BlockingIOError:
                continue
            except OSError:
                self._leave(stranger)

    def _leave(self, stranger: socket.socket) -> None:
        self._wanted.append(self._here.pop(stranger))
        with suppress(KeyError, ValueError):
            self._selector.unregister(stranger)
        stranger.close()


def main() -> None:
    """Be in the way until killed."""
    host, port, number = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    for _ in Crowd((host, port), number).run():
        pass


if __name__ == "__main__":
    main()
