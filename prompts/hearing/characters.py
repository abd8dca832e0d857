"""Digits and identifiers as callers dictate them: one by one, in pairs, with letter names.

The text is read from the left; at each place the longest spoken form that fits is taken.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeVar

from prompts.hearing.vocabulary import Phrase, Vocabulary, vocabulary, words

_LONGEST = 3
# Recognisers also write the letters together: "AR 12345". Longer than this it is a word.
_WRITTEN = 3
_CAPITALS = re.compile(r"\b[A-Z]{2,6}\b")
_T = TypeVar("_T")


def as_digits(text: str, language: str) -> str | None:
    """The digits that ``text`` dictates; None if it holds none, or words that are no digits.

    "cuatro cinco, seis" is 456, "cuarenta y cinco" 45, "doble cero" 00, "meia" 6.
    """
    return _spelled(text, vocabulary(language), letters=False)


def as_code(text: str, language: str) -> str | None:
    """The identifier that ``text`` dictates, as A-Z and 0-9; None if it is something else.

    One without a single digit is taken for talk ("no lo sé"), not for an identifier.
    "A R guion 1 2 3 4 5", "a erre uno dos tres cuatro cinco" and "AR-12345" are AR12345.
    """
    spelled = _spelled(text, vocabulary(language), letters=True)
    return spelled if spelled and any(char.isdigit() for char in spelled) else None


def _spelled(text: str, known: Vocabulary, *, letters: bool) -> str | None:
    heard = words(text)
    written = (
        frozenset(each.lower() for each in _CAPITALS.findall(text)) if letters else frozenset()
    )
    spelled = ""
    place = 0
    while place < len(heard):
        step = _next(heard, place, known, written if letters else None)
        if step is None:
            return None
        taken, meant = step
        spelled += meant
        place += taken
    return spelled or None


def _next(
    heard: Phrase, place: int, known: Vocabulary, written: frozenset[str] | None
) -> tuple[int, str] | None:
    """How many words the next piece takes, and what it spells; None if nobody can tell."""
    found = _number(heard, place, known)
    if found is None and written is not None:
        found = _letter(heard, place, known) or _letters_as_written(heard[place], known, written)
    found = found or _repeated(heard, place, known, written)
    if found is None and _silent(heard[place], known):
        found = 1, ""
    return found


def _number(heard: Phrase, place: int, known: Vocabulary) -> tuple[int, str] | None:
    if heard[place].isdigit():
        return 1, heard[place]
    tens = known.tens.get((heard[place],))
    if tens is None:
        return _longest(heard, place, known.digits)
    following = place + 1 + (heard[place + 1 : place + 2] == (known.joiner,))
    unit = known.digits.get(heard[following : following + 1], "")
    if len(unit) == 1 and unit != "0":
        return following + 1 - place, tens + unit
    return 1, f"{tens}0"


def _letter(heard: Phrase, place: int, known: Vocabulary) -> tuple[int, str] | None:
    found = _longest(heard, place, known.letters)
    if found is None and len(heard[place]) == 1:
        found = 1, heard[place].upper()
    if found is None:
        return None
    taken, letter = found
    return taken + _example(heard, place + taken, letter, known), letter


def _example(heard: Phrase, place: int, letter: str, known: Vocabulary) -> int:
    """Words of "de Bravo" after a letter: those that only say which letter it was."""
    for spells in known.spells:
        end = place + len(spells)
        example = heard[end : end + 1]
        if heard[place:end] == spells and example and _explains(example[0], letter, known):
            return len(spells) + 1
    return 0


def _explains(example: str, letter: str, known: Vocabulary) -> bool:
    return len(example) > 1 and example[0] == letter.lower() and (example,) not in known.letters


def _letters_as_written(
    word: str, known: Vocabulary, written: frozenset[str]
) -> tuple[int, str] | None:
    mixed = not word.isalpha()
    short = len(word) <= _WRITTEN and word not in known.filler
    return (1, word.upper()) if mixed or short or word in written else None


def _repeated(
    heard: Phrase, place: int, known: Vocabulary, written: frozenset[str] | None
) -> tuple[int, str] | None:
    times = known.repeats.get((heard[place],))
    if times is None or place + 1 >= len(heard):
        return None
    following = _number(heard, place + 1, known)
    if following is None and written is not None:
        following = _letter(heard, place + 1, known)
    if following is None or len(following[1]) != 1:
        return None
    return following[0] + 1, following[1] * times


def _silent(word: str, known: Vocabulary) -> bool:
    return word in known.filler or word == known.joiner


def _longest(heard: Phrase, place: int, table: Mapping[Phrase, str]) -> tuple[int, str] | None:
    for length in range(_LONGEST, 0, -1):
        meant = table.get(heard[place : place + length])
        if meant is not None and place + length <= len(heard):
            return length, meant
    return None
