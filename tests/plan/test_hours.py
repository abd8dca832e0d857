"""Opening hours and calendars as written → as routing decides on them, and as they are spoken."""
# ruff: noqa: E501 - times and what becomes of them stand on one line

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest

from ivr.engine.kinds.spoken_week import open_spans
from ivr.plan.call_plan import CallPlan
from ivr.plan.holidays import spoken_holiday
from prompts.say_as import week_hours
from routing.model import Calendar, Hours, OwnHoliday
from tests.plan.writing import COUNTRIES, QUEUES, plan_of

NINE, NOON, ONE, SIX = time(9), time(12), time(13), time(18)
OFFICE = ((NINE, SIX),)
TIMES = """hours: {mon-fri: "09:00-18:00", holidays: closed}"""


def hours(folder: Path, written: str) -> Hours:
    """The hours of a queue that is written so."""
    return (
        plan_of(folder, queues=QUEUES.replace(TIMES, f"hours: {written}")).queues["reception"].hours
    )


def spoken(found: Hours, language: str = "es-AR") -> str:
    return week_hours(open_spans(found), language)


@pytest.mark.parametrize(
    ("written", "week"),
    [
        ('{mon: "09:00-18:00"}', {0: OFFICE}),
        ('{mon: "9:00 - 18:00"}', {0: OFFICE}),
        ('{sat-sun: "00:00-24:00"}', {5: ((time(0), None),), 6: ((time(0), None),)}),
        ('{mon: ["14:00-18:00", "09:00-12:00"]}', {0: ((NINE, NOON), (time(14), SIX))}),
        # A day that is named alone is not what a range says of it, wherever it stands.
        ('{mon-tue: "09:00-18:00", tue: "09:00-13:00"}', {0: OFFICE, 1: ((NINE, ONE),)}),
        ('{tue: "09:00-13:00", mon-tue: "09:00-18:00"}', {0: OFFICE, 1: ((NINE, ONE),)}),
        ('{mon-wed: "09:00-18:00", tue: closed}', {0: OFFICE, 2: OFFICE}),
        ('{mon-wed: "09:00-18:00", tue-tue: ["09:00-13:00"]}', {0: OFFICE, 1: ((NINE, ONE),), 2: OFFICE}),
        # What runs past midnight is the next day's; Sunday's is Monday's.
        ('{mon: "22:00-06:00 next day"}', {0: ((time(22), None),), 1: ((time(0), time(6)),)}),
        ('{sun: "22:00-06:00 next day"}', {6: ((time(22), None),), 0: ((time(0), time(6)),)}),
        ('{mon: "09:00-09:00 next day"}', {0: ((NINE, None),), 1: ((time(0), NINE),)}),
        # Times that overlap or touch are one.
        ('{mon: ["09:00-13:00", "12:00-18:00"]}', {0: OFFICE}),
        ('{mon: ["09:00-18:00", "12:00-13:00"]}', {0: OFFICE}),
        ('{mon: ["09:00-12:00", "12:00-18:00"]}', {0: OFFICE}),
        ('{mon: ["09:00-18:00", "09:00-18:00"]}', {0: OFFICE}),
        (
            '{mon: "22:00-06:00 next day", tue: "05:00-12:00"}',
            {0: ((time(22), None),), 1: ((time(0), NOON),)},
        ),
    ],
)  # fmt: skip
def test_hours(tmp_path: Path, written: str, week: dict[int, object]) -> None:
    found = hours(tmp_path, written)
    assert found == Hours(False, tuple(week.get(day, ()) for day in range(7)))  # type: ignore[misc]


def test_hours_in_a_word(tmp_path: Path) -> None:
    assert hours(tmp_path, "always") == Hours()
    closed = hours(tmp_path, "closed")
    assert closed == Hours(always=False)
    assert closed.never
    assert not hours(tmp_path, '{sun: "09:00-18:00"}').never


def test_holidays_of_a_queue(tmp_path: Path) -> None:
    assert hours(tmp_path, '{mon: "09:00-18:00", holidays: closed}').closed_on_holidays


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (
            '{mon-fri: "09:00-18:00", wed: "09:00-13:00"}',
            "de lunes a martes, de las nueve de la mañana a las seis de la tarde; "
            "los miércoles, de las nueve de la mañana a la una de la tarde; "
            "de jueves a viernes, de las nueve de la mañana a las seis de la tarde",
        ),
        (
            '{mon-fri: ["09:00-13:00", "12:00-18:00"]}',
            "de lunes a viernes, de las nueve de la mañana a las seis de la tarde",
        ),
        (
            '{mon-sun: "22:00-06:00 next day"}',
            "todos los días, de las diez de la noche a las seis de la mañana",
        ),
        (
            '{mon-fri: "22:00-06:00 next day"}',
            "de lunes a viernes, de las diez de la noche a las seis de la mañana",
        ),
        (
            '{mon: ["00:00-06:00", "22:00-24:00"], tue: "00:00-06:00"}',
            "los lunes, de las doce de la noche a las seis de la mañana; "
            "los lunes, de las diez de la noche a las seis de la mañana",
        ),
        ('{mon-sun: "00:00-24:00"}', "todos los días, las veinticuatro horas"),
        (
            '{sat-sun: "00:00-24:00", mon: "00:00-06:00"}',
            "los lunes, de las doce de la noche a las seis de la mañana; "
            "de sábado a domingo, las veinticuatro horas",
        ),
    ],
)
def test_what_is_spoken_is_what_holds(tmp_path: Path, written: str, said: str) -> None:
    assert spoken(hours(tmp_path, written)) == said


def country(folder: Path, holidays: str) -> CallPlan:
    text = COUNTRIES.replace("holidays: AR", f"holidays: {holidays}")
    return plan_of(folder, countries=text)


def test_own_holidays_of_a_country(tmp_path: Path) -> None:
    plan = country(
        tmp_path,
        "{public: AR, add: {2026-12-24: Nochebuena, 2026-12-30: {es: Balance, en: Stocktaking}}, "
        "except: [2026-12-08], also: bridge-days, regions: [C, Jujuy]}",
    )
    assert plan.countries["AR"].calendar == Calendar(
        "AR",
        (
            OwnHoliday(date(2026, 12, 24), (("es-AR", "Nochebuena"),)),
            OwnHoliday(date(2026, 12, 30), (("es", "Balance"), ("en", "Stocktaking"))),
        ),
        (date(2026, 12, 8),),
        ("bridge-days",),
        ("C", "Jujuy"),
    )


def test_a_country_of_own_days_alone(tmp_path: Path) -> None:
    calendar = country(tmp_path, "{add: {2026-12-24: Nochebuena}}").countries["AR"].calendar
    assert calendar.public is None
    assert spoken_holiday(calendar, date(2026, 12, 24), "es-AR") == "Nochebuena"


# Where the calendar has no name in a language, ours; where we have none, no other language's.
@pytest.mark.parametrize(
    ("public", "language", "name"),
    [
        ("AR", "es-AR", "Navidad"),
        ("US", "es-US", "Navidad"),
        ("BR", "es", "Navidad"),
        ("US", "en", "Christmas Day"),
        ("AR", "pt-BR", None),
        ("US", "fr", None),
    ],
)
def test_the_name_of_a_holiday(public: str, language: str, name: str | None) -> None:
    assert spoken_holiday(Calendar(public), date(2026, 12, 25), language) == name


def test_an_own_day_without_a_name_in_a_language_has_none() -> None:
    own = OwnHoliday(date(2026, 12, 25), (("es", "Fiesta"),))
    assert spoken_holiday(Calendar("AR", (own,)), own.day, "en") is None
