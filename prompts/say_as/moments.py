"""Times, days, zones and opening hours in words. All arguments are already local to the listener.

Twelve hours with the part of the day in Spanish and English, twenty-four in Portuguese (CLDR 48).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from prompts import lazy
from prompts.say_as.amounts import cardinal, ordinal
from prompts.say_as.tongue import tongue


@dataclass(frozen=True, slots=True)
class OpenSpan:
    """Days and times an office is open. Weekdays count from Monday = 0, ``last`` included.

    ``closes`` at 00:00 is the end of the day; equal to ``opens`` it means around the clock.
    """

    first: int
    last: int
    opens: time
    closes: time


def clock(moment: datetime | time, language: str) -> str:
    """The time of day: "las tres y media de la tarde", "quinze e trinta", "three thirty p.m."."""
    words = tongue(language).clock
    exact = words.exact.get(f"{moment:%H:%M}")
    if exact:
        return exact
    hour = moment.hour % words.cycle or (words.cycle if words.cycle == 12 else 0)
    single = hour == 1 or (hour == 0 and words.cycle == 24)
    if moment.minute:
        pattern = words.one_past if single else words.past
    else:
        pattern = words.one if single else words.sharp
    return pattern.format(
        hour=cardinal(hour, language, "feminine"),
        minutes=_minutes(moment.minute, language),
        part=_part_of_day(moment.hour, language),
    )


def day(moment: date, language: str) -> str:
    """Weekday, day and month: "viernes primero de mayo"."""
    words = tongue(language).day
    locale = tongue(language).locale
    return words.pattern.format(
        weekday=lazy.dates().format_date(moment, "EEEE", locale),
        month=lazy.dates().format_date(moment, "MMMM", locale),
        day=_day_number(moment.day, language),
    )


def day_and_time(moment: datetime, language: str) -> str:
    """When something happens: "el lunes cuatro de mayo, a las nueve de la mañana"."""
    words = tongue(language).day
    spoken = clock(moment, language)
    return words.at.format(
        on=words.on[moment.weekday()],
        day=day(moment, language),
        at=_join(spoken, "at", language),
        clock=spoken,
    )


def zone(name: str | int, language: str) -> str:
    """A time zone by its city: "hora de Buenos Aires". Raises LookupError for no IANA zone."""
    words = tongue(language).zone
    if str(name) in words:
        return words[str(name)]
    location = lazy.dates().get_timezone_location(
        str(name), locale=tongue(language).locale, return_city=True
    )
    return words["pattern"].format(city=location.rpartition("/")[2])


def week_hours(spans: Sequence[OpenSpan], language: str) -> str:
    """Opening hours: "de lunes a viernes, de las nueve de la mañana a las seis de la tarde"."""
    return str(tongue(language).week["and"]).join(_span(span, language) for span in spans)


def _span(span: OpenSpan, language: str) -> str:
    words = tongue(language).week
    if span.opens == span.closes:
        return f"{_days(span, language)}, {words['always']}"
    opens, closes = clock(span.opens, language), clock(span.closes, language)
    times = str(words["open"]).format(
        since=_join(opens, "since", language),
        opens=opens,
        until=_join(closes, "until", language),
        closes=closes,
    )
    return f"{_days(span, language)}, {times}"


def _days(span: OpenSpan, language: str) -> str:
    words = tongue(language).week
    if span.first == span.last:
        return str(words["single"][span.first])
    if (span.first, span.last) == (0, 6):
        return str(words["every"])
    return str(words["range"]).format(
        first=_weekday(span.first, language), last=_weekday(span.last, language)
    )


def _weekday(number: int, language: str) -> str:
    monday = date(2024, 1, 1)
    name = lazy.dates().format_date(monday.replace(day=1 + number), "EEEE", tongue(language).locale)
    return str(name)


def _join(spoken: str, relation: str, language: str) -> str:
    joins = tongue(language).clock.joins
    return next(join[relation] for join in joins if spoken.startswith(join["starts"]))


def _minutes(minute: int, language: str) -> str:
    words = tongue(language).clock
    named = words.minutes.get(str(minute))
    return named or (words.oh if minute < 10 else "") + cardinal(minute, language)


def _part_of_day(hour: int, language: str) -> str:
    parts = tongue(language).clock.parts
    return [words for start, words in parts if start <= hour][-1]


def _day_number(number: int, language: str) -> str:
    words = tongue(language).day
    if number == 1:
        return words.first
    return ordinal(number, language) if words.ordinal else cardinal(number, language)
