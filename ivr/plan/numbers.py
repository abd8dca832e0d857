"""Published numbers → E.164, with what is wrong or suspicious about them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

import phonenumbers
from phonenumbers import PhoneNumberFormat

from ivr.call.telephone import parse_number, region_of
from ivr.errors import Problem
from ivr.plan.call_plan import Number
from ivr.plan.model import CountryEntry, NumberEntry
from ivr.plan.written import COUNTRIES, Written

_FILE = COUNTRIES


def collect(written: Written, problems: list[Problem]) -> dict[str, Number]:
    """All numbers of the plan by E.164; what cannot be dialled is added to ``problems``."""
    found: dict[str, Number] = {}
    for code, country in written.countries.items():
        for number in _of_country(written, code, country, problems):
            if number.e164 in found:
                problems.append(_twice(written, number, found[number.e164]))
            else:
                found[number.e164] = number
    return found


def _of_country(
    written: Written, code: str, country: CountryEntry, problems: list[Problem]
) -> Iterator[Number]:
    source = written.sources[_FILE]
    for text, entry in country.numbers.items():
        path = (code, "numbers", text)
        e164 = parse_number(entry.as_ or text, code)
        if e164 is None:
            problems.append(_invalid(written, path, entry.as_ or text, country.name))
        elif entry.as_ is None and region_of(e164) != code:
            problems.append(_foreign(written, path, text, country.name))
        else:
            yield Number(
                e164, _display(e164), text, code, entry.kind, entry.answers, source.line(*path)
            )


def _display(e164: str) -> str:
    return phonenumbers.format_number(phonenumbers.parse(e164), PhoneNumberFormat.INTERNATIONAL)


def _invalid(written: Written, path: tuple[object, ...], text: str, country: str) -> Problem:
    return written.sources[_FILE].problem(
        path,
        f"{text!r} is not a valid number of {country}",
        "write it as published and add `as: +…` with the number that is really dialled, "
        "and `note:` with why",
    )


def _foreign(written: Written, path: tuple[object, ...], text: str, country: str) -> Problem:
    return written.sources[_FILE].problem(
        path,
        f"{text!r} does not belong to {country}",
        "if that is so on purpose, add `as: +…` with the number and `note:` with why",
    )


def _twice(written: Written, number: Number, first: Number) -> Problem:
    return written.sources[_FILE].problem(
        (number.country, "numbers", number.published),
        f"{number.e164} is already listed for {first.country} on line {first.line}",
        "keep one; other dialogs that it also serves go under `also:`",
    )


def alike(
    numbers: Iterable[Number], entries: Mapping[str, NumberEntry]
) -> Iterator[tuple[Number, Number]]:
    """Pairs of a country that differ by two swapped digits or by one that slipped to the side.

    Both are slips of a pen: 5383 and 5833, 5383 and 5853. A pair that an admin has marked with
    ``differs_from:`` is not suspicious; direct numbers are left out.
    """
    by_length: dict[tuple[str, int], list[Number]] = {}
    for number in numbers:
        if number.kind == "direct":
            continue  # they come in blocks, which are full of neighbours
        by_length.setdefault((number.country, len(number.e164)), []).append(number)
    for group in by_length.values():
        for first, second in combinations(group, 2):
            if _slipped(first.e164, second.e164) and not _marked(first, second, entries):
                yield first, second


def _slipped(first: str, second: str) -> bool:
    places = [place for place, (a, b) in enumerate(zip(first, second, strict=True)) if a != b]
    if len(places) < 2:
        return False  # neighbours of a block of numbers
    a, b = first[places[0] : places[-1] + 1], second[places[0] : places[-1] + 1]
    swapped = len(places) == 2 and (a[0], a[-1]) == (b[-1], b[0])
    return swapped or a[1:] == b[:-1] or a[:-1] == b[1:]


def _marked(first: Number, second: Number, entries: Mapping[str, NumberEntry]) -> bool:
    marks = (entries[first.published].differs_from, entries[second.published].differs_from)
    return first.published in marks or second.published in marks
