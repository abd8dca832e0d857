"""What the value of an attribute may be: small predicates that can say what they allow."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """A predicate on attribute values; ``allows`` completes the sentence "give …"."""

    allows: str
    holds: Callable[[str], bool]


def pattern(expression: str, allows: str) -> Rule:
    """Values that match a whole regular expression."""
    compiled = re.compile(expression)
    return Rule(allows, lambda value: compiled.fullmatch(value) is not None)


def whole(low: int, high: int | None = None) -> Rule:
    """Whole numbers from ``low`` to ``high``, both included; no upper end if None."""

    def holds(value: str) -> bool:
        if not (value.isascii() and value.isdigit()):
            return False
        return low <= int(value) and (high is None or int(value) <= high)

    return Rule(f"a whole number from {low}" + (f" to {high}" if high is not None else ""), holds)


def choice(*words: str) -> Rule:
    """One of ``words``, upper and lower case told apart."""
    return Rule("one of " + ", ".join(words), frozenset(words).__contains__)


def several(*words: str) -> Rule:
    """One or more of ``words``, separated by spaces."""
    known = frozenset(words)
    return Rule(
        "any of " + ", ".join(words) + ", separated by spaces",
        lambda value: bool(value.split()) and set(value.split()) <= known,
    )


def either(first: Rule, second: Rule) -> Rule:
    """Values that ``first`` or ``second`` allows."""
    return Rule(
        f"{first.allows}, or {second.allows}",
        lambda value: first.holds(value) or second.holds(value),
    )


METHOD = choice("GET", "POST")
FLAG = choice("true", "false")
ANYTHING = Rule("any text", lambda _value: True)
ADDRESS = pattern(r"[!-~]+", "a URL, absolute or relative, percent-encoded")
POSITIVE = whole(1)
LOCALE = pattern(
    r"(?:[a-z]{2,3}(?:-[A-Z][a-z]{3})?-(?:[A-Z]{2}|[0-9]{3}))", "a language with its region: es-MX"
)
