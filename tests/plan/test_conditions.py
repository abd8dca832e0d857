"""``when:`` of a question."""

from __future__ import annotations

import pytest

from ivr.call.position import Position
from ivr.plan.conditions import Test as Comparison
from ivr.plan.conditions import holds, parse

HERE = Position("v", "n", "es", facts=(("severity", "not-affected"), ("topic", "billing-data")))


@pytest.mark.parametrize(
    ("text", "day", "held"),
    [
        ("severity == not-affected", 1, True),
        ("severity != not-affected", 1, False),
        ("severity == out-of-service", 1, False),
        ("unknown == yes", 1, False),
        ("unknown != yes", 1, True),
        ("topic == billing-data and day <= 15", 15, True),
        ("topic == billing-data and day <= 15", 16, False),
        ("topic == billing-data and day > 15", 15, False),
        ("topic == billing-data and day > 15", 16, True),
        ("day < 2", 1, True),
        ("day >= 31", 31, True),
        ("day != 5", 5, False),
        ("day == 05", 5, True),
        ("  severity==not-affected  ", 1, True),
        ("severity == not-affected and topic != billing-data", 1, False),
    ],
)
def test_conditions(text: str, day: int, held: bool) -> None:
    assert holds(parse(text), HERE, day) is held


def test_no_condition_always_holds() -> None:
    assert holds((), HERE, 1)


def test_parsed() -> None:
    assert parse("a_1 != b-2 and day <= 15") == (
        Comparison("a_1", "!=", "b-2"),
        Comparison("day", "<=", "15"),
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "severity",
        "severity = x",
        "a == b or c == d",
        "a == B",
        "a == b and",
        "day == x",
        "a < 3",
    ],
)
def test_what_is_no_condition(text: str) -> None:
    with pytest.raises(ValueError, match=r"cannot read the condition|compared with"):
        parse(text)
