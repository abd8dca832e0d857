"""How the service gets a worker: forked by its nursery, or else started as a program."""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Protocol

import structlog

from ivr.live.valkey.tether import take_in_orphans
from ivr.serve.nursery import READY
from ivr.telemetry.shared import PROCESS

NURSERY, WORKER = "ivr.serve.nursery", "ivr.serve.worker"
LOAD_SECONDS = 60.0  # on a busy machine; half a second on an idle one
_ANSWER_SECONDS = 2.0
_AGAIN_SECONDS = 5.0

log = structlog.get_logger(__name__)


class Child(Protocol):
    """A child process, as ``subprocess.Popen`` is one."""

    pid: int

    def poll(self) -> int | None:
        """Its exit status, None while it runs."""
        ...

    def send_signal(self, sig: int) -> None:
        """Send it a signal, unless it has ended."""
        ...


class Births:
    """Makes workers on ``listener``. To be used in the main thread: they end with it."""

    def __init__(self, listener: socket.socket, environment: Mapping[str, str]) -> None:
        self._listener = listener
        self._environment = environment
        self._forks = take_in_orphans()
        self._nursery: subprocess.Popen[bytes] | None = None
        self._orders: socket.socket | None = None
        self._begun_at = 0.0
        self._loaded = False

    def start(self) -> None:
        """Open the nursery, where there can be one. Returns at once."""
        if self._forks:
            self._begun_at, self._loaded = time.monotonic(), False
            self._orders, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            with theirs:
                self._nursery = self._program(NURSERY, theirs, "nursery")

    def loading(self, seconds: float) -> bool:
        """Whether it will be ready, but is not yet; waits so long for that."""
        if not (self._well() and time.monotonic() < self._begun_at + LOAD_SECONDS):
            return False
        return not self._is_loaded(seconds)

    def tend(self) -> None:
        """See to it that there is a nursery before it is needed."""
        if self._forks and not self._well() and time.monotonic() > self._begun_at + _AGAIN_SECONDS:
            log.error("nursery_gone", again_in=0)
            self.stop()
            self.start()

    def worker(self, name: str) -> tuple[Child, socket.socket]:
        """A new worker, and our end of the channel to it. It is our child, forked or not."""
        if self._well() and self._is_loaded(0.0):
            ours, theirs = socket.socketpair()
            with theirs:
                pid = self._forked(theirs, name)
            if pid:
                return Forked(pid), ours
            ours.close()  # one that comes too late leaves then
            self.stop()  # it hangs or is broken; another is opened in a moment
        ours, theirs = socket.socketpair()
        with theirs:
            return self._program(WORKER, theirs, name), ours

    def stop(self) -> None:
        """Close the nursery. The workers go on."""
        if self._nursery and self._orders:
            self._orders.close()
            self._nursery.kill()
            self._nursery.wait()
        self._nursery = None

    def _well(self) -> bool:
        return self._nursery is not None and self._nursery.poll() is None

    def _is_loaded(self, seconds: float) -> bool:
        if not self._loaded:
            self._loaded = self._said(seconds) == READY
        return self._loaded

    def _forked(self, theirs: socket.socket, name: str) -> int:
        """The process id of a new worker; 0 if the nursery has made none."""
        with suppress(OSError, ValueError):
            if self._orders:
                socket.send_fds(self._orders, [name.encode()], [theirs.fileno()])
            return int(self._said(_ANSWER_SECONDS))
        return 0

    def _said(self, seconds: float) -> bytes:
        orders = self._orders
        if orders and select.select([orders], [], [], seconds)[0]:
            with suppress(OSError):
                return orders.recv(64)
        return b""

    def _program(self, module: str, theirs: socket.socket, name: str) -> subprocess.Popen[bytes]:
        descriptors = (self._listener.fileno(), theirs.fileno())
        return subprocess.Popen(  # noqa: S603 - our own words
            [sys.executable, "-P", "-m", module, *map(str, (*descriptors, os.getpid()))],
            env={**self._environment, PROCESS: name},
            pass_fds=descriptors,
            # A session of its own, so that Ctrl-C reaches us alone and we stop things in order.
            start_new_session=True,
        )


class Forked:
    """A child that somebody else has forked for us."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._status: int | None = None

    def poll(self) -> int | None:
        """See Child."""
        if self._status is None:
            try:
                pid, status = os.waitpid(self.pid, os.WNOHANG)
            except ChildProcessError:
                self._status = -signal.SIGKILL  # who has taken it has not told how it ended
            else:
                self._status = os.waitstatus_to_exitcode(status) if pid else None
        return self._status

    def send_signal(self, sig: int) -> None:
        """See Child."""
        if self.poll() is None:
            os.kill(self.pid, sig)
