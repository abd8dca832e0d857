"""How each language speaks a value, as plain words that a voice cannot misread.

``SPEAKERS`` maps the kind of a value to the function that words it; every function takes the value
and a language tag (es-AR, pt-BR, en) and returns text in which a comma is a short pause.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from types import MappingProxyType
from typing import Any

from prompts.say_as.amounts import cardinal, country, duration_minutes
from prompts.say_as.characters import code, digits, key, phone_ending, ticket
from prompts.say_as.days_off import holiday
from prompts.say_as.moments import OpenSpan, clock, day, day_and_time, week_hours, zone

Value = str | int | date | datetime | time

SPEAKERS: Mapping[str, Callable[[Any, str], str]] = MappingProxyType(
    {
        "digits": digits,
        "ticket": ticket,
        "code": code,
        "phone_ending": phone_ending,
        "clock": clock,
        "day": day,
        "day_and_time": day_and_time,
        "number": cardinal,
        "minutes": duration_minutes,
        "key": key,
        "zone": zone,
        "country": country,
        "week_hours": week_hours,
    }
)

__all__ = [
    "SPEAKERS",
    "OpenSpan",
    "Value",
    "cardinal",
    "clock",
    "code",
    "country",
    "day",
    "day_and_time",
    "digits",
    "duration_minutes",
    "holiday",
    "key",
    "phone_ending",
    "ticket",
    "week_hours",
    "zone",
]
