"""The load generator: prepared requests over keep-alive sockets, one epoll loop, little else.

It must not be the bottleneck, so it does as little as Python can per request (about 20 µs) and
says how busy it was itself. Closed loop: each connection sends its next request on an answer.
"""

from __future__ import annotations

import select
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

_TIMEOUT = 30.0
_END = b"\r\n\r\n"
_LENGTH = b"content-length: "


class BadAnswer(Exception):
    """The service answered otherwise than it should; a figure for that would mean nothing."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What every answer must be: its status, and words that stand in its body."""

    status: int
    words: bytes = b""


@dataclass(slots=True)
class Load:
    """What was measured: seconds of each request, of all, and of our own processor time."""

    seconds: float = 0.0
    own_cpu: float = 0.0
    latencies: list[float] = field(default_factory=list)


@dataclass(slots=True)
class _Line:
    """One connection: what it still has to ask, and what has come back so far."""

    socket: socket.socket
    chains: list[Sequence[bytes]]
    pending: list[bytes] = field(default_factory=list)
    got: bytes = b""
    since: float = 0.0

    def next(self) -> bytes | None:
        if not self.pending:
            if not self.chains:
                return None
            self.pending = list(reversed(self.chains.pop()))
        return self.pending.pop()


def drive(
    address: tuple[str, int],
    chains: Sequence[Sequence[bytes]],
    expected: Expected,
    connections: int,
) -> Load:
    """Send all ``chains`` and wait for every answer; requests of one chain follow each other.

    Raises BadAnswer at the first answer that is not as ``expected``, or when none comes in 30 s.
    """
    lines = [
        _Line(_connected(address), list(reversed(chains[first::connections])))
        for first in range(min(connections, len(chains)))
    ]
    try:
        return _loop(lines, expected)
    finally:
        for line in lines:
            line.socket.close()


def _connected(address: tuple[str, int]) -> socket.socket:
    connection = socket.create_connection(address, timeout=_TIMEOUT)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def _loop(lines: list[_Line], expected: Expected) -> Load:
    load, poller = Load(), select.epoll()
    by_descriptor = {line.socket.fileno(): line for line in lines}
    cpu, began = time.process_time(), time.perf_counter()
    for descriptor, line in by_descriptor.items():
        poller.register(descriptor, select.EPOLLIN)
        _send(line)
    open_lines = len(lines)
    with poller:
        while open_lines:
            for descriptor, _ in _events(poller):
                line = by_descriptor[descriptor]
                if _received(line, expected, load) and not _send(line):
                    poller.unregister(descriptor)
                    open_lines -= 1
    load.seconds = time.perf_counter() - began
    load.own_cpu = time.process_time() - cpu
    return load


def _events(poller: select.epoll) -> list[tuple[int, int]]:
    events = poller.poll(_TIMEOUT)
    if not events:
        raise BadAnswer(f"no answer in {_TIMEOUT:.0f} s")
    return events


def _send(line: _Line) -> bool:
    """Ask the next; False if this connection has asked all."""
    request = line.next()
    if request is None:
        return False
    line.since = time.perf_counter()
    line.socket.sendall(request)
    return True


def _received(line: _Line, expected: Expected, load: Load) -> bool:
    """Take in what came; True once the answer is whole, which is then checked."""
    chunk = line.socket.recv(65536)
    if not chunk:
        raise BadAnswer("the service closed the connection")
    got = line.got = line.got + chunk if line.got else chunk
    end = got.find(_END)
    if end < 0 or len(got) < end + 4 + _body_length(got, end):
        return False
    load.latencies.append(time.perf_counter() - line.since)
    line.got = b""
    if int(got[9:12]) != expected.status or expected.words not in got:
        raise BadAnswer(f"expected {expected}, but got:\n{got[:1500].decode(errors='replace')}")
    return True


def _body_length(got: bytes, end: int) -> int:
    at = got.find(_LENGTH, 0, end)
    return int(got[at + len(_LENGTH) : got.index(b"\r", at)]) if at >= 0 else 0
