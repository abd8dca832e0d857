"""Where workers come from: ``python -m ivr.serve.nursery LISTENER ORDERS PARENT``.

It has loaded what a worker needs, does nothing with it, and forks one whenever it is told to. So
one that died is replaced in a tenth of the time, and what all have loaded is in memory once. Its
children are handed to the service: when the nursery itself dies, they go on.
"""

from __future__ import annotations

import gc
import os
import signal
import socket
import sys
from collections.abc import Sequence
from importlib import import_module

from ivr.live.valkey.tether import call_it, end_with_parent
from ivr.serve.worker import work
from ivr.telemetry import shared

LOADED = ("ivr.serve.web", "ivr.app")
READY = b"ready"
_MOST_BYTES = 64


def main(arguments: Sequence[str]) -> int:
    """Fork workers as told, until nobody is there to tell it. Returns in each worker, too."""
    listener, orders, parent = (int(word) for word in arguments)
    call_it("ivr-nursery")
    end_with_parent(parent, signal.SIGKILL)
    for module in LOADED:
        import_module(module)
    gc.collect()
    gc.freeze()  # what is never looked at again is never copied
    with socket.socket(fileno=orders) as channel:
        channel.send(READY)
        while order := _order(channel):
            name, theirs = order
            pid = _fork_for_another()
            if pid == 0:
                channel.close()
                shared.become(name)
                return work(listener, theirs, parent)
            os.close(theirs)
            channel.send(str(pid).encode())
    return 0


def _order(channel: socket.socket) -> tuple[str, int] | None:
    """The name of the next worker and its end of a channel; None if the service is gone."""
    words, descriptors, _, _ = socket.recv_fds(channel, _MOST_BYTES, 1)
    return (words.decode(), descriptors[0]) if descriptors else None


def _fork_for_another() -> int:
    """As ``os.fork``, but the child's parent is whoever takes in our orphans."""
    reading, writing = os.pipe()
    between = os.fork()
    if between == 0:
        pid = os.fork()
        if pid:
            os.write(writing, str(pid).encode())
            os._exit(0)  # which leaves it an orphan
        os.close(reading)
        os.close(writing)
        return 0
    os.close(writing)
    os.waitpid(between, 0)
    with os.fdopen(reading) as said:
        return int(said.read())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
