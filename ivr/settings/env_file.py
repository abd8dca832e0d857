"""A ``.env`` file as people write one: in the encoding of their editor, after the fashion of their
shell, or copied from a page that beautifies quotation marks.

What can mean one thing only is read so. Anything else is a problem with its line.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

from dotenv import dotenv_values
from dotenv.parser import parse_stream

from ivr.errors import Problem
from ivr.settings.slips import folded, meant

_MARKS = (  # UTF-32's begins like UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
)
_UNSEEN = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u2060\u00ad")) | {0xA0: " "}
_SETTING = re.compile(
    r"(?P<lead>\s*(?:(?:export|set|setx|ENV)\s+|\$env:|-\s+)?)"
    r"[\"']?(?P<name>[A-Za-z][A-Za-z0-9_-]*)[\"']?\s*(?::=|[:=])\s*(?P<value>.*)"
)
_AS_UTF8 = "save it as UTF-8"


@dataclass(frozen=True, slots=True)
class EnvFile:
    """What a file holds: values and their lines by name, and what cannot be read."""

    values: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_env_file(path: Path, names: Collection[str]) -> EnvFile:
    """Read a file; one that is not there holds nothing. ``names`` are those that are ours."""
    try:
        raw = path.read_bytes()
    except (FileNotFoundError, IsADirectoryError):  # some keep a virtual environment there
        return EnvFile()
    except OSError as refused:
        what = f"cannot be read ({refused.strerror})"
        remedy = "let this user read it, or move it away if it is not meant for this service"
        return EnvFile(problems=[Problem(str(path), 0, what, remedy)])
    try:
        text = _decoded(raw)
    except UnicodeDecodeError as wrong:
        line = raw.count(b"\n", 0, wrong.start) + 1
        what = "holds bytes that are neither UTF-8 nor Windows-1252"
        return EnvFile(problems=[Problem(str(path), line, what, _AS_UTF8)])
    return _parsed(str(path), "\n".join(_plain(line, names) for line in text.splitlines()))


def _decoded(raw: bytes) -> str:
    encoding = next((name for mark, name in _MARKS if raw.startswith(mark)), _guessed(raw))
    return raw.decode(encoding).translate(_UNSEEN)


def _guessed(raw: bytes) -> str:
    """Without a mark: names and values are nearly all ASCII, so it shows where the zeros stand."""
    if b"\0" in raw:
        return "utf-16-le" if raw[1:2] == b"\0" else "utf-16-be"
    try:
        raw.decode()
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _plain(line: str, names: Collection[str]) -> str:
    """A line that sets one of ``names``, or nearly, as NAME=value; any other as it is."""
    found = _SETTING.fullmatch(line)
    if found is None:
        return line
    name = folded(found["name"]) if folded(found["name"]) in names else found["name"]
    return f"{name}={found['value']}" if name in names or meant(name, names) else line


def _parsed(file: str, text: str) -> EnvFile:
    lines: dict[str, int] = {}
    problems = []
    for binding in parse_stream(StringIO(text)):
        line = binding.original.line + _skipped(binding.original.string)
        if binding.error:
            problems.append(_unreadable(file, line))
        elif binding.key is not None:
            lines[binding.key] = line
    if problems:
        return EnvFile({}, lines, problems)
    values = dotenv_values(stream=StringIO(text))
    return EnvFile({name: value or "" for name, value in values.items()}, lines)


def _skipped(text: str) -> int:
    """Empty lines before a binding, which count to its text and not to its place."""
    return text[: len(text) - len(text.lstrip())].count("\n")


def _unreadable(file: str, line: int) -> Problem:
    what = "this line cannot be read"
    remedy = "write NAME=value, with a quotation mark at both ends of the value or at none"
    return Problem(file, line, what, remedy)
