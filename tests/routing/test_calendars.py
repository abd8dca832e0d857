"""Which days are kept: the law's proposal, what each country makes of it, and the names."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from routing.calendars import (
    holiday_name,
    holidays_in,
    is_holiday,
    kinds_of,
    known_calendar,
    public_names,
    regions_of,
)
from routing.model import Calendar, OwnHoliday

COUNTRIES = ("AR", "BR", "CL", "CO", "EC", "MX", "PE", "VE", "CR", "PA", "US")
YEARS = range(2026, 2034)
NOC_DAY = OwnHoliday(date(2026, 11, 24), (("es-AR", "Día del NOC"), ("en", "NOC day")))


def days(text: str, year: int) -> list[date]:
    """``01-01 12-25`` of a year."""
    return [date.fromisoformat(f"{year}-{each}") for each in text.split()]


# By hand, from each country's own law and decrees; not from the library.
@pytest.mark.parametrize(
    ("country", "year", "kept"),
    [
        ("AR", 2025, "01-01 03-03 03-04 03-24 04-02 04-18 05-01 05-25 06-16 06-20 07-09 08-17"
                     " 10-12 11-24 12-08 12-25"),
        ("BR", 2026, "01-01 04-03 04-21 05-01 09-07 10-12 11-02 11-15 11-20 12-25"),
        ("CL", 2026, "01-01 04-03 04-04 05-01 05-21 06-21 06-29 07-16 08-15 09-18 09-19 10-12"
                     " 10-31 11-01 12-08 12-25"),
        ("CO", 2025, "01-01 01-06 03-24 04-17 04-18 05-01 06-02 06-23 06-30 07-20 08-07 08-18"
                     " 10-13 11-03 11-17 12-08 12-25"),
        ("EC", 2025, "01-01 03-03 03-04 04-18 05-02 05-23 08-11 10-10 11-03 11-04 12-25"),
        ("EC", 2026, "01-01 02-16 02-17 04-03 05-01 05-25 08-10 10-09 11-02 11-03 12-25"),
        ("MX", 2026, "01-01 02-02 03-16 05-01 09-16 11-16 12-25"),
        ("PE", 2026, "01-01 04-02 04-03 04-05 05-01 06-07 06-29 07-23 07-28 07-29 08-06 08-30"
                     " 10-08 11-01 12-08 12-09 12-25"),
        ("CR", 2026, "01-01 04-02 04-03 04-11 05-01 07-25 08-15 09-15 12-25"),
        ("PA", 2026, "01-01 01-09 02-17 04-03 05-01 11-03 11-05 11-10 11-28 12-08 12-21 12-25"),
        ("US", 2026, "01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25"),
        ("US", 2027, "01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31"),
    ],
)  # fmt: skip
def test_a_year_by_hand(country: str, year: int, kept: str) -> None:
    assert list(holidays_in(Calendar(country), year)) == days(kept, year)


# Venezuela's labour law; a day that a single year's decree adds may come on top.
def test_a_year_of_venezuela() -> None:
    kept = "01-01 02-16 02-17 04-02 04-03 04-19 05-01 06-24 07-05 07-24 10-12 12-24 12-25 12-31"
    assert set(days(kept, 2026)) <= set(holidays_in(Calendar("VE"), 2026))


# A moved holiday is kept on the day to which it moved, and not on both; also across a New Year.
@pytest.mark.parametrize("country", COUNTRIES)
def test_no_holiday_is_kept_twice_within_days(country: str) -> None:
    seen: dict[str, date] = {}
    twice = []
    for year in YEARS:
        for day in holidays_in(Calendar(country), year):
            for name in public_names(Calendar(country), day):
                near = name in seen and day - seen[name] < timedelta(days=8)
                if near and "Carnival" not in name:  # two days of one name
                    twice.append((name, seen[name], day))
                seen[name] = day
    assert twice == []


@pytest.mark.parametrize(
    ("country", "moved", "kept"),
    [
        ("EC", "2027-08-10", "2027-08-09"),
        ("US", "2026-07-04", "2026-07-03"),
        ("US", "2028-01-01", "2027-12-31"),
        ("PA", "2026-12-20", "2026-12-21"),
        ("AR", "2026-11-20", "2026-11-23"),
        ("CO", "2027-06-29", "2027-07-05"),
    ],
)
def test_a_moved_holiday(country: str, moved: str, kept: str) -> None:
    calendar = Calendar(country)
    assert not is_holiday(calendar, date.fromisoformat(moved))
    assert is_holiday(calendar, date.fromisoformat(kept))


# What a voice says is the name, without the library's remarks on it.
@pytest.mark.parametrize("country", COUNTRIES)
def test_names_hold_no_remarks(country: str) -> None:
    for year in YEARS:
        for day in holidays_in(Calendar(country), year):
            for language in ("es", "en", "pt"):
                name = holiday_name(Calendar(country), day, language) or ""
                assert "(" not in name, name
                assert ";" not in name, name


# What the law leaves to the employer is a working day unless the plan says otherwise.
@pytest.mark.parametrize(
    ("country", "kind", "day"),
    [
        ("AR", "bridge-days", "2026-07-10"),
        ("AR", "bridge-days", "2025-05-02"),
        ("AR", "non-working-days", "2027-03-25"),  # Maundy Thursday
        ("BR", "non-working-days", "2026-02-17"),  # Carnival
        ("CR", "non-working-days", "2026-08-02"),
        ("CL", "bank-days", "2026-12-31"),
        ("PA", "bank-days", "2026-11-04"),
    ],
)
def test_a_day_left_to_the_employer(country: str, kind: str, day: str) -> None:
    when = date.fromisoformat(day)
    assert not is_holiday(Calendar(country), when)
    assert is_holiday(Calendar(country, also=(kind,)), when)
    assert kind in kinds_of(country)


# Two holidays on one day: what is left to the employer goes, the law's own stays.
def test_a_day_with_two_names() -> None:
    both = date(2026, 4, 2)
    veterans = "Día del Veterano y de los Caídos en la Guerra de Malvinas"
    assert holiday_name(Calendar("AR"), both, "es-AR") == veterans
    kept = Calendar("AR", also=("non-working-days",))
    assert holiday_name(kept, both, "es-AR") == f"{veterans}, Jueves Santo"
    assert public_names(kept, both)[1:] == ("Maundy Thursday",)


def test_the_holidays_of_a_region() -> None:
    day = date(2026, 7, 9)  # the Constitutionalist Revolution, in the state of São Paulo
    assert not is_holiday(Calendar("BR"), day)
    assert is_holiday(Calendar("BR", regions=("RJ", "SP")), day)
    assert is_holiday(Calendar("BR", regions=("SP",)), date(2026, 12, 25))
    assert "SP" in regions_of("BR")
    assert regions_of("PE") == ()


@pytest.mark.parametrize(
    ("country", "day", "language", "name"),
    [
        ("AR", date(2026, 12, 25), "es-AR", "Navidad"),
        ("AR", date(2026, 12, 25), "en", "Christmas Day"),
        ("BR", date(2026, 12, 25), "pt-BR", "Natal"),
        ("BR", date(2026, 12, 25), "en", "Christmas Day"),
        ("US", date(2026, 11, 26), "en", "Thanksgiving Day"),
        ("US", date(2027, 12, 31), "en", "New Year's Day"),
        ("MX", date(2026, 9, 16), "es-MX", "Día de la Independencia"),
        ("CO", date(2026, 1, 12), "es-CO", "Día de los Reyes Magos"),
        ("AR", date(2026, 11, 25), "es-AR", None),
        # A language that the calendar does not have: another language's name is not said in it.
        ("AR", date(2026, 12, 25), "pt-BR", None),
        ("US", date(2026, 12, 25), "es-US", None),
    ],
)
def test_names_of_holidays(country: str, day: date, language: str, name: str | None) -> None:
    assert holiday_name(Calendar(country), day, language) == name


@pytest.mark.parametrize(
    ("language", "name"),
    [("es-AR", "Día del NOC"), ("es", "Día del NOC"), ("en", "NOC day"), ("pt-BR", None)],
)
def test_own_days_are_named_in_their_languages(language: str, name: str | None) -> None:
    calendar = Calendar("AR", (NOC_DAY,))
    assert holiday_name(calendar, NOC_DAY.day, language) == name
    assert is_holiday(calendar, NOC_DAY.day)
    assert NOC_DAY.day in holidays_in(calendar, 2026)


def test_an_own_day_hides_the_name_of_the_public_one() -> None:
    own = OwnHoliday(date(2026, 12, 25), (("es", "Fiesta de la empresa"),))
    assert holiday_name(Calendar("AR", (own,)), own.day, "es-AR") == "Fiesta de la empresa"


def test_an_excepted_day_is_no_holiday() -> None:
    calendar = Calendar("AR", excepted=(date(2026, 12, 25),))
    assert not is_holiday(calendar, date(2026, 12, 25))
    assert date(2026, 12, 25) not in holidays_in(calendar, 2026)
    assert holiday_name(calendar, date(2026, 12, 25), "es-AR") is None
    assert public_names(calendar, date(2026, 12, 25)) == ("Christmas Day",)


@pytest.mark.parametrize(
    ("name", "known"), [("AR", True), ("PA", True), ("QQ", False), ("", False)]
)
def test_known_calendar(name: str, known: bool) -> None:
    assert known_calendar(name) is known
