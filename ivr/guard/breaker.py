"""The circuit breaker before a store: only the first calls of an outage wait for a timeout."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from time import monotonic

from ivr.errors import StoreBusy, StoreRefused, StoreUnavailable

FAILURES = 2
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 5.0


class Breaker:
    """Says whether it is worth asking. ``now`` is any monotonic clock, in seconds.

    Closed until two failures in a row; then open for 1 s, doubling to 5 s at most while trials
    fail. After each pause one caller may try (half-open); if nobody reports how the trial went,
    another may try a pause later. Safe between threads.
    """

    __slots__ = ("_failures", "_lock", "_open_until", "_pause", "_trial")

    def __init__(self) -> None:
        self._lock = Lock()
        self._failures = 0
        self._pause = 0.0
        self._open_until = 0.0
        self._trial = False

    @contextmanager
    def before(self, store: str) -> Iterator[None]:
        """Ask ``store`` if it is worth it, and note what comes of it.

        Raises StoreUnavailable at once if it is not.
        """
        if not self.allows(monotonic()):
            raise StoreUnavailable(f"{store} did not answer lately; it is tried again soon")
        try:
            yield
        except StoreBusy:
            raise
        except StoreRefused:
            self.succeeded()
            raise
        except StoreUnavailable:
            self.failed(monotonic())
            raise
        self.succeeded()

    @property
    def is_open(self) -> bool:
        """True from the second failure in a row until something succeeds."""
        return self._pause > 0

    def allows(self, now: float) -> bool:
        """Whether to ask now. In a half-open moment True is said to one caller only."""
        with self._lock:
            if not self._pause:
                return True
            if now < self._open_until:
                return False
            self._trial = True
            self._open_until = now + self._pause
            return True

    def succeeded(self) -> None:
        """An answer came: close."""
        if self._failures:
            with self._lock:
                self._close()

    def failed(self, now: float) -> None:
        """No answer came in time. Stragglers of one outage do not lengthen the pause."""
        with self._lock:
            self._failures += 1
            if self._pause and not self._trial:
                return
            if self._failures >= FAILURES:
                self._open(now)

    def _open(self, now: float) -> None:
        self._trial = False
        self._pause = min(self._pause * 2, LONGEST_PAUSE) if self._pause else FIRST_PAUSE
        self._open_until = now + self._pause

    def _close(self) -> None:
        self._failures = 0
        self._pause = 0.0
        self._open_until = 0.0
        self._trial = False
