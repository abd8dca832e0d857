"""Opening hours and calendars as written → as routing decides on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import time

from ivr.plan.model import CalendarEntry, CountryEntry, WeekEntry
from ivr.plan.week import CLOSED, DAY_MINUTES, DAY_NAMES, UnreadableTimes, Week, week
from routing.calendars import kinds_of, known_calendar, regions_of
from routing.model import Calendar, Hours, OwnHoliday

_WEEK_MINUTES = len(DAY_NAMES) * DAY_MINUTES
_Minutes = tuple[int, int]


def hours(entry: WeekEntry | str) -> Hours:
    """The hours that routing decides on. Raises UnreadableTimes.

    Times that overlap or touch are one, so that what is spoken of them is what holds.
    """
    if not isinstance(entry, WeekEntry):
        return Hours(always=entry != CLOSED)
    times = week(entry.model_extra or {})
    if not any(times):
        raise UnreadableTimes((), "no day is open", f"write `hours: {CLOSED}` if that is meant")
    return Hours(False, _by_day(_joined(_in_week(times))), entry.holidays == CLOSED)


def clock(minutes: int) -> time | None:
    """The time of day so many minutes after midnight; None for its end."""
    return None if minutes == DAY_MINUTES else time(*divmod(minutes, 60))


def calendar(country: CountryEntry) -> Calendar:
    """The holidays of a country. A name without a language is in the country's first."""
    entry = country.holidays
    if not isinstance(entry, CalendarEntry):
        return Calendar(entry)
    return Calendar(
        public=entry.public,
        added=tuple(
            OwnHoliday(day, tuple(_names(name, country.languages[0]).items()))
            for day, name in entry.add.items()
        ),
        excepted=tuple(entry.except_),
        also=tuple(entry.also),
        regions=tuple(entry.regions),
    )


def calendar_problems(country: CountryEntry) -> Iterator[tuple[tuple[object, ...], str, str]]:
    """What the public calendar does not have: place below the country, what, remedy."""
    days = calendar(country)
    if days.public is None:
        return
    if not (len(days.public) == 2 and days.public.isupper() and known_calendar(days.public)):
        what = f"there is no public calendar {days.public!r}"
        remedy = "write the country's two letters, or list your own days under `add:` alone"
        yield ("holidays",), what, remedy
        return
    for key, kind, wanted, known in (
        ("also", "days of the kind", days.also, kinds_of(days.public)),
        ("regions", "region", days.regions, regions_of(days.public)),
    ):
        for missing in [name for name in wanted if name not in known]:
            what = f"the public calendar {days.public} has no {kind} {missing!r}"
            choices = f"it has {', '.join(known)}" if known else f"leave `{key}` out"
            yield ("holidays", key), what, choices


def _names(name: str | dict[str, str], language: str) -> dict[str, str]:
    return name if isinstance(name, dict) else {language: name}


def _in_week(times: Week) -> Iterator[_Minutes]:
    """The spans in minutes since Monday's midnight; what runs past Sunday is Monday's."""
    for day, spans in enumerate(times):
        for span in spans:
            start, end = day * DAY_MINUTES + span.start, day * DAY_MINUTES + span.end
            yield start, min(end, _WEEK_MINUTES)
            if end > _WEEK_MINUTES:
                yield 0, end - _WEEK_MINUTES


def _joined(spans: Iterable[_Minutes]) -> list[_Minutes]:
    joined: list[_Minutes] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def _by_day(spans: Iterable[_Minutes]) -> tuple[tuple[tuple[time, time | None], ...], ...]:
    days: list[list[tuple[time, time | None]]] = [[] for _ in DAY_NAMES]
    for start, end in spans:
        for day in range(start // DAY_MINUTES, (end - 1) // DAY_MINUTES + 1):
            midnight = day * DAY_MINUTES
            opens = clock(max(start - midnight, 0)) or time()
            days[day].append((opens, clock(min(end - midnight, DAY_MINUTES))))
    return tuple(map(tuple, days))
