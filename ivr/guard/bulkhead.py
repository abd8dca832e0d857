"""The bulkhead: what may hang is done by a few threads of its own, so that it sinks no others."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import Context, copy_context
from dataclasses import dataclass, field
from queue import SimpleQueue
from threading import Event, Lock, Semaphore, Thread
from typing import Any, Generic, TypeVar

from ivr.errors import StoreBusy, StoreUnavailable

T = TypeVar("T")
Wanted = Callable[[], bool]  # whether anybody still waits for the result


@dataclass(eq=False, slots=True)
class _Job(Generic[T]):
    """One piece of work, and what came of it."""

    work: Callable[[Wanted], T]
    wanted: bool = True
    done: Event = field(default_factory=Event)
    result: T | None = None
    error: BaseException | None = None

    def run(self) -> None:
        try:
            self.result = self.work(lambda: self.wanted)
        except BaseException as error:  # raised again where it is waited for
            self.error = error
        self.done.set()

    def awaited(self, seconds: float) -> bool:
        """Whether it is done in time; from then on it is not wanted."""
        done = self.done.wait(seconds)
        self.wanted = done
        return done


class Bulkhead:
    """Does work on at most ``size`` threads. Safe between threads, and before a fork.

    Who finds none free waits ``entry`` seconds for one, then goes without; who has one waits
    ``patience`` seconds for the result. Work that hangs keeps its thread until it ends, and is told
    by ``Wanted`` that nobody waits any more: it must then leave no effect.
    """

    def __init__(self, store: str, size: int, entry: float, patience: float) -> None:
        self._store = store
        self._size = size
        self._entry = entry
        self._patience = patience
        self._free = Semaphore(size)
        self._jobs: SimpleQueue[tuple[Context, _Job[Any]]] = SimpleQueue()
        self._threads: list[Thread] = []
        self._starting = Lock()

    def run(self, work: Callable[[Wanted], T]) -> T:
        """Do it and give back what it gives, or raise what it raises.

        Raises StoreBusy if no thread is free, StoreUnavailable if it takes too long.
        """
        if not self._free.acquire(timeout=self._entry):
            raise StoreBusy(f"{self._store}: as many wait for it as may")
        job = _Job(work)
        self._start()
        self._jobs.put((copy_context(), job))
        if not job.awaited(self._patience):
            raise StoreUnavailable(f"{self._store}: no answer within {self._patience:g} s")
        if job.error is not None:
            raise job.error
        return job.result  # type: ignore[return-value]  # it is done

    def _start(self) -> None:
        # As many as are ever needed at once, and not before: a server may fork after the wiring.
        with self._starting:
            if len(self._threads) < self._size:
                # Daemons: work that hangs must not keep a process from ending.
                thread = Thread(target=self._work, daemon=True, name=f"bulkhead {self._store}")
                self._threads.append(thread)
                thread.start()

    def _work(self) -> None:
        while True:
            context, job = self._jobs.get()
            context.run(job.run)
            self._free.release()
