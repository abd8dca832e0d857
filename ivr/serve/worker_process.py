"""A web process, seen by the service that started it."""

from __future__ import annotations

import signal
import socket
import time
from contextlib import suppress

from ivr.serve.births import Births
from ivr.serve.pulse import DRAIN, LEAVING, READY

_LAST_WORDS_SECONDS = 0.2
_REAP_SECONDS = 5.0


class WorkerProcess:
    """Has one started at once. ``heard_at`` is when it beat last, ``ready_at`` when it began to
    answer, both None before and by the monotonic clock; ``leaving`` once it accepts no more.
    """

    def __init__(self, births: Births, name: str) -> None:
        self.name = name
        self._process, self._channel = births.worker(name)
        self._channel.setblocking(False)
        self.started_at = time.monotonic()
        self.heard_at: float | None = None
        self.ready_at: float | None = None
        self.leaving = False

    @property
    def pid(self) -> int:
        """Its process."""
        return self._process.pid

    @property
    def channel(self) -> socket.socket:
        """Becomes readable when it beats or ends."""
        return self._channel

    def hear(self) -> None:
        """Take in what it has said."""
        while words := self._words():
            self.heard_at = time.monotonic()
            if READY in words and self.ready_at is None:
                self.ready_at = self.heard_at
            self.leaving = self.leaving or LEAVING in words

    def ended(self) -> int | None:
        """Its exit status, None while it runs."""
        return self._process.poll()

    def drain(self) -> None:
        """Have it say that it takes no new work soon, and close connections after their answer."""
        with suppress(OSError):
            self._channel.send(DRAIN)

    def terminate(self) -> None:
        """Have it finish what is under way and leave."""
        self._process.send_signal(signal.SIGTERM)

    def bury(self) -> None:
        """Be done with it. One that still runs is killed, after it has logged where it hangs."""
        if self.ended() is None:
            self._process.send_signal(signal.SIGUSR1)
            self.wait(_LAST_WORDS_SECONDS)
            self._process.send_signal(signal.SIGKILL)
        self.wait(_REAP_SECONDS)
        self._channel.close()

    def wait(self, seconds: float) -> bool:
        """Wait for its end; whether it came."""
        deadline = time.monotonic() + seconds
        while self.ended() is None:
            if time.monotonic() > deadline:
                return False
            time.sleep(0.005)
        return True

    def _words(self) -> bytes:
        try:
            return self._channel.recv(4096)
        except OSError:
            return b""
