"""What befalls the service. Each trouble lasts as long as its context, and leaves no trace."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager, suppress
from pathlib import Path
from threading import Event, Thread

from adversity.service import TriedService

KILL_SECONDS = 2.0
STOP_SECONDS = 12.0
LOCK_SECONDS = 4.0
STRANGERS = 60

Context = AbstractContextManager[None]
Trouble = Callable[[TriedService], Context]


@contextmanager
def every(seconds: float, strike: Callable[[], None]) -> Iterator[None]:
    """Strike again and again."""
    ending = Event()

    def run() -> None:
        while not ending.wait(seconds):
            with suppress(OSError, IndexError):
                strike()

    thread = Thread(target=run, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ending.set()
        thread.join()


def workers_killed(service: TriedService) -> Context:
    """SIGKILL to one of the workers every two seconds."""
    return every(KILL_SECONDS, lambda: _send(service.workers_running(), signal.SIGKILL))


def worker_stopped(service: TriedService) -> Context:
    """SIGSTOP to one of the workers: it lives, and answers nobody."""
    return every(STOP_SECONDS, lambda: _send(service.workers_running(), signal.SIGSTOP))


def store_killed(service: TriedService) -> Context:
    """SIGKILL to the live store."""
    return every(KILL_SECONDS * 2, lambda: _send(service.store_running(), signal.SIGKILL))


def store_stopped(service: TriedService) -> Context:
    """SIGSTOP to the live store."""
    return every(STOP_SECONDS, lambda: _send(service.store_running(), signal.SIGSTOP))


def database_locked(service: TriedService) -> Context:
    """Another process keeps the records locked for four seconds, again and again."""
    return every(LOCK_SECONDS, lambda: _lock(service))


def database_stopped(service: TriedService) -> Context:
    """SIGSTOP to all of PostgreSQL for four seconds, again and again."""
    return every(LOCK_SECONDS, lambda: _stop_and_go_on(service.database_running()))


def service_killed(service: TriedService) -> Context:
    """SIGKILL to the service itself; whoever holds its socket starts it again."""

    def strike() -> None:
        service.kill()
        service.start()

    return every(STOP_SECONDS, strike)


def service_restarted(service: TriedService) -> Context:
    """SIGTERM to the service, and a new one, on the socket that is held."""

    def strike() -> None:
        service.stop()
        service.start()

    return every(STOP_SECONDS, strike)


@contextmanager
def slow_strangers(service: TriedService) -> Iterator[None]:
    """Hundreds of connections that take up room, see ``strangers``."""
    words = ["127.0.0.1", str(service.port), str(STRANGERS)]
    crowd = subprocess.Popen(  # noqa: S603 - our own words
        [sys.executable, "-m", "adversity.strangers", *words],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parent.parent)},
    )
    try:
        yield
    finally:
        crowd.kill()
        crowd.wait()


@contextmanager
def disk_full(service: TriedService) -> Iterator[None]:
    """No room is left where the data folder is, and then there is again, every few seconds."""
    ballast = service.data / "ballast"
    with every(LOCK_SECONDS, lambda: _fill_or_free(ballast)):
        yield
    ballast.unlink(missing_ok=True)


def together(*troubles: Trouble) -> Trouble:
    """Several at once."""

    @contextmanager
    def all_at_once(service: TriedService) -> Iterator[None]:
        with ExitStack() as stack:
            for trouble in troubles:
                stack.enter_context(trouble(service))
            yield

    return all_at_once


def _send(processes: Sequence[int], number: signal.Signals) -> None:
    os.kill(random.choice(processes), number)  # noqa: S311 - nothing secret


def _lock(service: TriedService) -> None:
    """As long as this lasts nobody writes."""
    file = service.data / "records.sqlite3"
    with (
        closing(sqlite3.connect(file, isolation_level=None, timeout=1)) as connection,
        suppress(sqlite3.OperationalError),
    ):
        connection.execute("BEGIN IMMEDIATE")
        time.sleep(LOCK_SECONDS)
        connection.execute("ROLLBACK")


def _stop_and_go_on(processes: Sequence[int]) -> None:
    for process in processes:
        os.kill(process, signal.SIGSTOP)
    time.sleep(LOCK_SECONDS)
    for process in processes:
        os.kill(process, signal.SIGCONT)


def _fill_or_free(ballast: Path) -> None:
    if ballast.exists():
        ballast.unlink()
        return
    with ballast.open("wb") as file, suppress(OSError):
        while True:
            file.write(bytes(1 << 16))
            file.flush()
