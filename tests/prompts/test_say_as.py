"""Spoken values, as each language says them."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prompts.say_as import (
    SPEAKERS,
    OpenSpan,
    cardinal,
    clock,
    code,
    country,
    day,
    day_and_time,
    digits,
    duration_minutes,
    key,
    phone_ending,
    ticket,
    week_hours,
    zone,
)

LANGUAGES = ("es-AR", "es-MX", "es", "pt-BR", "en")
MONDAY = datetime(2026, 11, 23, 9, 0)  # noqa: DTZ001  local to the listener, as the speakers expect
SATURDAY = datetime(2026, 11, 28, 13, 30)  # noqa: DTZ001
OFFICE = [OpenSpan(0, 4, time(9), time(18)), OpenSpan(5, 5, time(9), time(13))]


@pytest.mark.parametrize(
    ("spoken", "expected"),
    [
        (digits("12345678", "es"), "uno dos tres cuatro, cinco seis siete ocho"),
        (digits("1234567", "en"), "one two three, four five six seven"),
        (digits("666", "pt-BR"), "meia meia meia"),
        (digits("66", "es"), "seis seis"),
        (digits("", "es"), ""),
        (ticket("1000016", "es-AR"), "uno cero cero, cero cero uno seis"),
        (code("AR-12345", "es-AR"), "a, erre, uno dos, tres cuatro cinco"),
        (code("bv-1", "es-AR"), "be larga, ve corta, uno"),
        (code("VW", "es-MX"), "ve chica, doble u"),
        (code("WV7", "pt-BR"), "dáblio, vê, sete"),
        (code("A7-B2", "en"), "A, seven, B, two"),
        (phone_ending("+5491155551210", "es-AR"), "dos uno cero"),
        (phone_ending("+5511987654663", "pt-BR"), "meia meia três"),
        (key("*", "es"), "asterisco"),
        (key("*0", "en"), "star 0"),
        (key("#", "es-MX"), "gato"),
        (key("#", "es-AR"), "numeral"),
        (key("#", "pt-BR"), "jogo da velha"),
        (key(6, "pt-BR"), "6"),
        (cardinal(121, "en"), "one hundred twenty-one"),
        (cardinal(21, "es", "masculine"), "veintiún"),
        (cardinal(1, "es", "feminine"), "una"),
        (cardinal(22, "pt-BR", "feminine"), "vinte e duas"),
        (duration_minutes(1, "es"), "un minuto"),
        (duration_minutes(31, "es"), "treinta y un minutos"),
        (duration_minutes(21, "es"), "veintiún minutos"),
        (duration_minutes(61, "pt-BR"), "uma hora e um minuto"),
        (duration_minutes(120, "en"), "two hours"),
        (duration_minutes(0, "en"), "zero minutes"),
        (country("US", "es"), "Estados Unidos"),
        (country("ZZ9", "es"), "ZZ9"),
        (zone("America/Argentina/Buenos_Aires", "es-AR"), "hora de Buenos Aires"),
        (zone("America/Sao_Paulo", "pt-BR"), "horário de Brasília"),
        (zone("America/Bogota", "en"), "Bogotá time"),
    ],
)
def test_values_in_words(spoken: str, expected: str) -> None:
    assert spoken == expected


@pytest.mark.parametrize(
    ("moment", "es", "pt", "en"),
    [
        (time(0, 0), "las doce de la noche", "meia-noite", "midnight"),
        (time(0, 30), "las doce y media de la noche", "zero hora e trinta", "twelve thirty a.m."),
        (time(1, 0), "la una de la madrugada", "uma hora", "one a.m."),
        (time(9, 5), "las nueve y cinco de la mañana", "nove e cinco", "nine oh five a.m."),
        (time(12, 0), "las doce del mediodía", "meio-dia", "noon"),
        (time(13, 0), "la una de la tarde", "treze horas", "one p.m."),
        (time(15, 30), "las tres y media de la tarde", "quinze e trinta", "three thirty p.m."),
        (time(21, 0), "las nueve de la noche", "vinte e uma horas", "nine p.m."),
    ],
)
def test_the_clock(moment: time, es: str, pt: str, en: str) -> None:
    assert [clock(moment, tongue) for tongue in ("es-CO", "pt-BR", "en")] == [es, pt, en]


@pytest.mark.parametrize(
    ("language", "first_of_may", "monday", "saturday"),
    [
        (
            "es-CL",
            "viernes primero de mayo",
            "el lunes veintitrés de noviembre, a las nueve de la mañana",
            "el sábado veintiocho de noviembre, a la una y media de la tarde",
        ),
        (
            "pt-BR",
            "sexta-feira, primeiro de maio",
            "na segunda-feira, vinte e três de novembro, às nove horas",
            "no sábado, vinte e oito de novembro, às treze e trinta",
        ),
        (
            "en",
            "Friday, May first",
            "on Monday, November twenty-third, at nine a.m.",
            "on Saturday, November twenty-eighth, at one thirty p.m.",
        ),
    ],
)
def test_days(language: str, first_of_may: str, monday: str, saturday: str) -> None:
    assert day(date(2026, 5, 1), language) == first_of_may
    assert day_and_time(MONDAY, language) == monday
    assert day_and_time(SATURDAY, language) == saturday


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "es",
            "de lunes a viernes, de las nueve de la mañana a las seis de la tarde; "
            "los sábados, de las nueve de la mañana a la una de la tarde",
        ),
        (
            "pt-BR",
            "de segunda-feira a sexta-feira, das nove horas às dezoito horas; "
            "aos sábados, das nove horas às treze horas",
        ),
        (
            "en",
            "Monday to Friday, from nine a.m. to six p.m.; Saturdays, from nine a.m. to one p.m.",
        ),
    ],
)
def test_opening_hours(language: str, expected: str) -> None:
    assert week_hours(OFFICE, language) == expected


def test_around_the_clock() -> None:
    always = [OpenSpan(0, 6, time(0), time(0))]
    assert week_hours(always, "es") == "todos los días, las veinticuatro horas"
    noon = [OpenSpan(0, 6, time(12), time(0))]
    assert week_hours(noon, "pt-BR") == "todos os dias, do meio-dia à meia-noite"


def test_a_zone_nobody_knows_is_an_error() -> None:
    with pytest.raises(LookupError):
        zone("Mars/Olympus", "es")


def test_every_kind_of_value_speaks() -> None:
    noon = (OpenSpan(0, 6, time(12), time(0)),)
    values = {"clock": MONDAY, "day": MONDAY, "day_and_time": MONDAY, "zone": "America/Lima"}
    values |= {"week_hours": noon}
    for kind, speaker in SPEAKERS.items():
        for language in LANGUAGES:
            assert speaker(values.get(kind, "12"), language), (kind, language)


@given(st.text(), st.sampled_from(LANGUAGES))
def test_codes_leave_no_figure_and_lose_none(text: str, language: str) -> None:
    assert not re.search(r"\d", code(text, language))
    count = len(re.findall(r"[0-9]", text))
    assert len(digits(text, language).replace(",", "").split()) == count


@given(st.integers(5, 40).map(lambda size: "7" * size))
def test_groups_are_of_two_to_four(number: str) -> None:
    groups = [len(group.split()) for group in digits(number, "es").split(", ")]
    assert all(2 <= size <= 4 for size in groups)


@given(st.times(), st.sampled_from(LANGUAGES))
def test_each_minute_of_the_day_has_words_of_its_own(moment: time, language: str) -> None:
    spoken = clock(moment, language)
    minute_later = clock(
        (datetime.combine(date.min, moment) + timedelta(minutes=1)).time(), language
    )
    assert spoken != minute_later
    assert not re.search(r"[\d{}]", spoken)
