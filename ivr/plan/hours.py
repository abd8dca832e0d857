"""Opening hours and calendars as written → as routing decides on them."""

from __future__ import annotations

import re
from datetime import time

from ivr.plan.model import CalendarEntry, CountryEntry, WeekEntry
from routing.model import Calendar, Hours

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SPAN = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-4]):([0-5][0-9])\Z")


def hours(entry: WeekEntry | str) -> Hours:
    """Raises ValueError with words for the admin if a day or a time cannot be read."""
    if not isinstance(entry, WeekEntry):
        return Hours(always=True)
    week: list[list[tuple[time, time | None]]] = [[] for _ in _DAYS]
    for days, spans in (entry.model_extra or {}).items():
        for day in _days(days):
            week[day] += [_span(text) for text in (spans if isinstance(spans, list) else [spans])]
    if not any(week):
        raise ValueError('no day is open; write e.g. `mon-fri: "09:00-18:00"`')
    return Hours(False, tuple(map(tuple, week)), entry.holidays == "closed")


def calendar(country: CountryEntry) -> Calendar:
    """The holidays of a country."""
    entry = country.holidays
    if isinstance(entry, CalendarEntry):
        return Calendar(entry.public, tuple(entry.add.items()), tuple(entry.except_))
    return Calendar(entry)


def _days(text: str) -> range:
    first, _, last = text.partition("-")
    if first not in _DAYS or (last or first) not in _DAYS:
        raise ValueError(f"{text!r} names no days; write e.g. mon, mon-fri or sat-sun")
    start, end = _DAYS.index(first), _DAYS.index(last or first)
    if end < start:
        raise ValueError(f"{text!r} runs backwards; a week is written from mon to sun")
    return range(start, end + 1)


def _span(text: object) -> tuple[time, time | None]:
    match = _SPAN.match(str(text))
    if not match:
        raise ValueError(f'{text!r} is no opening time; write it in quotes, e.g. "09:00-18:00"')
    start = time(int(match[1]), int(match[2]))
    if match[3] == "24":
        if match[4] != "00":
            raise ValueError(f"{text!r} ends after midnight; the day ends at 24:00")
        return start, None
    end = time(int(match[3]), int(match[4]))
    if end <= start:
        raise ValueError(f"{text!r} ends before it begins; divide it at midnight into two days")
    return start, end
