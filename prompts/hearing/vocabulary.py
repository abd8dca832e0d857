"""The words of one language that a caller may say, read once from ``<language>.toml``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from prompts import tables

_HERE = Path(__file__).parent
_HEARD = frozenset(path.stem for path in _HERE.glob("*.toml"))
_LAST_RESORT = "en"
_WORDS = re.compile(r"[a-z0-9]+")

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Spoken forms of one language; a phrase is its words, lower case and without accents.

    ``digits`` holds whole numbers below thirty as figures, ``tens`` the first figure of the rest.
    ``spells`` introduces the example word of a letter: "be *de* Bravo". ``table`` is all that the
    language's file holds, for who reads more than these: the country's own words laid over it.
    """

    digits: Mapping[Phrase, str]
    tens: Mapping[Phrase, str]
    letters: Mapping[Phrase, str]
    repeats: Mapping[Phrase, int]
    filler: frozenset[str]
    joiner: str
    spells: tuple[Phrase, ...]
    person: tuple[Phrase, ...]
    yes: tuple[Phrase, ...]
    no: tuple[Phrase, ...]
    unsure: tuple[Phrase, ...]
    table: Mapping[str, Any]


def words(text: str) -> Phrase:
    """The words of ``text``: lower case, accents and punctuation gone, any script but Latin too."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return tuple(_WORDS.findall("".join(char for char in bare if not unicodedata.combining(char))))


@lru_cache(maxsize=64)
def vocabulary(language: str) -> Vocabulary:
    """The vocabulary of ``language``; English where we have none for it."""
    base, _, country = language.partition("-")
    spoken = base if base in _HEARD else _LAST_RESORT
    table = tables.read(_HERE / f"{spoken}.toml", country)
    repeats = dict.fromkeys(table["double"], 2) | dict.fromkeys(table["triple"], 3)
    return Vocabulary(
        digits=_inverted(table["digits"]) | _inverted(table["teens"]),
        tens=_inverted(table["tens"]),
        letters=_inverted(table["letters"]),
        repeats={words(word): times for word, times in repeats.items()},
        filler=frozenset(table["filler"]),
        joiner=table["joiner"],
        spells=_phrases(table["spells"]),
        person=_phrases(table["person"]),
        yes=_phrases(table["answers"]["yes"]),
        no=_phrases(table["answers"]["no"]),
        unsure=_phrases(table["answers"]["unsure"]),
        table=table,
    )


def phrases(texts: Sequence[str]) -> tuple[Phrase, ...]:
    """Each text as its words, the longest first, so that none is taken for a part of another."""
    return tuple(sorted(map(words, texts), key=len, reverse=True))


def _phrases(texts: Sequence[str]) -> tuple[Phrase, ...]:
    return tuple(words(text) for text in texts)


def _inverted(table: Mapping[str, Sequence[str]]) -> dict[Phrase, str]:
    return {words(spoken): meant for meant, forms in table.items() for spoken in forms}
