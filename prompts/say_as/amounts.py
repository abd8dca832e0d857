"""Quantities in words, agreeing with the noun beside them."""

from __future__ import annotations

from typing import Literal

from prompts import lazy
from prompts.say_as.tongue import tongue

Form = Literal["plain", "masculine", "feminine"]
_HOUR = 60


def cardinal(number: str | int, language: str, form: Form = "plain") -> str:
    """A whole number in words. ``form`` makes it agree with a noun: "veintiún", "uma"."""
    words = tongue(language)
    spoken = str(lazy.num2words()(int(number), lang=words.numbers))
    if words.numbers == "en":
        spoken = spoken.replace(" and ", " ")  # American English says no "and" in a number
    for ending, agreed in words.endings.get(form, []):
        # Whole words only at the front: "uno" must not be found in "ninguno".
        if spoken == ending or spoken.endswith(f" {ending}"):
            return spoken.removesuffix(ending) + agreed
    return spoken


def ordinal(number: int, language: str) -> str:
    """First, second, twenty-third, as English dates want it."""
    return str(lazy.num2words()(number, lang=tongue(language).numbers, to="ordinal"))


def duration_minutes(minutes: str | int, language: str) -> str:
    """A length of time: "un minuto", "treinta y un minutos", "una hora y diez minutos"."""
    hours, rest = divmod(int(minutes), _HOUR)
    parts = []
    if hours:
        parts.append(_counted(hours, "hour", "feminine", language))
    if rest or not hours:
        parts.append(_counted(rest, "minute", "masculine", language))
    return f" {tongue(language).units['and']} ".join(parts)


def country(code: str | int, language: str) -> str:
    """Name of a country by its ISO 3166 letters; the letters themselves if nobody knows them."""
    names = lazy.locales().parse(tongue(language).locale).territories
    return str(names.get(str(code).upper(), code))


def _counted(number: int, unit: str, form: Form, language: str) -> str:
    one, many = tongue(language).units[unit]
    return f"{cardinal(number, language, form)} {one if number == 1 else many}"
