"""What is done every few seconds beside the calls, in a thread of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

import structlog

from ivr.errors import StoreUnavailable

HOUSEKEEPING_SECONDS = 15.0
_FINISH_SECONDS = 5.0

log = structlog.get_logger(__name__)


@contextmanager
def every(seconds: float, chore: Callable[[], None]) -> Iterator[None]:
    """Do ``chore`` again and again while the context lasts, whatever it raises."""
    ending = Event()

    def run() -> None:
        while not ending.wait(seconds):
            _tried(chore)

    thread = Thread(target=run, name="housekeeping", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ending.set()
        thread.join(_FINISH_SECONDS)


def _tried(chore: Callable[[], None]) -> None:
    try:
        chore()
    except StoreUnavailable as trouble:
        log.warning("housekeeping_postponed", reason=str(trouble))
    except Exception:
        # It must go on at the next turn, whatever went wrong in this one.
        log.exception("housekeeping_failed")
