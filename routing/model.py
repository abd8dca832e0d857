"""Values that routing decides on. Nothing here knows who carries the call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening hours. ``week`` holds for Monday (0) to Sunday (6) the intervals of that day.

    Intervals stand in their order and do not overlap; one ends before it begins nowhere: 24:00 is
    written as None, the end of the day. ``always`` wins over the rest.
    """

    always: bool = True
    week: tuple[tuple[tuple[time, time | None], ...], ...] = ((),) * 7
    closed_on_holidays: bool = False

    @property
    def never(self) -> bool:
        """Whether the desk opens on no day at all."""
        return not self.always and not any(self.week)


@dataclass(frozen=True, slots=True)
class OwnHoliday:
    """A holiday that a public calendar does not have. ``names`` are (language, name)."""

    day: date
    names: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Calendar:
    """The holidays of a country: ``public`` names its calendar; days may be added or excepted.

    ``also`` are the kinds of days that the law leaves to the employer and that are kept here,
    ``regions`` the parts of the country whose own holidays are kept.
    """

    public: str | None = None
    added: tuple[OwnHoliday, ...] = ()
    excepted: tuple[date, ...] = ()
    also: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Closure:
    """A time in which ``queues`` are closed whatever their hours say.

    It begins at ``begins`` and is over at ``ends`` (None: when somebody opens them again). Without
    a zone these are the wall time of the country that was dialled. ``countries`` None means all.
    ``reason`` is the prompt that tells why, "" if none does. ``opened`` is when somebody opened
    them before that end: till then nobody knew. ``written`` is its place in the file of closures,
    empty for one that was made by hand.
    """

    queues: frozenset[str]
    begins: datetime
    ends: datetime | None
    reason: str = ""
    countries: frozenset[str] | None = None
    opened: datetime | None = None
    written: tuple[str, ...] = ()

    def concerns(self, queue: str, country: str) -> bool:
        """Whether it closes a queue for who dials a country's numbers."""
        return queue in self.queues and (self.countries is None or country in self.countries)


@dataclass(frozen=True, slots=True)
class Open:
    """The queue takes calls."""


@dataclass(frozen=True, slots=True)
class Closed:
    """The queue takes none. ``reopens`` is local time; ``holiday`` the day's date if it is one.

    ``closure`` is what closes it where its hours would not, or not alone.
    """

    reopens: datetime | None
    holiday: date | None = None
    closure: Closure | None = None


@dataclass(frozen=True, slots=True)
class Floor:
    """What is known of the desks right now, beside what the plan says.

    Queues in ``nobody`` have no one signed in; ``closures`` were made by hand.
    """

    nobody: frozenset[str] = frozenset()
    closures: tuple[Closure, ...] = ()
