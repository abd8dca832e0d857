"""Telephone numbers: what is valid, where it belongs, whom one can call back."""

from __future__ import annotations

import re
from collections.abc import Mapping

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType

_E164 = re.compile(r"\+[1-9][0-9]{6,14}\Z")
_SIP = re.compile(r"sips?:[^\s@<>\"]+@[A-Za-z0-9][A-Za-z0-9.-]*(:\d{1,5})?(;\S+)?\Z")
# Numbers that stand for a withheld caller (the words that these digits spell on a keypad).
_WITHHELD = frozenset({"+266696687", "+7378742833", "+2562533", "+8656696", "+86282452253"})
_CALLABLE = frozenset(
    {
        PhoneNumberType.FIXED_LINE,
        PhoneNumberType.MOBILE,
        PhoneNumberType.FIXED_LINE_OR_MOBILE,
        PhoneNumberType.VOIP,
        PhoneNumberType.PERSONAL_NUMBER,
        PhoneNumberType.UAN,
    }
)


def parse_number(text: str, country: str | None) -> str | None:
    """E.164 of a number written as in ``country``, None if it is not a valid number."""
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def dialable(text: str) -> str | None:
    """A number as E.164 or a SIP address as it is; None if it is neither."""
    return text if _SIP.match(text) else parse_number(text, None)


def region_of(e164: str) -> str | None:
    """ISO code of the country that a number belongs to, None if it belongs to none."""
    try:
        return phonenumbers.region_code_for_number(phonenumbers.parse(e164))
    except phonenumbers.NumberParseException:
        return None


def region_by_prefix(dnis: str, regions: Mapping[str, str]) -> str | None:
    """The country that the longest calling code of ``dnis`` belongs to, by the plan's prefixes."""
    return next((regions[dnis[:n]] for n in range(5, 1, -1) if dnis[:n] in regions), None)


def calling_code(country: str) -> str:
    """The prefix of a country with its plus sign."""
    return f"+{phonenumbers.country_code_for_region(country)}"


def a_mobile_of(country: str) -> PhoneNumber | None:
    """An example of a mobile number of a country, valid there; None if there is no such country."""
    return phonenumbers.example_number_for_type(country, PhoneNumberType.MOBILE)


def example_of(country: str) -> str | None:
    """E.164 of some number that is valid in a country; None if there is no such country."""
    number = phonenumbers.example_number(country)
    return phonenumbers.format_number(number, PhoneNumberFormat.E164) if number else None


def callable_number(text: str, country: str) -> str | None:
    """E.164 of a number that a person can be called at, keyed as one does in ``country``."""
    for attempt in (text, f"+{text}"):
        try:
            number = phonenumbers.parse(attempt, country)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number) and _is_callable(number):
            return phonenumbers.format_number(number, PhoneNumberFormat.E164)
    return None


def _is_callable(number: phonenumbers.PhoneNumber) -> bool:
    return phonenumbers.number_type(number) in _CALLABLE


def known_caller(ani: str | None) -> str | None:
    """The number calling if it can be offered for a call-back; withheld and short ones cannot."""
    if ani is None or ani in _WITHHELD or not _E164.match(ani):
        return None
    return callable_number(ani, "ZZ")
