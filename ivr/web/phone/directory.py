"""Who can be dialled, and who can call."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import phonenumbers
from phonenumbers import PhoneNumberFormat

from ivr.call.telephone import a_mobile_of, parse_number
from ivr.errors import MalformedRequest
from ivr.plan.call_plan import CallPlan, Country, Number


@dataclass(frozen=True, slots=True)
class Listed:
    """A country of the directory, with its numbers in the order of the plan."""

    country: Country
    numbers: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who can call: the country he lives in, his mobile number as E.164 and as written."""

    country: str
    name: str
    e164: str
    display: str


def directory(plan: CallPlan) -> tuple[Listed, ...]:
    """The published numbers by country."""
    return tuple(
        Listed(country, tuple(n for n in plan.numbers.values() if n.country == country.code))
        for country in plan.countries.values()
    )


def callers(countries: Iterable[Country]) -> tuple[Caller, ...]:
    """One caller of each country, with an example number that is valid there."""
    found = ((country, a_mobile_of(country.code)) for country in countries)
    return tuple(
        Caller(country.code, country.name, _written(number, PhoneNumberFormat.E164), shown)
        for country, number in found
        if number and (shown := _written(number, PhoneNumberFormat.INTERNATIONAL))
    )


def dialled(plan: CallPlan, text: str) -> str:
    """E.164 of what was dialled: a published number by its digits, or any other in full.

    Raises MalformedRequest with what could be dialled instead.
    """
    number = plan.listed(text)
    if number:
        return number.e164
    other = parse_number("+" + "".join(filter(str.isdigit, text)), None)
    if other is None:
        raise MalformedRequest(
            f"{text} is neither a published number nor a whole one with its country code, "
            "such as +54 11 5170 5383; pick a published number"
        )
    return other


def _written(number: phonenumbers.PhoneNumber, style: int) -> str:
    return phonenumbers.format_number(number, style)
