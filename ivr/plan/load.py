"""Files → checked models. Every mistake comes back as ``file:line: what, and what to do``."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from ivr.errors import ConfigError, Problem
from ivr.plan import source as yaml_source
from ivr.plan.closures import is_blank
from ivr.plan.kinds import Kinds
from ivr.plan.model import Closures, Countries, Dialogs, Queues, Strict
from ivr.plan.shapes import shapes
from ivr.plan.written import CLOSURES, COUNTRIES, DIALOGS, FILES, QUEUES, Source, Written

_Model = TypeVar("_Model", Countries, Dialogs, Queues, Closures)


def load(folder: Path, kinds: Kinds) -> Written:
    """Read and validate the files in ``folder``, written as ``kinds`` can be.

    Raises ConfigError listing all problems.
    """
    problems: list[Problem] = []
    sources = {name: _read(folder / name, problems) for name in FILES}
    countries_model, dialogs_model, queues_model = shapes(kinds)
    countries = _model(countries_model, sources[COUNTRIES], problems)
    dialogs = _model(dialogs_model, sources[DIALOGS], problems)
    queues = _model(queues_model, sources[QUEUES], problems)
    sources[CLOSURES] = _optional(folder / CLOSURES, problems)
    closures = _model(Closures, sources[CLOSURES], problems) or Closures()
    if problems or not (countries and dialogs and queues):
        raise ConfigError(problems)
    return Written(countries.entries, dialogs.entries, queues.entries, sources, closures.entries)


def _read(path: Path, problems: list[Problem]) -> Source:
    name = f"{path.parent.name}/{path.name}"
    try:
        return yaml_source.read(path, name)
    except ConfigError as error:
        problems += error.problems
        return Source(name)


def _optional(path: Path, problems: list[Problem]) -> Source:
    blank = is_blank(path.read_bytes() if path.is_file() else None)
    return Source(path.name) if blank else _read(path, problems)


def _model(kind: type[_Model], source: Source, problems: list[Problem]) -> _Model | None:
    if not source.value:
        return None
    try:
        return kind.model_validate({"entries": source.value})
    except ValidationError as error:
        told = _meant(error.errors())
        problems += _distinct(explain(kind, source, detail) for detail in told)
        return None


def _meant(details: list[ErrorDetails]) -> Iterator[ErrorDetails]:
    """Without what is wrong only with the form that the admin did not choose, where two exist."""
    for detail in details:
        block, path = isinstance(detail["input"], dict), _path(detail)
        near = [one for one in details if one is not detail and _path(one)[: len(path)] == path]
        as_word = block and detail["type"] in ("literal_error", "string_type")
        as_block = not block and detail["type"] == "model_type"
        if not near or not (as_word or as_block):
            yield detail


def _path(detail: ErrorDetails) -> tuple[int | str, ...]:
    return tuple(part for part in detail["loc"][1:] if not _is_internal(part))


def _distinct(problems: Iterable[Problem]) -> list[Problem]:
    return sorted(dict.fromkeys(problems), key=lambda problem: problem.line)


def explain(kind: type[BaseModel], source: Source, detail: ErrorDetails) -> Problem:
    """One validation error in the admin's terms."""
    path = _path(detail)
    where = " › ".join(map(str, path))
    what, remedy = _words(kind, detail)
    return source.problem(path, f"{where}: {what}" if where else what, remedy)


def _is_internal(part: int | str) -> bool:
    # pydantic names the branch of a union or a validator it was in; that is no place in the file.
    return isinstance(part, str) and (
        part in ("[key]", "constrained-str", "str", "bool", "int", "list[str]")
        or part.endswith("Entry")
        or part.startswith(("literal[", "function-", "constrained", "nullable"))
        or part in ("Spell", "EntryShape")
    )


def _words(kind: type[BaseModel], detail: ErrorDetails) -> tuple[str, str]:
    name = str(detail["loc"][-1])
    match detail["type"]:
        case "extra_forbidden":
            return f"{name!r} is not a key here", _suggest(name, _known_keys(kind))
        case "missing":
            return f"{name!r} is missing", f"add `{name}: …`"
        case "literal_error":
            expected = detail.get("ctx", {}).get("expected", "")
            return f"{detail['input']!r} is not allowed", f"write {expected}"
        case "string_pattern_mismatch":
            return f"{detail['input']!r} is not a name of the right form", _pattern_words(detail)
        case "string_type" if isinstance(detail["input"], int):
            return "a text is expected here, not a number, yes or no", "put it in quotes"
        case "model_type" | "dict_type":
            return "an entry of `key: value` pairs is expected here", "see docs/DIALOGS.md"
        case "value_error":
            what, _, remedy = str(detail["ctx"]["error"]).partition("; ")
            return what, remedy
        case _:
            return f"{detail['msg'][0].lower()}{detail['msg'][1:]}", ""


def _pattern_words(detail: ErrorDetails) -> str:
    pattern = str(detail.get("ctx", {}).get("pattern", ""))
    if pattern == "^[0-8]$":
        return (
            "a menu key is one of 0 to 8; 9, * and # are kept for language, repeat and end of entry"
        )
    return f"it must match {pattern}"


def _suggest(name: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, list(known), n=1)
    return f"did you mean {close[0]!r}?" if close else "remove it"


def _known_keys(kind: type[BaseModel]) -> set[str]:
    keys: set[str] = set()
    for model in _models_of(kind):
        for name, info in model.model_fields.items():
            keys.add(info.alias or name)
    return keys


def _models_of(kind: Any) -> set[type[BaseModel]]:
    return set(_subclasses(Strict)) if issubclass(kind, _Model.__constraints__) else {kind}


def _subclasses(kind: type[Strict]) -> Iterable[type[Strict]]:
    for each in kind.__subclasses__():
        yield each
        yield from _subclasses(each)
