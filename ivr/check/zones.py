"""Time zones that do not belong to their country, or have no summer time where it has one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from babel.core import get_global

from ivr.check.finding import Finding
from ivr.check.loading import Loaded
from ivr.check.places import COUNTRIES, Places

# Whether a zone has summer time is asked of the rules that hold from now on, whatever day it is.
_WINTER, _SUMMER = datetime(2037, 1, 15, tzinfo=UTC), datetime(2037, 7, 15, tzinfo=UTC)


def zone_findings(loaded: Loaded, places: Places) -> Iterator[Finding]:
    """All findings about time zones that exist."""
    for code, country in loaded.plan.countries.items():
        own = _zones_of(code)
        if not own or _territory(country.zone) == code:
            continue
        path, remedy = (code, "timezone"), f"write {_choice(code, country.zone)}"
        if _changes(country.zone) or not any(map(_changes, own)):
            what = f"{country.zone} is no time zone of {country.name}"
            yield places.at(COUNTRIES, path, "C705", what, remedy)
        else:
            what = f"{country.zone} has no summer time, and {country.name} has"
            yield places.at(COUNTRIES, path, "C704", what, remedy)


def _territory(zone: str) -> str:
    """The country that a zone, or the one of which it is another name, belongs to.

    EST and its like name an offset, though today's tables lend them a city's rules.
    """
    territories: Mapping[str, str] = get_global("zone_territories")
    aliases: Mapping[str, str] = get_global("zone_aliases")
    is_place = "/" in zone or _changes(zone)
    return territories.get(zone) or territories.get(aliases.get(zone, "") if is_place else "", "")


@cache
def _zones_of(country: str) -> tuple[str, ...]:
    return tuple(z for z, code in get_global("zone_territories").items() if code == country)


def _changes(zone: str) -> bool:
    return len({moment.astimezone(ZoneInfo(zone)).utcoffset() for moment in (_WINTER, _SUMMER)}) > 1


def _choice(country: str, meant: str) -> str:
    """The country's main zones, those with the offset of the one that was written first."""
    table = (files("tzdata") / "zoneinfo" / "zone.tab").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in table if line.startswith(f"{country}\t")]
    zones = sorted((row[2] for row in rows), key=lambda zone: _offset(zone) != _offset(meant))
    return f"one of {', '.join(zones[:4])} …" if len(zones) > 4 else " or ".join(zones)


def _offset(zone: str) -> timedelta | None:
    return _WINTER.astimezone(ZoneInfo(zone)).utcoffset()
