"""Closures by date as written → as routing decides on them, and what is said of mistakes."""
# ruff: noqa: E501 - a mistake and what is said of it stand on one line

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from ivr.plan.closures import is_blank
from routing.model import Closure
from tests.plan.writing import complaints, plan_of

BOTH = frozenset({"data", "reception"})
HOURS = frozenset({"reception"})  # data is always open


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def closures(folder: Path, text: str) -> tuple[Closure, ...]:
    return plan_of(folder, closures=text).closures


@pytest.mark.parametrize(
    ("written", "closure"),
    [
        # A company-wide holiday is one line; what never closes is not closed unless it is named.
        (
            "2026-12-30: closed-company-day",
            Closure(HOURS, at("2026-12-30"), at("2026-12-31"), "closed-company-day"),
        ),
        ("2026-12-30: {}", Closure(HOURS, at("2026-12-30"), at("2026-12-31"))),
        (
            "2026-12-24 to 2027-01-01: {queues: all}",
            Closure(BOTH, at("2026-12-24"), at("2027-01-02")),
        ),
        (
            "2026-12-30: {reason: closed-x, queues: data, countries: AR}",
            Closure(
                frozenset({"data"}), at("2026-12-30"), at("2026-12-31"), "closed-x",
                frozenset({"AR"}),
            ),
        ),
        (
            "2026-12-30: {queues: [data, reception], closed: \"13:00-24:00\"}",
            Closure(BOTH, at("2026-12-30T13:00"), at("2026-12-31")),
        ),
        (
            "2026-12-30: {closed: \"22:00-06:00 next day\"}",
            Closure(HOURS, at("2026-12-30T22:00"), at("2026-12-31T06:00")),
        ),
    ],
)  # fmt: skip
def test_one_closure(tmp_path: Path, written: str, closure: Closure) -> None:
    (found,) = closures(tmp_path, written)
    days = written.partition(":")[0]
    assert found == Closure(
        closure.queues,
        closure.begins,
        closure.ends,
        closure.reason,
        closure.countries,
        written=(days,),
    )


def test_half_days_of_a_span_are_one_a_day(tmp_path: Path) -> None:
    written = '2026-12-30 to 2026-12-31: {closed: ["08:00-10:00", "13:00-24:00"]}'
    assert [(each.begins, each.ends) for each in closures(tmp_path, written)] == [
        (at("2026-12-30T08:00"), at("2026-12-30T10:00")),
        (at("2026-12-30T13:00"), at("2026-12-31")),
        (at("2026-12-31T08:00"), at("2026-12-31T10:00")),
        (at("2026-12-31T13:00"), at("2027-01-01")),
    ]


def test_several_closures_of_a_day(tmp_path: Path) -> None:
    written = "2026-12-30: [closed-a, {reason: closed-b, queues: data}]\n"
    found = closures(tmp_path, written)
    assert [(each.reason, each.written) for each in found] == [
        ("closed-a", ("2026-12-30", "0")),
        ("closed-b", ("2026-12-30", "1")),
    ]


@pytest.mark.parametrize("text", ["", "# nothing yet\n\n", "---\n# nothing\n", "\ufeff# nothing\n"])
def test_a_file_of_comments(tmp_path: Path, text: str) -> None:
    assert closures(tmp_path, text) == ()
    assert is_blank(text.encode())


def test_no_file(tmp_path: Path) -> None:
    assert plan_of(tmp_path).closures == ()
    assert is_blank(None)


KNOWN = "write 2026-12-30, or 2026-12-24 to 2027-01-01"
TIMES = 'write "09:00-18:00", "22:00-06:00 next day", a list of these, or closed'
# fmt: off
MISTAKES = [
    ("30-12-2026: closed-x", f"2: '30-12-2026' names no days; {KNOWN}"),
    ("2026-12-30 - 2026-12-31: closed-x", f"2: '2026-12-30 - 2026-12-31' names no days; {KNOWN}"),
    ("2026-02-30: closed-x", f"2: '2026-02-30' has a day that does not exist; {KNOWN}"),
    ("2027-01-01 to 2026-12-24: closed-x", "2: '2027-01-01 to 2026-12-24' runs backwards; put the earlier day first"),
    ("2026-01-01 to 2027-01-02: closed-x", "2: '2026-01-01 to 2027-01-02' is longer than a year; write `hours: closed` at a queue that does not open again"),
    ("2026-12-30:\n  queues: dta", "3: there is no queue 'dta'; there are data, reception, all"),
    ("2026-12-30:\n  queues: [data, all]", "3: there is no queue 'all'; there are data, reception, all"),
    ("2026-12-30:\n  - closed-x\n  - countries: XX", "4: there is no country 'XX'; there are AR"),
    ("2026-12-30:\n  closed: 13:00", f"3: '13:00' is no opening time; {TIMES}"),
    ("2026-12-30:\n  reason: Closed today", "3: 2026-12-30 › reason: 'Closed today' is no name of a prompt; write lower-case letters without accents, digits and hyphens, 60 at most, a letter first"),
    ("2026-12-30:\n  resaon: closed-x", "3: 2026-12-30 › resaon: 'resaon' is not a key here; did you mean 'reason'?"),
    ("2026-12-30: 5", "2: 2026-12-30: a block of `key: value` pairs is expected here, not 5; see docs/DIALOGS.md"),
    ("2026-12-30: closed-x\n2026-12-30: closed-y", "3: '2026-12-30' stands twice (first on line 2); keep one"),
]
# fmt: on


@pytest.mark.parametrize(("written", "said"), MISTAKES)
def test_mistakes(tmp_path: Path, written: str, said: str) -> None:
    text = f"# closures\n{written}\n"
    assert complaints(tmp_path, closures=text) == [f"config/closures.yaml:{said}"]


def test_all_mistakes_of_a_closure_are_told_at_once(tmp_path: Path) -> None:
    text = "2026-12-30: {queues: dta, countries: XX, closed: 13h}"
    assert len(complaints(tmp_path, closures=text)) == 3
