"""``when:`` of a field: ``severity != not-affected``, ``topic == x and day <= 15``.

A test compares an earlier answer of the same call, or ``day`` (of the month, in the country's own
time zone), with a word or a number. Tests are joined by ``and``.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass

from ivr.call.facts import answer_fact
from ivr.call.position import Position

DAY = "day"  # of the month, in the country's own time zone
_TEST = re.compile(r"\s*([a-z][a-z0-9_]*)\s*(==|!=|<=|>=|<|>)\s*([a-z0-9_-]+)\s*\Z")
_COMPARE: dict[str, Callable[[int, int], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
}


@dataclass(frozen=True, slots=True)
class Test:
    """One comparison. ``name`` is a field of the form, or ``day``."""

    name: str
    operator: str
    value: str


Condition = tuple[Test, ...]


def parse(text: str) -> Condition:
    """Read a condition. Raises ValueError with words for the admin who wrote it."""
    return tuple(_parse_test(part) for part in re.split(r"\sand\s", text))


def holds(condition: Condition, position: Position, day: int) -> bool:
    """Whether all tests hold. A question that was not answered equals nothing."""
    return all(_holds(test, position, day) for test in condition)


def _parse_test(text: str) -> Test:
    match = _TEST.match(text)
    if not match:
        raise ValueError(
            f"cannot read the condition {text.strip()!r}; "
            "write `field == answer`, `field != answer` or `day <= 15`, joined by `and`"
        )
    test = Test(*match.groups())
    if test.name == DAY and not test.value.isdigit():
        raise ValueError(f"day is compared with a number from 1 to 31, not with {test.value!r}")
    if test.name != DAY and test.operator not in ("==", "!="):
        raise ValueError(f"an answer is compared with == or !=, not with {test.operator}")
    return test


def _holds(test: Test, position: Position, day: int) -> bool:
    if test.name == DAY:
        return _COMPARE[test.operator](day, int(test.value))
    return (position.fact(answer_fact(test.name)) == test.value) == (test.operator == "==")
