"""The web processes of one service: all on one socket, each replaced when it ends or hangs.

The socket belongs to the service and outlives them, so whoever calls while one is replaced waits in
the kernel or is taken by another. Nothing here gives up: one that ends as soon as it has started
is started again after a pause, which grows to a few seconds.
"""

from __future__ import annotations

import select
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count

import structlog

from ivr.errors import IvrError
from ivr.serve.births import Births
from ivr.serve.worker_process import WorkerProcess
from ivr.telemetry.metrics import DEATHS

SILENT_SECONDS = 3.0
START_SECONDS = 60.0
STOP_SECONDS = 15.0
# A life shorter than this counts as none: what ended it will end the next one too.
SHORT_LIFE_SECONDS = 1.0
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 5.0

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Seat:
    """The place of one worker. ``deaths``: how many in a row have had a short life here."""

    worker: WorkerProcess | None = None
    deaths: int = 0
    again_at: float = 0.0

    def leave(self, worker: WorkerProcess) -> float:
        """Be without ``worker``; the pause before the next one, in seconds."""
        now = time.monotonic()
        short = worker.ready_at is None or now - worker.ready_at < SHORT_LIFE_SECONDS
        self.deaths = self.deaths + 1 if short else 0
        pause = min(FIRST_PAUSE * 2 ** (self.deaths - 2), LONGEST_PAUSE) if self.deaths > 1 else 0.0
        self.worker, self.again_at = None, now + pause
        return pause


class Workers:
    """Keeps ``number`` workers on ``listener``. ``environment`` is what they are told."""

    def __init__(
        self, listener: socket.socket, environment: Mapping[str, str], number: int
    ) -> None:
        self._births = Births(listener, environment)
        self._seats = [Seat() for _ in range(number)]
        self._leaving: list[WorkerProcess] = []
        self._draining = False

    @property
    def ready(self) -> bool:
        """Whether one of them answers."""
        return any(worker.ready_at for worker in self._alive())

    def start(self) -> None:
        """Begin to start them. Returns at once."""
        self._births.start()

    def started(self) -> bool:
        """Look once, at the start: whether one answers.

        Raises IvrError if one has ended before any has answered.
        """
        if self._births.loading(0.05):
            return False
        for seat in self._seats:
            if seat.worker is None:
                self._fill(seat)
        self._hear(0.05)
        for worker in self._alive():
            status = worker.ended()
            if status is not None and not self.ready:
                raise IvrError(
                    f"the web server did not start (status {status}); what it said is above"
                )
        return self.ready

    def look(self, seconds: float) -> None:
        """Watch them for as long, or until one has something to say; replace who is gone."""
        self._hear(seconds)
        self._births.tend()
        self._leaving = [worker for worker in self._leaving if not self._left(worker)]
        for seat in self._seats:
            if seat.worker is not None:
                self._judge(seat, seat.worker)
            if seat.worker is None and time.monotonic() >= seat.again_at:
                self._fill(seat)

    def drain(self) -> None:
        """Have them all say that they will be gone soon, while they go on answering."""
        self._draining = True
        for worker in self._alive():
            worker.drain()

    def stop(self) -> None:
        """Let them finish what is under way, and end them. Harmless twice."""
        self._births.stop()
        for worker in self._alive():
            worker.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for worker in self._alive():
            if not worker.wait(max(deadline - time.monotonic(), 0.0)):
                log.error("worker_killed", pid=worker.pid, reason="it did not leave when asked")
            worker.bury()
        self._leaving = []
        for seat in self._seats:
            seat.worker = None

    def _alive(self) -> list[WorkerProcess]:
        return [*(seat.worker for seat in self._seats if seat.worker), *self._leaving]

    def _fill(self, seat: Seat) -> None:
        seat.worker = WorkerProcess(self._births, self._free_name())
        if self._draining:
            seat.worker.drain()

    def _free_name(self) -> str:
        # A name is used again, and with it the counters of who had it before.
        taken = {worker.name for worker in self._alive()}
        return next(name for name in map(str, count(1)) if name not in taken)

    def _hear(self, seconds: float) -> None:
        channels = {worker.channel: worker for worker in self._alive()}
        for channel in select.select(list(channels), [], [], seconds)[0]:
            channels[channel].hear()

    def _judge(self, seat: Seat, worker: WorkerProcess) -> None:
        if worker.leaving:
            log.warning("worker_leaves", pid=worker.pid, again_in=seat.leave(worker))
            self._leaving.append(worker)
        elif reason := _gone(worker):
            log.error("worker_gone", pid=worker.pid, reason=reason, again_in=seat.leave(worker))

    def _left(self, worker: WorkerProcess) -> bool:
        return _gone(worker) != ""


def _gone(worker: WorkerProcess) -> str:
    """Why it is no more, if so; one that hangs is killed."""
    now = time.monotonic()
    status = worker.ended()
    if status is not None:
        kind, reason = "ended", f"ended with status {status}"
    elif worker.heard_at is not None and now - worker.heard_at > SILENT_SECONDS:
        kind, reason = "silent", f"silent for {SILENT_SECONDS:.0f} s"
    elif worker.ready_at is None and now - worker.started_at > START_SECONDS:
        kind, reason = "slow", f"did not start within {START_SECONDS:.0f} s"
    else:
        return ""
    DEATHS.labels(kind).inc()
    worker.bury()
    return reason
