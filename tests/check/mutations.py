"""Slips of an admin's hand: one random change to the text of one of the plan's files."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

FILES = (
    "countries.yaml",
    "dialogs.yaml",
    "queues.yaml",
    "es.ftl",
    "pt-BR.ftl",
    "en.ftl",
    "es-MX.ftl",
)
_WORD = re.compile(r"(?<=[:\[,] )[a-z][a-z0-9_-]+(?=[,}\]\n])")
_PAIR = re.compile(r"[{,] ?[a-z_]+: [^,{}\[\]\n]+(?=[,}])")
_NUMBER = re.compile(r"(?<!\w)\d+(?!\w)")
_NAME = re.compile(r"^(?:    \.)?[a-z][a-z0-9-]*(?= =)", re.MULTILINE)
_WORDING = re.compile(r"\{ [$-][a-z_-]+ \}| \d(?=[.,;])")


def mutated(seed: int, texts: dict[str, str]) -> tuple[str, str]:
    """Which file is changed, and its new text, which always differs from the old."""
    rng = Random(seed)
    while True:
        name = rng.choice(FILES)
        change = rng.choice(_OF_WORDS if name.endswith(".ftl") else _OF_YAML)
        text = change(rng, texts[name])
        if text != texts[name]:
            return name, text


def _without_line(rng: Random, text: str) -> str:
    lines = text.split("\n")
    written = [n for n, line in enumerate(lines) if line.strip() and not line.startswith("#")]
    del lines[rng.choice(written)]
    return "\n".join(lines)


def _swapped_lines(rng: Random, text: str) -> str:
    lines = text.split("\n")
    written = [n for n, line in enumerate(lines) if line.strip() and not line.startswith("#")]
    first, second = rng.sample(written, 2)
    lines[first], lines[second] = lines[second], lines[first]
    return "\n".join(lines)


def _another_word(rng: Random, text: str) -> str:
    """One word takes the place of another: a target, an answer, a kind."""
    found = list(_WORD.finditer(text))
    if not found:
        return text
    old, new = rng.choice(found), rng.choice(found)
    return text[: old.start()] + new[0] + text[old.end() :]


def _swapped_words(rng: Random, text: str) -> str:
    found = list(_WORD.finditer(text))
    if len(found) < 2:
        return text
    first, second = sorted(rng.sample(found, 2), key=lambda match: match.start())
    between = text[first.end() : second.start()]
    return text[: first.start()] + second[0] + between + first[0] + text[second.end() :]


def _without_pair(rng: Random, text: str) -> str:
    return _cut(rng, text, _PAIR, "")


def _another_number(rng: Random, text: str) -> str:
    return _cut(rng, text, _NUMBER, str(rng.choice((0, 1, 2, 3, 5, 9, 24, 40, 99, 5383))))


def _another_name(rng: Random, text: str) -> str:
    found = list(_NAME.finditer(text))
    if not found:
        return text
    old = rng.choice(found)
    return text[: old.end()] + "x" + text[old.end() :]


def _other_wording(rng: Random, text: str) -> str:
    """A value, a term or a key that a sentence speaks is lost, or is another."""
    return _cut(rng, text, _WORDING, rng.choice(("", " 7", "{ $label }", "{ -hash }")))


def _cut(rng: Random, text: str, pattern: re.Pattern[str], new: str) -> str:
    found = list(pattern.finditer(text))
    if not found:
        return text
    place = rng.choice(found)
    return text[: place.start()] + new + text[place.end() :]


_Change = Callable[[Random, str], str]
_OF_YAML: tuple[_Change, ...] = (
    _without_line,
    _swapped_lines,
    _another_word,
    _swapped_words,
    _without_pair,
    _another_number,
)
_OF_WORDS: tuple[_Change, ...] = (_without_line, _swapped_lines, _another_name, _other_wording)
