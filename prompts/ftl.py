"""Reads Fluent files: syntax, places of messages, and how one file lies over another.

Source of the format: projectfluent.org, syntax 1.0.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from fluent.syntax import FluentParser
from fluent.syntax import ast as tree

Entry = tree.Message | tree.Term
_MOST_BYTES = 1_000_000
_MOST_BRACES = 20
_BRACES = re.compile(r"[{}]")
_OTHER_MARKS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
_ENCODING = "save it as UTF-8"
_PLAINLY = "write plain sentences"


@dataclass(frozen=True, slots=True)
class WordingProblem:
    """One thing that is wrong in a prompt file. ``line`` is 1-based; 0 means the whole file."""

    file: str
    line: int
    what: str
    remedy: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.what}; {self.remedy}"


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry, and (file, line) of each of its parts; the part named "" is the value."""

    entry: Entry
    places: Mapping[str, tuple[str, int]]


def decoded(file: str, text: bytes, problems: list[WordingProblem]) -> str:
    """The text of a file, with or without a byte order mark; "" if it is none, which is told."""
    for mark, encoding in _OTHER_MARKS.items():
        if text.startswith(mark):
            problems.append(WordingProblem(file, 0, f"is written in {encoding}", _ENCODING))
            return ""
    if len(text) > _MOST_BYTES:
        what = f"is longer than {_MOST_BYTES:,} bytes"
        problems.append(WordingProblem(file, 0, what, _PLAINLY))
        return ""
    try:
        return text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = text.count(b"\n", 0, error.start) + 1
        problems.append(WordingProblem(file, line, "is not UTF-8 from here on", _ENCODING))
        return ""


def _too_deep(source: str) -> int:
    """The 1-based line on which braces nest beyond what parser and bundle can follow; 0 if none."""
    depth = 0
    for number, line in enumerate(source.splitlines(), 1):
        for brace in _BRACES.findall(line):
            depth = max(depth + (1 if brace == "{" else -1), 0)
            if depth > _MOST_BRACES:
                return number
    return 0


def name_of(entry: Entry) -> str:
    """The entry's key: ``-hash`` for a term, ``goodbye`` for a message."""
    prefix = "-" if isinstance(entry, tree.Term) else ""
    return prefix + entry.id.name


def parse(file: str, source: str) -> tuple[dict[str, Placed], list[WordingProblem]]:
    """All entries of one file by key, and what the file gets wrong."""
    entries: dict[str, Placed] = {}
    problems: list[WordingProblem] = []
    deep = _too_deep(source)
    if deep:
        return {}, [WordingProblem(file, deep, "has too many braces within braces", _PLAINLY)]
    for node in FluentParser().parse(source).body:
        if isinstance(node, tree.Junk):
            problems.append(_unreadable(file, source, node))
        elif isinstance(node, Entry):
            placed = _placed(file, source, node)
            key = name_of(node)
            if key in entries:
                problems.append(_twice(key, placed, entries[key]))
            entries.setdefault(key, placed)
    return entries, problems


def overlay(base: Mapping[str, Placed], top: Mapping[str, Placed]) -> dict[str, Placed]:
    """``base`` with ``top`` laid over it; an entry of ``top`` replaces only the parts it writes."""
    merged = dict(base)
    for key, placed in top.items():
        merged[key] = _merge(base[key], placed) if key in base else placed
    return merged


def patterns(entry: Entry) -> Iterator[tuple[str, tree.Pattern]]:
    """The parts of an entry: ``("", value)`` first, then ``(attribute, value)``."""
    if entry.value is not None:
        yield "", entry.value
    for attribute in entry.attributes:
        yield attribute.id.name, attribute.value


def _line(source: str, node: tree.BaseNode) -> int:
    span = cast(tree.SyntaxNode, node).span
    return source.count("\n", 0, span.start) + 1 if span else 0


def _placed(file: str, source: str, entry: Entry) -> Placed:
    places = {attribute.id.name: (file, _line(source, attribute)) for attribute in entry.attributes}
    if entry.value is not None:
        places[""] = (file, _line(source, entry.id))
    return Placed(entry, places)


def _merge(base: Placed, top: Placed) -> Placed:
    attributes = {a.id.name: a for a in (*base.entry.attributes, *top.entry.attributes)}
    value = top.entry.value if top.entry.value is not None else base.entry.value
    kind = type(top.entry)
    entry = kind(top.entry.id, cast(tree.Pattern, value), list(attributes.values()))
    return Placed(entry, {**base.places, **top.places})


def _unreadable(file: str, source: str, junk: tree.Junk) -> WordingProblem:
    reason = "; ".join(note.message for note in junk.annotations if note.message)
    start = (junk.content or "").strip().split("\n", 1)[0]
    return WordingProblem(
        file,
        _line(source, junk),
        f'cannot read "{start}": {reason}',
        "write it as: some-prompt = words, with attributes indented below as .again = words",
    )


def _twice(key: str, placed: Placed, first: Placed) -> WordingProblem:
    file, line = next(iter(placed.places.values()))
    _, before = next(iter(first.places.values()))
    return WordingProblem(
        file, line, f"{key} is already written in line {before}", "keep one of the two"
    )
