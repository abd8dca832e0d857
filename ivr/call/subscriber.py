"""One subscriber's number in all the forms in which it is written, and where it is spoken of."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import phonenumbers

from ivr.call.telephone import dialable, parse_number

_RUN = re.compile(r"\+?[0-9](?:[ ()./-]{0,3}[0-9])*")
_FEWEST = 8  # digits that are a telephone number and no year, circuit or amount

# A digit of mobile numbers that is dialled or not, by country and by time: after how many digits of
# the national number it stands, and whether fixed numbers share the range, so that with it and
# without it is one subscriber; else only where one of the two is no number today.
_MOBILE_DIGIT = {54: (0, "9", True), 52: (0, "1", True), 55: (2, "9", False)}
_WITH_IT, _WITHOUT = 11, 10  # digits of a national number there


@dataclass(frozen=True)
class Subscriber:
    """Who has a number, E.164 or a SIP address. ``forms`` are all that stand for the same."""

    number: str

    @cached_property
    def forms(self) -> frozenset[str]:
        """The number itself, and as it is written with and without a mobile's extra digit."""
        return frozenset({self.number, *_other_forms(self.number)})

    @cached_property
    def spellings(self) -> frozenset[str]:
        """The forms, and without their plus as some carriers hand them over."""
        return self.forms | {form.removeprefix("+") for form in self.forms}

    @cached_property
    def _national(self) -> frozenset[str]:
        found = (phonenumbers.parse(form) for form in self.forms if form.startswith("+"))
        digits = {phonenumbers.national_significant_number(number) for number in found}
        return frozenset(text for text in digits if len(text) >= _FEWEST)

    def has(self, text: object) -> bool:
        """Whether a value is this number."""
        return isinstance(text, str) and text in self.spellings

    def mentioned_in(self, value: object) -> bool:
        """Whether any text within a JSON value is this number or speaks of it."""
        text = json.dumps(value, ensure_ascii=False, default=str)
        if any(form in text for form in self.forms):
            return True
        runs = (re.sub(r"\D", "", run) for run in _RUN.findall(text))
        return any(national in run for run in runs for national in self._national)


def subscriber(text: str, country: str | None) -> Subscriber | None:
    """Whom ``text`` means, written as one writes in ``country``; None if it is no number there.

    Without a country only what tells its own is understood: ``+`` or ``00`` first, or ``sip:``.
    """
    clean = text.strip().removeprefix("tel:")
    if country is None:
        clean = re.sub(r"^00", "+", clean)
    number = dialable(clean) or parse_number(clean, country) or _as_written(clean)
    return Subscriber(number) if number else None


def _as_written(text: str) -> str | None:
    digits = re.sub(r"[\s().-]", "", text)
    # After a plus they are taken at their word: a carrier hands over numbers that are none.
    if re.fullmatch(r"\+[1-9][0-9]{6,17}", digits):
        return digits
    return parse_number(f"+{digits}", None) if re.fullmatch(r"[1-9][0-9]{10,14}", digits) else None


def _other_forms(e164: str) -> Iterator[str]:
    try:
        number = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return
    if number.country_code not in _MOBILE_DIGIT:
        return
    place, digit, shared = _MOBILE_DIGIT[number.country_code]
    national = phonenumbers.national_significant_number(number)
    if len(national) == _WITHOUT:
        other = national[:place] + digit + national[place:]
    elif len(national) == _WITH_IT and national[place] == digit:
        other = national[:place] + national[place + 1 :]
    else:
        return
    form = f"+{number.country_code}{other}"
    if shared or _is_valid(form) != _is_valid(e164):
        yield form


def _is_valid(e164: str) -> bool:
    return phonenumbers.is_valid_number(phonenumbers.parse(e164))
