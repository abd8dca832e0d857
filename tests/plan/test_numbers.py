"""Every published number is in the plan as it is published, and where it leads is as published."""

from __future__ import annotations

from pathlib import Path

import phonenumbers
import pytest

from ivr.plan.call_plan import Number
from ivr.plan.numbers import alike
from ivr.plan.versions import Plans
from ivr.plan.written import Written
from ivr.settings import PACKAGE_ROOT
from tests.plan.writing import COUNTRIES, complaints, plan_of
from tests.plan.writing import written as read

# Country, as published, E.164, the dialog that answers, and whether it is published for billing.
PUBLISHED = [
    ("AR", "0800-800-5383", "+548008005383", "service-assurance", False),
    ("AR", "+54-11-5170-5383", "+541151705383", "service-assurance", False),
    ("BR", "0800-887-3333", "+558008873333", "service-assurance", False),
    ("BR", "+55-11-3957-2288", "+551139572288", "service-assurance", False),
    ("CL", "800-360-303", "+56800360303", "service-assurance", False),
    ("CL", "+56-22-422-5803", "+56224225803", "service-assurance", False),
    ("CO", "01-8000-117997", "+5718000117997", "service-assurance", False),
    ("CO", "+57(1)-611-9013", "+576016119013", "service-assurance", False),
    ("EC", "1800-400-408", "+5931800400408", "service-assurance", False),
    ("EC", "+593-2-400-5080", "+59324005080", "service-assurance", False),
    ("MX", "01-800-999-1422", "+528009991422", "service-assurance", False),
    ("MX", "+52-55-2581-6333", "+525525816333", "service-assurance", False),
    ("PE", "0800-7-0662", "+5180070662", "service-assurance", False),
    ("PE", "+51-1-705-5777", "+5117055777", "service-assurance", False),
    ("CR", "+1-800-467-7288", "+18004677288", "service-assurance-cr", False),
    ("CR", "+1-305-808-6010", "+13058086010", "service-assurance-cr", False),
    ("VE", "0800-285-8300", "+588002858300", "service-assurance-ve", False),
    ("VE", "+58-212-204-9378", "+582122049378", "service-assurance-ve", False),
    ("VE", "+212-204-9306", "+582122049306", "managed-services-line", False),
    ("VE", "0800-134-1064", "+588001341064", "vyvx-line", False),
    ("AR", "0800-800-5853", "+548008005853", "billing-line", True),
    ("AR", "+54-11-5170-5383", "+541151705383", "service-assurance", True),
    ("BR", "0800-887-3333", "+558008873333", "service-assurance", True),
    ("BR", "+55-11-3957-2288", "+551139572288", "service-assurance", True),
    ("CL", "800-360-303", "+56800360303", "service-assurance", True),
    ("CL", "+56-22-422-5803", "+56224225803", "service-assurance", True),
    ("CO", "01-800-011-7997", "+5718000117997", "service-assurance", True),
    ("CO", "+57-1-611-9013", "+576016119013", "service-assurance", True),
    ("EC", "1-800-400-408", "+5931800400408", "service-assurance", True),
    ("EC", "+593-2-400-5080", "+59324005080", "service-assurance", True),
    ("VE", "0800-285-8300", "+588002858300", "service-assurance-ve", True),
    ("VE", "+58-212-204-9378", "+582122049378", "service-assurance-ve", True),
    ("AR", "+54-11 5170-0000", "+541151700000", "switchboard", False),
    ("BR", "+55-11 3957-2200", "+551139572200", "direct-support-br", False),
    ("BR", "+55-11 3957-1900", "+551139571900", "reception-line", False),
    ("CL", "+56-2 2422-5900", "+56224225900", "switchboard", False),
    ("CO", "+57-1 611-9000", "+576016119000", "switchboard", False),
    ("EC", "+593-2 400-4040", "+59324004040", "switchboard", False),
    ("US", "+1-305 808-5934", "+13058085934", "switchboard", False),
    ("MX", "+52-55 25816270", "+525525816270", "switchboard", False),
    ("PA", "+50-7 314-0324", "+5073140324", "switchboard", False),
    ("PE", "+51-1 705-5700", "+5117055700", "switchboard", False),
    ("VE", "+58-212 204-9275", "+582122049275", "switchboard", False),
]


@pytest.fixture(scope="module")
def written() -> Written:
    return read(PACKAGE_ROOT / "config")


@pytest.mark.parametrize(("country", "published", "e164", "dialog", "billing"), PUBLISHED)
def test_published_numbers(
    plans: Plans,
    written: Written,
    country: str,
    published: str,
    e164: str,
    dialog: str,
    billing: bool,
) -> None:
    number = plans.current.numbers[e164]
    assert (number.country, number.dialog) == (country, dialog)
    entry = written.countries[country].numbers[number.published]
    assert published in (number.published, *entry.published)
    if billing:
        assert "billing" in (*entry.also, dialog.removesuffix("-line"))


def test_there_are_no_others(plans: Plans) -> None:
    assert set(plans.current.numbers) == {row[2] for row in PUBLISHED}


def test_numbers_are_valid_and_shown_as_one_dials_them(plans: Plans) -> None:
    for number in plans.current.numbers.values():
        parsed = phonenumbers.parse(number.e164)
        assert phonenumbers.is_valid_number(parsed)
        assert number.display.startswith(f"+{parsed.country_code} ")
        assert number.line > 1


# What is said of a number is checked at load; a pair that looks alike is for the check to tell.
def test_numbers_that_look_alike(written: Written) -> None:
    def number(e164: str, published: str) -> Number:
        return Number(e164, e164, published, "AR", "local", "support")

    entries = written.countries["AR"].numbers
    marked = [number("+548008005383", "0800-800-5383"), number("+548008005853", "0800-800-5853")]
    assert list(alike(marked, entries)) == []
    plain = [
        number("+541151705383", "+54-11-5170-5383"),
        number("+541151705833", "+54-11 5170-0000"),
    ]
    assert list(alike(plain, entries)) == [tuple(plain)]


@pytest.mark.parametrize(
    ("first", "second"),
    [("+541151705383", "+541151705384"), ("+541151705383", "+5411517053830")],
)
def test_numbers_that_do_not(written: Written, first: str, second: str) -> None:
    pair = [Number(e164, "", "+54-11 5170-0000", "AR", "local", "x") for e164 in (first, second)]
    assert list(alike(pair, written.countries["AR"].numbers)) == []


def test_as_wins_over_the_published_form(tmp_path: Path) -> None:
    text = COUNTRIES.replace(
        "+54-11-5170-5383: {", '+1-305-808-6010: {as: +1 305-808-6010, note: "a US number", '
    )
    number = plan_of(tmp_path, countries=text).numbers["+13058086010"]
    assert (number.country, number.published) == ("AR", "+1-305-808-6010")


def test_the_same_number_twice_in_two_countries(tmp_path: Path) -> None:
    other = (
        COUNTRIES.replace("AR:", "UY:", 1)
        .replace(
            "0800-800-5383:    {", '+54 800 800 5383: {as: +54 800 800 5383, note: "on loan", '
        )
        .replace("+54-11-5170-5383: {", "+598 2345 6789: {")
    )
    (told,) = complaints(
        tmp_path, countries=COUNTRIES + other.replace("holidays: AR\n", "holidays: UY\n")
    )
    assert told.startswith(
        "config/countries.yaml:19: +548008005383 is already listed for AR on line 9"
    )
