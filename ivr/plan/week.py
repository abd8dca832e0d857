"""Opening times as an admin writes them, day by day. What cannot be read is told with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_MINUTES = 24 * 60
CLOSED = "closed"
_NEXT_DAY = "next day"
_TIME = r"([01]?[0-9]|2[0-4]):([0-5][0-9])"
_SPAN = re.compile(rf"{_TIME}\s*-\s*{_TIME}(?:\s+({_NEXT_DAY}))?\Z")
_AS = f'write "09:00-18:00", "22:00-06:00 {_NEXT_DAY}", a list of these, or {CLOSED}'

Place = tuple[object, ...]  # keys below the entry of the hours


class UnreadableTimes(ValueError):
    """Days or times that cannot be read. ``place`` is where they stand below the hours."""

    def __init__(self, place: Place, what: str, remedy: str) -> None:
        self.place, self.what, self.remedy = place, what, remedy
        super().__init__(f"{what}; {remedy}")


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """Opening times of a day, in minutes since its midnight. Beyond 24 hours is the next day."""

    place: Place
    text: str
    start: int
    end: int


Week = tuple[tuple[TimeSpan, ...], ...]  # Monday first


def week(written: Mapping[str, object]) -> Week:
    """The times of each day. A day that is named alone is not what a range says of it.

    Raises UnreadableTimes.
    """
    alone: dict[int, str] = {}
    ranges: dict[int, str] = {}
    for key in written:
        days = _days(key)
        by_day = alone if len(days) == 1 else ranges
        for day in days:
            if day in by_day:
                raise _named_twice(by_day[day], key, day)
            by_day[day] = key
    of_key = {key: tuple(_spans((key,), value)) for key, value in written.items()}
    keys = {**ranges, **alone}
    return tuple(of_key[keys[day]] if day in keys else () for day in range(len(DAY_NAMES)))


def span(place: Place, text: object) -> TimeSpan:
    """One span, ``09:00-18:00``. Raises UnreadableTimes."""
    match = _SPAN.match(str(text))
    if not match:
        raise UnreadableTimes(place, f"{_shown(text)} is no opening time", _AS)
    start, end = _minutes(match[1], match[2]), _minutes(match[3], match[4])
    if start >= DAY_MINUTES or end > DAY_MINUTES:
        raise UnreadableTimes(place, f"{text!r} lies after midnight", "the day ends at 24:00")
    if match[5] and end > start:
        raise UnreadableTimes(
            place, f"{text!r} is longer than a day", f"leave out `{_NEXT_DAY}`, or divide it"
        )
    if not match[5] and end <= start:
        raise UnreadableTimes(place, f"{text!r} ends before it begins", _meant(str(text)))
    return TimeSpan(place, str(text), start, end + (DAY_MINUTES if match[5] else 0))


def _meant(text: str) -> str:
    return f'if it runs past midnight, write "{text} {_NEXT_DAY}"; else look at its times'


def _days(key: str) -> range:
    first, dash, last = key.partition("-")
    if first not in DAY_NAMES or (dash and last not in DAY_NAMES):
        raise UnreadableTimes((key,), f"{key!r} names no days", "write mon, mon-fri or sat-sun")
    start, end = DAY_NAMES.index(first), DAY_NAMES.index(last or first)
    if end < start:
        raise UnreadableTimes((key,), f"{key!r} runs backwards", "a week goes from mon to sun")
    return range(start, end + 1)


def _named_twice(first: str, second: str, day: int) -> UnreadableTimes:
    what = f"{first!r} and {second!r} both name {DAY_NAMES[day]}"
    remedy = "let one of them name it, or name it alone: that overrides a range"
    return UnreadableTimes((second,), what, remedy)


def _spans(place: Place, value: object) -> Iterator[TimeSpan]:
    if value == CLOSED:
        return
    if not isinstance(value, list):
        yield span(place, value)
        return
    if not value:
        raise UnreadableTimes(place, "no times stand here", _AS)
    for index, text in enumerate(value):
        yield span((*place, index), text)


def _minutes(hour: str, minute: str) -> int:
    return int(hour) * 60 + int(minute)


def _shown(value: object) -> str:
    words = {True: "yes", False: "no", None: "nothing"}
    return (
        words.get(value, repr(value)) if value is None or isinstance(value, bool) else repr(value)
    )
