"""What callers say, and what is made of it."""

from __future__ import annotations

import pytest
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


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("cuatro cinco, seis", "es-AR", "456"),
        ("Cuarenta y cinco sesenta y siete", "es-MX", "4567"),
        ("veintitrés cero uno", "es", "2301"),
        ("treinta cuarenta", "es", "3040"),
        ("doble cero siete", "es", "007"),
        ("mi número es el 4567", "es", "4567"),
        ("4.567-8", "es", "45678"),
        ("um meia zero", "pt-BR", "160"),
        ("vinte e cinco", "pt-BR", "25"),
        ("four five oh", "en", "450"),
        ("forty five triple six", "en", "45666"),
        ("doble", "es", None),
        ("cuatro perros", "es", None),
        ("no lo tengo", "es", None),
        ("", "es", None),
    ],
)
def test_digits(text: str, language: str, expected: str | None) -> None:
    assert as_digits(text, language) == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("A R guion 1 2 3 4 5", "es-AR", "AR12345"),
        ("a erre uno dos tres cuatro cinco", "es-AR", "AR12345"),
        ("AR-12345", "es-AR", "AR12345"),
        ("ar 12345", "es-AR", "AR12345"),
        ("be de Bravo, ve corta, doble u, 12", "es-MX", "BVW12"),
        ("a de alfa, de, de de dedo, uno", "es", "ADD1"),
        ("doble a 1", "es", "AA1"),
        ("SCLMPL 77", "es-CL", "SCLMPL77"),
        ("á erre um dois meia", "pt-BR", "AR126"),
        ("A as in alpha, R, 1 2", "en", "AR12"),
        ("double you one", "en", "W1"),
        ("no lo sé", "es", None),
        ("quiero hablar con una persona", "es", None),
    ],
)
def test_codes(text: str, language: str, expected: str | None) -> None:
    assert as_code(text, language) == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Sí.", "es", True),
        ("claro que sí", "es", True),
        ("No", "es", False),
        ("no, no es correcto", "es", None),
        ("no sé", "es", None),
        ("sim", "pt-BR", True),
        ("não", "pt-BR", False),
        ("yeah", "en", True),
        ("I'm not sure", "en", None),
        ("", "en", None),
    ],
)
def test_yes_and_no(text: str, language: str, expected: bool | None) -> None:
    assert as_yes_no(text, language) is expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("estamos SIN SERVICIO desde ayer", "es-AR", "out-of-service"),
        ("está muy lento", "es-AR", "service-affected"),
        ("no tenemos fallas, está todo bien", "es-AR", None),
        ("funciona", "es-AR", None),
        ("caído", "es-AR", "out-of-service"),
        ("caido", "es-AR", "out-of-service"),
        ("tá fora do ar", "pt-BR", "out-of-service"),
        ("it is slow", "en", "service-affected"),
        ("download", "en", None),
    ],
)
def test_severity(text: str, language: str, expected: str | None) -> None:
    options = {option: CATALOG.phrases(option, language) for option in SEVERITY}
    assert as_choice(text, options, language) == expected


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


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("operador", "es", True),
        ("quiero hablar con una persona", "es", True),
        ("Atendente, por favor", "pt-BR", True),
        ("a real person", "en", True),
        ("AR-12345", "es", False),
        ("personal", "es", False),
    ],
)
def test_a_person(text: str, language: str, expected: bool) -> None:
    assert wants_person(text, language) is expected


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
