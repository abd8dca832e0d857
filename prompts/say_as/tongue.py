"""The spoken-value tables of one language, read once from ``<language>.toml`` beside this file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from prompts import tables

_HERE = Path(__file__).parent
_SPOKEN = frozenset(path.stem for path in _HERE.glob("*.toml"))
_LAST_RESORT = "en"


@dataclass(frozen=True, slots=True)
class ClockWords:
    """How times are said. ``cycle`` is 12 or 24; patterns take {hour}, {minutes} and {part}."""

    cycle: int
    exact: Mapping[str, str]
    minutes: Mapping[str, str]
    oh: str
    one: str
    sharp: str
    one_past: str
    past: str
    parts: tuple[tuple[int, str], ...]
    joins: tuple[Mapping[str, str], ...]


@dataclass(frozen=True, slots=True)
class Days:
    """How dates are said. ``on`` has a word for each weekday, Monday first."""

    first: str
    ordinal: bool
    pattern: str
    on: tuple[str, ...]
    at: str


@dataclass(frozen=True, slots=True)
class Tongue:
    """All tables of one language. ``numbers`` is num2words' name for it, ``locale`` Babel's.

    ``table`` is all that the language's file holds, for who reads more than these: the country's
    own words laid over it.
    """

    numbers: str
    locale: str
    digits: tuple[str, ...]
    keys: Mapping[str, str]
    letters: Mapping[str, str]
    endings: Mapping[str, list[list[str]]]
    units: Mapping[str, Any]
    clock: ClockWords
    day: Days
    week: Mapping[str, Any]
    zone: Mapping[str, str]
    table: Mapping[str, Any]


@lru_cache(maxsize=64)
def tongue(language: str) -> Tongue:
    """The tables of ``language``, its country's words laid over; English where it has none."""
    base, _, country = language.partition("-")
    spoken = base if base in _SPOKEN else _LAST_RESORT
    table = tables.read(_HERE / f"{spoken}.toml", country)
    return Tongue(
        numbers=table["numbers"],
        locale=spoken,
        digits=tuple(table["digits"]),
        keys=table["keys"],
        letters=table["letters"],
        endings=table["endings"],
        units=table["units"],
        clock=_clock(table["clock"]),
        day=Days(**{**table["day"], "on": tuple(table["day"]["on"])}),
        week=table["week"],
        zone=table["zone"],
        table=table,
    )


def _clock(table: Mapping[str, Any]) -> ClockWords:
    parts = tuple((part["from"], part["words"]) for part in table["parts"])
    return ClockWords(**{**table, "parts": parts, "joins": tuple(table["joins"])})
