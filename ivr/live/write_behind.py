"""Write-behind: what nothing waits for is gathered and written together, a moment later.

A batch costs one exchange with the store instead of one for each item, and no request waits for it.
What is lost if the process is killed is what the last few milliseconds brought, so only such things
are put here as nobody decides by. A process that ends in order writes first what waits.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from threading import Event, Lock, Thread, main_thread
from time import sleep
from typing import Generic, TypeVar

import structlog

from ivr.errors import StoreRefused, StoreUnavailable
from ivr.telemetry.metrics import LOST

_log = structlog.get_logger(__name__)
GATHER_SECONDS = 0.005
PAUSE_SECONDS = 1.0  # between tries, while the store does not answer
MOST_WAITING = 20_000  # about 20 MB, and some minutes of a busy worker's menus
_AT_ONCE = 500
_LOOK_SECONDS = 0.2  # how often an idle thread looks whether the process ends
T = TypeVar("T")


class WriteBehind(Generic[T]):
    """Gathers items and gives them to ``write``, in their order, from a thread of its own.

    While ``write`` raises StoreUnavailable the items wait, the oldest giving way to the newest when
    there are too many. What it refuses (StoreRefused) is dropped alone. Whatever else it raises is
    a mistake of ours: logged, the batch dropped.
    """

    def __init__(self, write: Callable[[list[T]], None], most: int = MOST_WAITING) -> None:
        self._write = write
        self._most = most
        self._waiting: deque[T] = deque()  # its append and popleft are atomic
        self._wanted = Event()
        self._writing = Lock()
        self._starting = Lock()
        self._thread: Thread | None = None

    def put(self, item: T) -> None:
        """Have it written soon. Never waits, never fails."""
        self._waiting.append(item)
        if not self._wanted.is_set():
            self._start()
            self._wanted.set()

    def flush(self) -> None:
        """Write all that waits, now. Raises StoreUnavailable if it cannot; nothing is lost then."""
        with self._writing:
            # What comes in meanwhile is for the next time, or it would be written one by one.
            left = len(self._waiting)
            while left > 0:
                left -= self._written(min(left, _AT_ONCE))

    def _written(self, count: int) -> int:
        batch = [self._waiting.popleft() for _ in range(count)]
        try:
            self._write(batch)
        except StoreRefused:
            self._one_by_one(batch)
        except StoreUnavailable:
            self._waiting.extendleft(reversed(batch))
            self._trim()
            raise
        except Exception:
            LOST.inc(count)
            _log.exception("write_behind.failed", lost=count)
        return count

    def _one_by_one(self, batch: list[T]) -> None:
        """Which of them the store refuses is lost; it must not keep back the others."""
        for place, item in enumerate(batch):
            try:
                self._write([item])
            except StoreRefused as refused:
                LOST.inc()
                _log.error("write_behind.refused", reason=str(refused))
            except StoreUnavailable:
                self._waiting.extendleft(reversed(batch[place:]))
                raise

    def _trim(self) -> None:
        over = len(self._waiting) - self._most
        for _ in range(over):
            self._waiting.popleft()
        if over > 0:
            LOST.inc(over)

    def _start(self) -> None:
        # At the first item and not before: a server may fork after the service is wired.
        if self._thread is not None:
            return
        with self._starting:
            if self._thread is None:
                # Not a daemon: it would be stopped with the process, whatever it had to write.
                thread = Thread(target=self._work, daemon=False, name="write-behind")
                thread.start()
                self._thread = thread

    def _work(self) -> None:
        away = False
        while main_thread().is_alive():
            if not self._wanted.wait(_LOOK_SECONDS):
                continue
            sleep(PAUSE_SECONDS if away else GATHER_SECONDS)
            self._wanted.clear()
            away = not self._tried(away)
        if not self._tried(away):
            LOST.inc(len(self._waiting))

    def _tried(self, away: bool) -> bool:
        try:
            self.flush()
        except StoreUnavailable as trouble:
            if not away:  # said once an outage
                _log.warning(
                    "write_behind.put_off", waiting=len(self._waiting), reason=str(trouble)
                )
            self._wanted.set()
            return False
        return True
