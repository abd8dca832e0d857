"""What callers say, and what is made of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from prompts import hearing
from prompts.catalog import Catalog
from prompts.hearing import as_choice, as_code, as_digits, as_yes_no, wants_person
from prompts.hearing.vocabulary import words
from prompts.say_as import code, digits

LANGUAGES = ("es", "es-AR", "es-MX", "es-PA", "pt-BR", "en")
CATALOG = Catalog.load()
SEVERITY = ("out-of-service", "service-affected", "not-affected")

Reader = Callable[[str, str], object]


def severity(text: str, language: str) -> str | None:
    options = {option: CATALOG.phrases(option, language) for option in SEVERITY}
    return as_choice(text, options, language)


READERS: dict[str, Reader] = {
    "digits": as_digits,
    "code": as_code,
    "yes_no": as_yes_no,
    "severity": severity,
    "wants_person": wants_person,
}
TABLES = yaml.safe_load((Path(__file__).parent / "heard.yaml").read_text("utf-8"))
ROWS = [
    (reader, language, said, value)
    for reader, table in TABLES.items()
    for language, answers in table.items()
    for said, value in answers.items()
]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_heard(row: tuple[str, str, str, object]) -> None:
    reader, language, said, value = row
    assert READERS[reader](said, language) == value


def test_the_longer_phrase_wins_over_one_inside_it() -> None:
    options = {"question": ["cobro"], "dispute": ["cobro indebido"]}
    assert as_choice("tengo un cobro indebido", options, "es") == "dispute"
    assert as_choice("un cobro indebido y otro cobro", options, "es") is None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "options",
    [
        SEVERITY,
        ("less-than-an-hour", "today", "earlier"),
        ("invoice-question", "dispute-or-credit", "portal-access", "billing-data"),
        ("bgp-sessions", "routes-and-networks", "ip-addresses", "quality-of-service"),
    ],
)
def test_every_phrase_of_an_option_chooses_it(language: str, options: tuple[str, ...]) -> None:
    phrases = {option: CATALOG.phrases(option, language) for option in options}
    for option in options:
        for phrase in phrases[option]:
            assert as_choice(phrase, phrases, language) == option, phrase


@given(st.text(st.characters()), st.sampled_from((*LANGUAGES, "", "xx-YY")))
def test_no_text_raises(text: str, language: str) -> None:
    heard = as_code(text, language)
    assert heard is None or (heard.isascii() and heard.isalnum() and heard == heard.upper())
    number = as_digits(text, language)
    assert number is None or (number.isascii() and number.isdigit())
    assert as_yes_no(text, language) in (True, False, None)
    assert as_choice(text, {"a": [text], "b": ["x"]}, language) in ("a", "b", None)
    assert wants_person(text, language) in (True, False)


@given(st.text("0123456789", min_size=1, max_size=20), st.sampled_from(LANGUAGES))
def test_digits_read_back_are_heard_as_they_were(number: str, language: str) -> None:
    assert as_digits(digits(number, language), language) == number


@given(st.from_regex(r"[A-Z]{0,4}[0-9][A-Z0-9]{0,10}", fullmatch=True), st.sampled_from(LANGUAGES))
def test_codes_read_back_are_heard_as_they_were(identifier: str, language: str) -> None:
    assert as_code(code(identifier, language), language) == identifier


@pytest.mark.parametrize(
    ("language", "said", "number"),
    [
        ("es", "treinta y cinco", 35),
        ("es", "veintiún", 21),
        ("es", "un", 1),
        ("es", "ciento cincuenta", 150),
        ("es", "mil doscientos", 1200),
        ("es", "mil 200", 1200),
        ("es", "dos mil veintiséis", 2026),
        ("es", "tres millones quinientos mil uno", 3_500_001),
        ("es", "2026", 2026),
        ("es", "cero", 0),
        ("es", "dos tres", None),
        ("es", "cero cinco", None),
        ("es", "treinta y", None),
        ("es", "y treinta", None),
        ("es", "treinta veinte", None),
        ("es", "no lo sé", None),
        ("es", "", None),
        ("pt-BR", "trezentos e quarenta e cinco", 345),
        ("pt-BR", "dois mil e um", 2001),
        ("pt-BR", "vinte e um", 21),
        ("pt-BR", "dez e nove", None),
        ("en", "ten oh two", None),
        ("en", "two hundred and five", 205),
        ("en", "a thousand", 1000),
        ("en", "one thousand two hundred", 1200),
        ("en", "twenty twenty six", None),
        ("en", "9" * 40, None),
    ],
)
def test_whole_numbers(language: str, said: str, number: int | None) -> None:
    assert hearing.as_number(words(said), language) == number
