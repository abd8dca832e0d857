"""Whose number is it, and can a person be called back there?"""

from __future__ import annotations

import pytest

from ivr.call.telephone import (
    callable_number,
    calling_code,
    known_caller,
    parse_number,
    region_by_prefix,
    region_of,
)

REGIONS = {"+54": "AR", "+55": "BR", "+506": "CR", "+507": "PA", "+593": "EC", "+1": "US"}


# Twilio: withheld callers come as words, and still as the numbers that spell those words.
@pytest.mark.parametrize(
    ("ani", "known"),
    [
        ("+5491155551234", "+5491155551234"),
        ("+541151705383", "+541151705383"),
        ("+13052345678", "+13052345678"),
        (None, None),
        ("anonymous", None),
        ("+266696687", None),
        ("+7378742833", None),
        ("+2562533", None),
        ("+8656696", None),
        ("+86282452253", None),
        ("911", None),
        ("+1", None),
        ("+548008005383", None),  # toll-free: nobody can be called there
        ("sip:ana@example.com", None),
        ("+5491155551234\n", None),
    ],
)
def test_known_caller(ani: str | None, known: str | None) -> None:
    assert known_caller(ani) == known


@pytest.mark.parametrize(
    ("keyed", "country", "e164"),
    [
        ("1155551234", "AR", "+541155551234"),
        ("01155551234", "AR", "+541155551234"),
        ("5491155551234", "AR", "+5491155551234"),
        ("11987654321", "BR", "+5511987654321"),
        ("022045678", "EC", "+59322045678"),
        ("59322045678", "AR", "+59322045678"),
        ("3052345678", "US", "+13052345678"),
        ("123", "AR", None),
        ("08008005383", "AR", None),
        ("0609123456", "AR", None),  # premium: never called back
        ("", "AR", None),
        ("999999999999999", "AR", None),
    ],
)
def test_callable_number(keyed: str, country: str, e164: str | None) -> None:
    assert callable_number(keyed, country) == e164


@pytest.mark.parametrize(
    ("text", "country", "e164"),
    [
        ("+54 11 5170-5383", "AR", "+541151705383"),
        ("0800-800-5383", "AR", "+548008005383"),
        ("+1-305-808-6010", "CR", "+13058086010"),
        ("+57(1)-611-9013", "CO", None),
        ("012", "AR", None),
        ("no number", None, None),
    ],
)
def test_parse_number(text: str, country: str | None, e164: str | None) -> None:
    assert parse_number(text, country) == e164


@pytest.mark.parametrize(
    ("dnis", "country"),
    [
        ("+541100000000", "AR"),
        ("+5061", "CR"),
        ("+50712345678", "PA"),
        ("+59322222222", "EC"),
        ("+13058085934", "US"),
        ("+4930123456", None),
        ("+999", None),
        ("sip:support@example.com", None),
        ("", None),
    ],
)
def test_region_by_prefix(dnis: str, country: str | None) -> None:
    assert region_by_prefix(dnis, REGIONS) == country


@pytest.mark.parametrize(
    ("e164", "region"),
    [("+584125551234", "VE"), ("+18095551234", "DO"), ("anonymous", None), ("+1", None)],
)
def test_region_of(e164: str, region: str | None) -> None:
    assert region_of(e164) == region


@pytest.mark.parametrize(("country", "code"), [("AR", "+54"), ("PA", "+507"), ("US", "+1")])
def test_calling_code(country: str, code: str) -> None:
    assert calling_code(country) == code
