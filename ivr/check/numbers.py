"""Published numbers: which look like a slip of the pen, and which may not place calls."""

from __future__ import annotations

from collections.abc import Iterator

import phonenumbers

from ivr.call.telephone import parse_number
from ivr.check.finding import Finding
from ivr.check.loading import Loaded
from ivr.check.places import COUNTRIES, Places
from ivr.plan.numbers import alike


def number_findings(loaded: Loaded, places: Places) -> Iterator[Finding]:
    """All findings about numbers that are valid."""
    for code, country in loaded.written.countries.items():
        numbers = [n for n in loaded.plan.numbers.values() if n.country == code]
        for first, second in alike(numbers, country.numbers):
            what = f"{second.published} is one slip of the pen away from {first.published}"
            remedy = f"if that is right, add `differs_from: {first.published}`"
            path = (code, "numbers", second.published)
            yield places.at(COUNTRIES, path, "N101", what, remedy)
        for text, entry in country.numbers.items():
            if entry.differs_from and entry.differs_from not in country.numbers:
                what = f"{entry.differs_from!r} is not listed for {country.name}"
                where = (code, "numbers", text, "differs_from")
                remedy = "write it as it stands in this file"
                yield places.at(COUNTRIES, where, "N102", what, remedy)
        if country.callback_from and _toll_free(country.callback_from, code):
            what = f"{country.callback_from} is a toll-free number, which often cannot place calls"
            remedy = "write a local number of yours"
            yield places.at(COUNTRIES, (code, "callback_from"), "N103", what, remedy)


def _toll_free(text: str, country: str) -> bool:
    e164 = parse_number(text, country)
    if e164 is None:
        return False
    kind = phonenumbers.number_type(phonenumbers.parse(e164))
    return kind == phonenumbers.PhoneNumberType.TOLL_FREE
