"""One web process: ``python -m ivr.serve.worker LISTENER CHANNEL PARENT``.

It answers on a socket that listens already and belongs to the service that started it, beats as
long as it is well, and ends with that service.
"""

from __future__ import annotations

import faulthandler
import signal
import sys
from collections.abc import Sequence
from socket import socket
from threading import Event
from typing import TYPE_CHECKING

from ivr.live.valkey.tether import call_it, end_with_parent
from ivr.serve.pulse import Pulse

if TYPE_CHECKING:
    from ivr.serve.web import Web

APPLICATION = "ivr.app:application"
FINISH_SECONDS = 10.0


def main(arguments: Sequence[str]) -> int:
    """See :func:`work`."""
    return work(*(int(word) for word in arguments))


def work(listener: int, channel: int, parent: int) -> int:
    """Serve until told to stop, or until the process ``parent`` ends; 0 then.

    ``listener`` and ``channel`` are descriptors.
    """
    call_it("ivr-worker")
    end_with_parent(parent, signal.SIGKILL)
    # What hangs is asked where, before it is killed.
    faulthandler.register(signal.SIGUSR1, all_threads=True)
    return Worker(socket(fileno=listener), socket(fileno=channel)).run()


class Worker:
    """A web process from its first beat to its end."""

    def __init__(self, listener: socket, channel: socket) -> None:
        self._listener = listener
        self._draining = Event()
        self._leaving = Event()
        self._pulse = Pulse(channel, self._well, self._draining.set, self._leaving.set)
        self._web: Web | None = None

    def run(self) -> int:
        """Answer, and finish what is under way when told to leave."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self._leaving.set())
        self._pulse.start()
        web = self._web = self._loaded()
        web.start()
        self._pulse.ready()
        self._leaving.wait()
        self._draining.set()
        web.stop()
        self._pulse.leaving()
        web.stopped.wait(FINISH_SECONDS)
        return 0

    def _loaded(self) -> Web:
        # Takes half a second, and many on a busy machine; it beats meanwhile.
        from ivr.serve.web import Web, load  # noqa: PLC0415

        return Web(load(APPLICATION), self._listener, self._draining)

    def _well(self) -> bool:
        """Four times a second; False when it answers no more."""
        return self._web is None or self._web.tend()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
