"""Values that routing decides on. Nothing here knows who carries the call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening hours. ``week`` holds for Monday (0) to Sunday (6) the intervals of that day.

    An interval ends before it begins nowhere: 24:00 is written as None, the end of the day.
    ``always`` wins over all else.
    """

    always: bool = True
    week: tuple[tuple[tuple[time, time | None], ...], ...] = ((),) * 7
    closed_on_holidays: bool = False


@dataclass(frozen=True, slots=True)
class Calendar:
    """The holidays of a country: ``public`` names its calendar; days may be added or excepted."""

    public: str | None = None
    added: tuple[tuple[date, str], ...] = ()
    excepted: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Open:
    """The queue takes calls."""


@dataclass(frozen=True, slots=True)
class Closed:
    """The queue takes none. ``reopens`` is local time; ``holiday`` the day's date if it is one."""

    reopens: datetime | None
    holiday: date | None = None


@dataclass(frozen=True, slots=True)
class Floor:
    """What is known of the agents' floor right now. Queues in ``nobody`` have no one signed in."""

    nobody: frozenset[str] = frozenset()
