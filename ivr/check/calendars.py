"""Calendars and zones of countries: changes that change nothing, days that are past, names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from ivr.check.finding import Finding
from ivr.check.loading import Loaded
from ivr.check.places import COUNTRIES, Places
from ivr.plan.call_plan import Country
from ivr.plan.holidays import spoken_holiday
from ivr.plan.model import CalendarEntry
from routing.calendars import is_holiday
from routing.model import Calendar

_NEAR = 8  # days within which a holiday is looked for that may have been meant
_YEAR = timedelta(days=366)


def calendar_findings(loaded: Loaded, places: Places, today: date) -> Iterator[Finding]:
    """All findings about the holidays of countries."""
    closing = any(queue.hours.closed_on_holidays for queue in loaded.plan.queues.values())
    for code, country in loaded.plan.countries.items():
        entry = loaded.written.countries[code].holidays
        if isinstance(entry, CalendarEntry):
            yield from _excepted(places, country, today)
            yield from _added(places, country, today)
        if closing:
            yield from _nameless(places, country, today)


def past(places: Places, file: str, path: tuple[object, ...], day: date) -> Finding:
    """A day that can no longer matter."""
    return places.at(file, path, "C703", f"{day} is past", "remove it")


def _excepted(places: Places, country: Country, today: date) -> Iterator[Finding]:
    full = replace(country.calendar, excepted=())
    for index, day in enumerate(country.calendar.excepted):
        path = (country.code, "holidays", "except", index)
        if day < today:
            yield past(places, COUNTRIES, path, day)
        elif not is_holiday(full, day):
            what = f"{day} is no holiday of {country.name}, so that to except it changes nothing"
            yield places.at(COUNTRIES, path, "C701", what, _near(full, country, day))


def _near(calendar: Calendar, country: Country, day: date) -> str:
    """The holiday that was meant, if one is near."""
    around = sorted(
        (day + timedelta(n) for n in range(-_NEAR, _NEAR + 1)), key=lambda d: abs(d - day)
    )
    meant = next((each for each in around if is_holiday(calendar, each)), None)
    if meant is None:
        return "remove it"
    name = spoken_holiday(calendar, meant, country.languages[0])
    return f"{name or 'the holiday near it'} is kept on {meant}: write that day, or remove this one"


def _added(places: Places, country: Country, today: date) -> Iterator[Finding]:
    public = replace(country.calendar, added=(), excepted=())
    for own in country.calendar.added:
        path = (country.code, "holidays", "add", own.day)
        if own.day < today:
            yield past(places, COUNTRIES, path, own.day)
        elif own.day in country.calendar.excepted:
            what = f"{own.day} stands under `add` and under `except`, which wins"
            yield places.at(COUNTRIES, path, "C702", what, "remove one of the two")
        elif is_holiday(public, own.day):
            name = spoken_holiday(public, own.day, country.languages[0])
            known = f" ({name})" if name else ""
            what = f"{own.day} is a holiday of {country.name} already{known}"
            remedy = "remove it, unless it is meant to be called otherwise"
            yield places.at(COUNTRIES, path, "C702", what, remedy)


def _nameless(places: Places, country: Country, today: date) -> Iterator[Finding]:
    own = {each.day for each in country.calendar.added}
    for language in country.languages:
        missing = [
            day
            for day in (today + timedelta(days=ahead) for ahead in range(_YEAR.days))
            if is_holiday(country.calendar, day)
            and spoken_holiday(country.calendar, day, language) is None
        ]
        for day in missing:
            if day in own:
                path: tuple[object, ...] = (country.code, "holidays", "add", day)
                remedy = f"write {{{country.languages[0]}: …, {language}: …}}"
                yield places.at(COUNTRIES, path, "C706", f"{day} has no name in {language}", remedy)
        public = [day for day in missing if day not in own]
        if public:
            what = f"{_some(public)} {'have' if len(public) > 1 else 'has'} no name in {language}"
            remedy = (
                f"callers hear that it is a holiday, not which; write its name under `[holidays]` "
                f"of prompts/say_as/{language[:2]}.toml, or under `add:`"
            )
            yield places.at(COUNTRIES, (country.code, "holidays"), "C706", what, remedy)


def _some(days: list[date]) -> str:
    shown = ", ".join(map(str, days[:3]))
    return f"{shown} and {len(days) - 3} more holidays" if len(days) > 3 else shown
