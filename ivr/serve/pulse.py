"""How a worker and the service that watches it hear of each other: single bytes on a socket pair.

A worker that lives but hangs is as silent as one that is stopped: it does not beat. When the other
end closes, the other process is gone, however it ended.
"""

from __future__ import annotations

import select
from collections.abc import Callable
from contextlib import suppress
from socket import socket
from threading import Thread

BEAT, READY, LEAVING, DRAIN = b".", b"r", b"l", b"d"
BEAT_SECONDS = 0.25


class Pulse:
    """A worker's end. ``beats`` is asked four times a second whether the worker is well.

    ``drain`` is called when the service says so, ``orphaned`` when the service is gone.
    """

    def __init__(
        self,
        channel: socket,
        beats: Callable[[], bool],
        drain: Callable[[], None],
        orphaned: Callable[[], None],
    ) -> None:
        channel.setblocking(False)
        self._channel = channel
        self._beats = beats
        self._drain = drain
        self._orphaned = orphaned

    def start(self) -> None:
        """Beat from now on, from a thread of its own."""
        Thread(target=self._run, name="pulse", daemon=True).start()

    def ready(self) -> None:
        """Say that requests are taken."""
        self._say(READY)

    def leaving(self) -> None:
        """Say that no more are taken, so that another may begin."""
        self._say(LEAVING)

    def _run(self) -> None:
        while True:
            if select.select([self._channel], [], [], BEAT_SECONDS)[0] and not self._hear():
                self._orphaned()
                return
            if self._beats():
                self._say(BEAT)

    def _hear(self) -> bool:
        """Take in what the service says; False if it is gone."""
        try:
            words = self._channel.recv(64)
        except OSError:
            return False
        if DRAIN in words:
            self._drain()
        return bool(words)

    def _say(self, word: bytes) -> None:
        with suppress(OSError):  # full, while the service is stopped
            self._channel.send(word)
