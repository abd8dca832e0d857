"""Digits, letters and keys, one by one and in groups. A comma is a pause for the voice."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from prompts.say_as.tongue import Tongue, tongue

_GROUP = 4
_RUNS = re.compile(r"[0-9]+|[^\W\d_]+")
_TAIL = 3


def digits(number: str | int, language: str) -> str:
    """Single digits in groups of three or four: 12345678 is "uno dos tres cuatro, cinco …".

    Anything in ``number`` that is not a digit is left out.
    """
    only = re.sub(r"[^0-9]", "", str(number))
    return ", ".join(_spaced(group, tongue(language)) for group in _groups(only))


def ticket(number: str | int, language: str) -> str:
    """A ticket number, which may carry letters, as a caller can write it down."""
    return code(str(number), language)


def code(identifier: str | int, language: str) -> str:
    """A circuit or order identifier, character by character; dashes and spaces become pauses."""
    words = tongue(language)
    spoken: list[str] = []
    for run in _RUNS.findall(_plain(str(identifier))):
        if run.isdigit():
            spoken += [_spaced(group, words) for group in _groups(run)]
        else:
            spoken += [words.letters[letter] for letter in run if letter in words.letters]
    return ", ".join(spoken)


def phone_ending(phone: str | int, language: str) -> str:
    """The last three digits of a telephone number: enough to know it, too few to give it away."""
    only = re.sub(r"[^0-9]", "", str(phone))
    return _spaced(only[-_TAIL:], tongue(language))


def key(symbol: str | int, language: str) -> str:
    """A key of the telephone, or several in a row: figures stay figures, * and # get their name.

    ``*0`` is "asterisco 0". A figure is left to the voice: pt-BR says "seis" for key 6, not "meia".
    """
    names = tongue(language).keys
    return " ".join(names.get(each, each) for each in str(symbol))


def _plain(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text.upper())
    return "".join(char for char in bare if not unicodedata.combining(char))


def _spaced(figures: str, words: Tongue) -> str:
    return " ".join(words.digits[int(figure)] for figure in figures)


def _groups(figures: str) -> list[str]:
    count = -(-len(figures) // _GROUP)
    if not count:
        return []
    size, longer = divmod(len(figures), count)
    ends = [0]
    for index in range(count):
        ends.append(ends[-1] + size + (index >= count - longer))
    return [figures[start:end] for start, end in pairwise(ends)]
