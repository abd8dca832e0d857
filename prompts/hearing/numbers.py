"""Whole numbers as people say them: "mil doscientos", "cento e vinte", "two hundred and five"."""

from __future__ import annotations

from functools import lru_cache

from prompts.hearing.vocabulary import Phrase, Vocabulary, vocabulary, words

_LONGEST_FIGURES = 12  # more is no number that anybody says


def as_number(heard: Phrase, language: str) -> int | None:
    """The whole number that the words say, in words or in figures; None if they say anything else.

    "treinta y cinco" and "35" are 35, "mil doscientos" and "mil 200" 1200, "dois mil e um" 2001.
    """
    known, sizes = vocabulary(language), _sizes(language)
    total, group, place = 0, 0, 0
    said = False
    while place < len(heard):
        word = heard[place]
        taken, value = _part(heard, place, known, sizes)
        if value is not None:
            if not _fits(value, group) or (said and not (group or total)):
                return None  # "dos tres" is no number, and neither is "cero cinco"
            group += value
        elif word in sizes.hundred:
            group = (group or 1) * 100
        elif word in sizes.large:
            size = sizes.large[word]
            if total % (size * 1000):
                return None  # what is larger is said first
            total, group = total + (group or 1) * size, 0
        elif word in sizes.between and said:
            place += 1
            continue
        else:
            return None
        said = True
        place += taken
    return total + group if said and heard[-1] not in sizes.between else None


def _fits(value: int, group: int) -> bool:
    """Whether a part may follow what was said of a group of three figures: "ten nine" is none."""
    if value < 10:
        return not group % 10 and group % 100 != 10 and (value > 0 or not group)
    return not group % (100 if value < 100 else 1000)


def _part(heard: Phrase, place: int, known: Vocabulary, sizes: _Sizes) -> tuple[int, int | None]:
    """How many words the next part of a number takes, and its value; None if it only multiplies."""
    word = heard[place]
    if word.isdigit() and len(word) <= _LONGEST_FIGURES:
        return 1, int(word)
    for length in (2, 1):
        phrase = heard[place : place + length]
        if phrase in sizes.values:
            return length, sizes.values[phrase]
        if phrase in known.digits and len(phrase) == length:
            return length, int(known.digits[phrase])
    if (word,) in known.tens:
        return 1, 10 * int(known.tens[(word,)])
    return 1, None


class _Sizes:
    """A language's words for hundreds and more. ``large`` may multiply, ``between`` join parts."""

    def __init__(self, language: str) -> None:
        table = vocabulary(language).table["sizes"]
        self.values = {
            words(form): int(value) for value, forms in table["values"].items() for form in forms
        }
        self.hundred = frozenset(table["hundred"])
        self.large = {form: int(value) for value, forms in table["large"].items() for form in forms}
        self.between = frozenset(table["between"])


@lru_cache(maxsize=64)
def _sizes(language: str) -> _Sizes:
    return _Sizes(language)
