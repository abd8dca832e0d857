"""Validation errors → what is wrong and what to do, in the admin's terms."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from ivr.errors import Problem
from ivr.plan.annotations import keys_at
from ivr.plan.model import IN_WORDS
from ivr.plan.telling import nearest, remedy, shown
from ivr.plan.written import Source

Words = tuple[str, str]  # what is wrong, what to do
_UNKNOWN = "extra_forbidden"
_BRANCHES = re.compile(
    r"\[key\]|str|bool|int|list\[str\]|Spell|EntryShape|.*Entry|(literal\[|function-|constrained|nullable|dict\[).*"
)


def problems(
    model: type[BaseModel], source: Source, details: list[ErrorDetails]
) -> Iterator[Problem]:
    """What is wrong with a file, each thing once, at its place."""
    for detail in _meant(model, details):
        path = place(detail)
        what, to_do = _words(model, detail)
        where = " › ".join(f"item {part + 1}" if isinstance(part, int) else part for part in path)
        yield source.problem(path, f"{where}: {what}" if where else what, to_do)


def _meant(model: type[BaseModel], details: list[ErrorDetails]) -> Iterator[ErrorDetails]:
    """Without what is wrong only with the form that the admin did not choose, where two exist,
    and without a key that is missing because it is misspelt."""
    misspelt = {(place(one)[:-1], _near(model, one)) for one in details if one["type"] == _UNKNOWN}
    for detail in details:
        block, path = isinstance(detail["input"], dict), place(detail)
        near = [one for one in details if one is not detail and place(one)[: len(path)] == path]
        as_word = block and detail["type"] in ("literal_error", "string_type")
        as_block = not block and detail["type"] == "model_type"
        is_meant = not near or not (as_word or as_block)
        if is_meant and (detail["type"] != "missing" or (path[:-1], path[-1]) not in misspelt):
            yield _either(detail) if any(one["type"] == "model_type" for one in near) else detail


def _either(detail: ErrorDetails) -> ErrorDetails:
    """A wrong word, told with the block that might stand there too."""
    if detail["type"] != "literal_error":
        return detail
    return {**detail, "ctx": {"expected": f"{detail['ctx']['expected']} or {shown({})}"}}


def place(detail: ErrorDetails) -> tuple[int | str, ...]:
    """Where in the file: the keys from its top.

    pydantic also names the branch of a union or the validator it was in; that is no place.
    """
    return tuple(part for part in detail["loc"][1:] if not _is_branch(part))


def _is_branch(part: int | str) -> bool:
    return isinstance(part, str) and bool(_BRANCHES.fullmatch(part))


def _words(model: type[BaseModel], detail: ErrorDetails) -> Words:
    kind = detail["type"]
    if kind == _UNKNOWN:
        return _unknown_key(model, detail)
    if kind == "missing":
        return f"{detail['loc'][-1]!r} is missing", f"add `{detail['loc'][-1]}: …`"
    if kind.startswith("date"):
        return f"{shown(detail['input'])} is no date", "write year, month and day like 2026-12-24"
    tell = _TOLD.get(kind)
    if tell is None:
        return f"{shown(detail['input'])} cannot stand here", "see docs/DIALOGS.md"
    return tell(detail["input"], detail.get("ctx", {}))


def _unknown_key(model: type[BaseModel], detail: ErrorDetails) -> Words:
    name = str(detail["loc"][-1])
    known = keys_at(model, detail["loc"][:-1])
    return f"{name!r} is not a key here", remedy(name, known, "the keys here are")


def _near(model: type[BaseModel], detail: ErrorDetails) -> str | None:
    return nearest(str(detail["loc"][-1]), keys_at(model, detail["loc"][:-1]))


def _choice(value: object, ctx: dict[str, Any]) -> Words:
    expected = str(ctx.get("expected", ""))
    near = nearest(value, re.findall(r"'([^']*)'", expected)) if isinstance(value, str) else None
    told = f"did you mean {near!r}?" if near else f"write {expected}"
    return f"{shown(value)} is not allowed here", told


def _form(value: object, ctx: dict[str, Any]) -> Words:
    what, to_do = IN_WORDS[str(ctx.get("pattern", ""))]
    return f"{shown(value)} is no {what}", to_do


def _text(value: object, _: dict[str, Any]) -> Words:
    if isinstance(value, bool):
        what = "yes, no, true and false are no text unless they stand in quotes"
        return what, f'write "{shown(value)}", or what is meant'
    if isinstance(value, int):
        return "a number is no text unless it stands in quotes", f'write "{value}"'
    return f"a text is expected here, not {shown(value)}", "write it behind the colon"


def _block(value: object, _: dict[str, Any]) -> Words:
    return f"a block of `key: value` pairs is expected here, not {shown(value)}", (
        "see docs/DIALOGS.md"
    )


def _own(_: object, ctx: dict[str, Any]) -> Words:
    what, _, to_do = str(ctx["error"]).partition("; ")
    return what, to_do


def _one_of_two(value: object, _: dict[str, Any]) -> Words:
    return f"{shown(value)} is neither yes nor no", "write yes or no"


def _whole(value: object, _: dict[str, Any]) -> Words:
    return f"{shown(value)} is no whole number", "write it in digits"


def _too_little(value: object, ctx: dict[str, Any]) -> Words:
    return f"{shown(value)} is too little", f"write {ctx['ge']} or more"


def _too_much(value: object, ctx: dict[str, Any]) -> Words:
    return f"{shown(value)} is too much", f"write {ctx['le']} or less"


def _too_few(_: object, ctx: dict[str, Any]) -> Words:
    return f"there must be at least {ctx['min_length']} here", "write one"


def _too_many(_: object, ctx: dict[str, Any]) -> Words:
    return f"there are more than {ctx['max_length']} here", f"keep {ctx['max_length']} at most"


def _list(value: object, _: dict[str, Any]) -> Words:
    return f"a list is expected here, not {shown(value)}", "write it in brackets: [one, another]"


_TOLD: dict[str, Callable[[object, dict[str, Any]], Words]] = {
    "literal_error": _choice,
    "string_pattern_mismatch": _form,
    "string_type": _text,
    "model_type": _block,
    "model_attributes_type": _block,
    "dict_type": _block,
    "list_type": _list,
    "value_error": _own,
    "bool_type": _one_of_two,
    "bool_parsing": _one_of_two,
    "int_type": _whole,
    "int_parsing": _whole,
    "int_parsing_size": _whole,
    "int_from_float": _whole,
    "greater_than_equal": _too_little,
    "less_than_equal": _too_much,
    "too_short": _too_few,
    "too_long": _too_many,
}
