"""Which days are holidays of a country, and their names.

The library's calendars are a proposal. A holiday that was moved is kept on the day to which it was
moved and on no other; days that the law leaves to the employer, and those of regions, are kept
where the plan says so; single days are added or excepted by date.
"""

from __future__ import annotations

import importlib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from routing.model import Calendar

KINDS = ("bridge-days", "non-working-days", "bank-days", "government-days")
_NEAR = 8  # days within which a holiday may be moved; the same name farther off is another
_LABELS = ("observed_label", "observed_estimated_label", "estimated_label")
_TABLE = Path(__file__).with_name("calendars.toml")


def is_holiday(calendar: Calendar, day: date) -> bool:
    """Whether ``day`` is a holiday of the calendar."""
    if day in calendar.excepted:
        return False
    return any(own.day == day for own in calendar.added) or day in _public(calendar, day.year)


def holidays_in(calendar: Calendar, year: int) -> tuple[date, ...]:
    """The holidays of a year, in order."""
    days = {*_public(calendar, year), *(own.day for own in calendar.added if own.day.year == year)}
    return tuple(sorted(days - set(calendar.excepted)))


def holiday_name(calendar: Calendar, day: date, language: str) -> str | None:
    """The holiday's name in ``language``; None if there is none in that language, or no holiday.

    A day that the plan adds has the names that it was given, and hides the public one's.
    """
    if not is_holiday(calendar, day):
        return None
    for own in calendar.added:
        if own.day == day:
            return _in_language(own.names, language)
    names = _public(calendar, day.year)[day]
    translated = _translated(calendar.public or "", names, language)
    return ", ".join(translated) if translated else None


def public_names(calendar: Calendar, day: date) -> tuple[str, ...]:
    """The English names of a day's public holidays, whether the day is excepted or not."""
    names = _public(calendar, day.year).get(day, ())
    return _translated(calendar.public or "", names, "en") or names


def known_calendar(public: str) -> bool:
    """Whether there is a public calendar of this name (an ISO country code)."""
    return _entity(public) is not None


def kinds_of(public: str) -> tuple[str, ...]:
    """The kinds of days, left to the employer by law, that a known public calendar has."""
    own = _of_country(public)
    lists = set(_entity(public).supported_categories)
    return tuple(kind for kind in KINDS if kind in own or _lists().get(kind) in lists)


def regions_of(public: str) -> tuple[str, ...]:
    """The regions whose holidays a known public calendar has: their letters, then their names."""
    entity = _entity(public)
    return (*entity.subdivisions, *entity.subdivisions_aliases)


@dataclass(frozen=True, slots=True)
class _Listed:
    """A holiday as the library lists it, by its name in the calendar's own language."""

    day: date
    name: str
    moved: bool


def _public(calendar: Calendar, year: int) -> Mapping[date, tuple[str, ...]]:
    if calendar.public is None:
        return {}
    return _kept(calendar.public, calendar.also, calendar.regions, year)


@lru_cache(maxsize=256)
def _kept(
    public: str, also: tuple[str, ...], regions: tuple[str, ...], year: int
) -> Mapping[date, tuple[str, ...]]:
    """The names of the holidays of a year by the day on which they are kept."""
    years = (year - 1, year, year + 1)  # New Year's Day may be moved into the year before
    listed = [each for near in years for each in _of_year(public, also, regions, near)]
    moved = [each for each in listed if each.moved]
    days: dict[date, list[str]] = {}
    for each in listed:
        if each.day.year == year and not _is_kept_elsewhere(each, moved):
            names = days.setdefault(each.day, [])
            names += [] if each.name in names else [each.name]
    return {day: tuple(names) for day, names in days.items()}


def _is_kept_elsewhere(each: _Listed, moved: Sequence[_Listed]) -> bool:
    return not each.moved and any(
        other.name == each.name and abs((other.day - each.day).days) < _NEAR for other in moved
    )


@lru_cache(maxsize=256)
def _of_year(
    public: str, also: tuple[str, ...], regions: tuple[str, ...], year: int
) -> tuple[_Listed, ...]:
    left_out = {
        name for kind in KINDS if kind not in also for name in _of_country(public).get(kind, ())
    }
    found: dict[_Listed, None] = {}
    for region in (None, *regions):
        entity = _entity(public)
        table = _library().country_holidays(
            public,
            subdiv=region,
            years=year,
            categories=_categories(entity, also),
            language=entity.default_language,
        )
        for day in sorted(table):
            for name in table.get_list(day):
                each = _plain(entity, _Listed(day, name, moved=False))
                if each.name not in left_out:
                    found[each] = None
    return tuple(found)


def _categories(entity: Any, also: Sequence[str]) -> tuple[str, ...]:
    wanted = {"public", *(_lists().get(kind, "public") for kind in also)}
    return tuple(sorted(wanted & set(entity.supported_categories)))


def _plain(entity: Any, listed: _Listed) -> _Listed:
    """Without the remark that the library adds to a name, which is no part of it."""
    for label in _LABELS:
        before, _, after = str(getattr(entity, label, None) or "%s").partition("%s")
        name = listed.name.removeprefix(before).removesuffix(after)
        if name != listed.name:
            return replace(listed, name=name, moved="observed" in label)
    return listed


def _in_language(names: Sequence[tuple[str, str]], language: str) -> str | None:
    exact = dict(names)
    base = {tag.partition("-")[0]: name for tag, name in reversed(names)}
    return exact.get(language) or base.get(language.partition("-")[0])


def _translated(public: str, names: tuple[str, ...], language: str) -> tuple[str, ...] | None:
    speaks = _holiday_language(public, language)
    if speaks is None:
        return None
    entity = _entity(public, speaks)
    spelt: Mapping[str, str] = _of_country(public).get("names", {})
    translated = (str(entity.tr(name)) for name in names)
    return tuple(spelt.get(name, name) for name in translated)


@lru_cache(maxsize=256)
def _holiday_language(public: str, language: str) -> str | None:
    supported = _entity(public).supported_languages
    wanted = language.replace("-", "_")
    base = wanted.partition("_")[0]
    candidates = [wanted, base, *(name for name in supported if name.startswith(f"{base}_"))]
    return next((name for name in candidates if name in supported), None)


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(_TABLE.read_text("utf-8"))


def _of_country(public: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = _table().get(public, {})
    return found


def _lists() -> Mapping[str, str]:
    lists: Mapping[str, str] = _table()["lists"]
    return lists


@cache
def _library() -> Any:
    # Half a second and 30 MB that a queue open around the clock never needs.
    return importlib.import_module("holidays")


@lru_cache(maxsize=64)
def _entity(public: str, language: str | None = None) -> Any:
    """A country's calendar without any days, for what it is able to; None if there is none."""
    try:
        return _library().country_holidays(public, language=language)
    except NotImplementedError:
        return None
