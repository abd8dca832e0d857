"""Is a queue open, and when does it open again? Pure: the moment is an argument."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from routing.model import Calendar, Closed, Hours, Open

_LOOK_AHEAD_DAYS = 30


def status(hours: Hours, calendar: Calendar, zone: str, now: datetime) -> Open | Closed:
    """Open or Closed at ``now`` (aware) for a schedule kept in the time zone ``zone``."""
    if hours.always:
        return Open()
    local = now.astimezone(ZoneInfo(zone))
    if any(_within(local.time(), *span) for span in _spans(hours, calendar, local.date())):
        return Open()
    holiday = local.date() if hours.closed_on_holidays and is_holiday(calendar, local) else None
    return Closed(_reopens(hours, calendar, local), holiday)


def is_holiday(calendar: Calendar, day: date) -> bool:
    """Whether ``day`` is a holiday of the calendar."""
    day = day.date() if isinstance(day, datetime) else day
    if day in calendar.excepted:
        return False
    return any(day == added for added, _ in calendar.added) or (
        calendar.public is not None and day in _public(calendar.public, day.year, None)
    )


def holiday_name(calendar: Calendar, day: date, language: str) -> str | None:
    """The holiday's name in ``language`` where the public calendar has it, else in the country's.

    Names of days that the plan adds are said as they are written there.
    """
    for added, name in calendar.added:
        if added == day:
            return name
    if calendar.public is None or not is_holiday(calendar, day):
        return None
    return _public(calendar.public, day.year, _holiday_language(calendar.public, language)).get(day)


def known_calendar(public: str) -> bool:
    """Whether there is a public calendar of this name (an ISO country code)."""
    try:
        _library().country_holidays(public)
    except NotImplementedError:
        return False
    return True


def _within(moment: time, start: time, end: time | None) -> bool:
    return start <= moment and (end is None or moment < end)


def _spans(hours: Hours, calendar: Calendar, day: date) -> tuple[tuple[time, time | None], ...]:
    if hours.closed_on_holidays and is_holiday(calendar, day):
        return ()
    return hours.week[day.weekday()]


def _reopens(hours: Hours, calendar: Calendar, local: datetime) -> datetime | None:
    for ahead in range(_LOOK_AHEAD_DAYS + 1):
        day = local.date() + timedelta(days=ahead)
        for start, _ in sorted(_spans(hours, calendar, day), key=lambda span: span[0]):
            opens = datetime.combine(day, start, tzinfo=local.tzinfo)
            if opens > local:
                return opens
    return None


@cache
def _library() -> Any:
    # Half a second and 30 MB that a queue open around the clock never needs.
    return importlib.import_module("holidays")


@lru_cache(maxsize=256)
def _public(country: str, year: int, language: str | None) -> Mapping[date, str]:
    found: Mapping[date, str] = _library().country_holidays(country, years=year, language=language)
    return found


@lru_cache(maxsize=256)
def _holiday_language(country: str, language: str) -> str | None:
    known = _library().country_holidays(country)
    supported = known.supported_languages
    wanted = language.replace("-", "_")
    base = wanted.split("_")[0]
    candidates = [wanted, base, *(name for name in supported if name.startswith(base))]
    # Without a language the library takes that of the machine's environment.
    own: str | None = known.default_language
    return next((name for name in candidates if name in supported), own)
