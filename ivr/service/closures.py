"""What the running service knows of the desks that are closed by hand.

A turn never waits for it: a thread reads it anew twice a second. While the records are out of reach
what was read last holds, also across a restart, since a copy lies in the data folder.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event, Thread

import structlog

from ivr.errors import StoreUnavailable
from ivr.plan.atomic_write import write_whole
from ivr.records import ClosureRecords
from routing.model import Closure, Floor

SECONDS = 0.5  # between two looks
# A closure is to be known to every worker before it holds, so that all change at one moment.
HEARD_AFTER = timedelta(seconds=1)
# A repeated webhook is stepped at the moment of its first: it must find the desk as it was then.
_KEPT = timedelta(hours=1)
_COPY = "closures.json"
_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class KnownClosures:
    """The closures made by hand, as they were read last. ``folder`` holds the copy."""

    records: ClosureRecords
    clock: Callable[[], datetime]
    folder: Path
    _known: tuple[Closure, ...] | None = field(default=None, init=False)
    _told: bool = field(default=False, init=False)

    def floor(self) -> Floor:
        """What is known, without asking anybody."""
        return Floor(closures=self._known or ())

    def read_floor(self) -> Floor:
        """What is known after asking."""
        self.refresh()
        return self.floor()

    def refresh(self) -> bool:
        """Read the closures anew; whether that changed anything. What is known stays else."""
        try:
            found = self.records.since(self.clock() - _KEPT)
        except StoreUnavailable as trouble:
            if not self._told:
                self._told = True
                _log.warning("closures.not_read", reason=str(trouble))
            return False
        self._told = False
        changed = found != self._known
        self._known = found
        return changed

    def follow(self, stop: Event) -> Thread:
        """Read them now, and again and again in a thread until asked to stop."""
        if not self._look() and self._known is None:
            self._known = self._copied()
        thread = Thread(target=self._run, args=(stop,), daemon=True, name="closures")
        thread.start()
        return thread

    def _run(self, stop: Event) -> None:
        while not stop.wait(SECONDS):
            try:
                self._look()
            except Exception:  # whatever it is, the next closure must still be heard
                _log.exception("closures.not_read")

    def _look(self) -> bool:
        changed = self.refresh()
        if changed:
            self._copy()
        return changed

    def _copy(self) -> None:
        plain = [_plain(closure) for closure in self._known or ()]
        try:
            write_whole(self.folder / _COPY, json.dumps(plain).encode())
        except OSError as trouble:
            _log.warning("closures.not_copied", reason=str(trouble))

    def _copied(self) -> tuple[Closure, ...]:
        try:
            found = json.loads((self.folder / _COPY).read_bytes())
            return tuple(_closure(plain) for plain in found)
        except (OSError, ValueError, TypeError, KeyError):
            return ()


def _plain(closure: Closure) -> dict[str, object]:
    return {
        "queues": sorted(closure.queues),
        "countries": sorted(closure.countries or ()),
        "begins": closure.begins.isoformat(),
        "ends": closure.ends.isoformat() if closure.ends else None,
        "opened": closure.opened.isoformat() if closure.opened else None,
        "reason": closure.reason,
    }


def _closure(plain: dict[str, object]) -> Closure:
    return Closure(
        queues=frozenset(plain["queues"]),  # type: ignore[call-overload]
        begins=datetime.fromisoformat(str(plain["begins"])),
        ends=_moment(plain["ends"]),
        reason=str(plain["reason"]),
        countries=frozenset(plain["countries"]),  # type: ignore[call-overload]
        opened=_moment(plain["opened"]),
    )


def _moment(plain: object) -> datetime | None:
    return datetime.fromisoformat(str(plain)) if plain else None
