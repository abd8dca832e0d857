"""Spoken picks: yes or no, one of several options, or a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from prompts.hearing.vocabulary import Phrase, vocabulary, words


@dataclass(frozen=True, slots=True)
class _Hit:
    """An option's phrase heard from word ``start`` up to, not including, word ``end``."""

    option: str
    start: int
    end: int

    def lies_within(self, other: _Hit) -> bool:
        inside = other.start <= self.start and self.end <= other.end
        return inside and self.end - self.start < other.end - other.start


def as_choice(text: str, options: Mapping[str, Sequence[str]], language: str) -> str | None:
    """The one option of ``options`` (id to phrases) whose phrase ``text`` contains.

    Whole words, whatever their case and accents. A phrase inside a longer one does not count:
    "cobro indebido" is not "cobro". None if nothing fits, or more than one option does.
    """
    heard = words(text)
    hits = [
        _Hit(option, start, start + len(phrase))
        for option, phrases in options.items()
        for phrase in map(words, phrases)
        for start in _places(phrase, heard)
    ]
    chosen = {hit.option for hit in hits if not any(hit.lies_within(other) for other in hits)}
    return chosen.pop() if len(chosen) == 1 else None


def as_yes_no(text: str, language: str) -> bool | None:
    """True for yes, False for no, None for neither, for both, or for "I do not know"."""
    known = vocabulary(language)
    heard = words(text)
    if _any(known.unsure, heard):
        return None
    yes, no = _any(known.yes, heard), _any(known.no, heard)
    return None if yes == no else yes


def wants_person(text: str, language: str) -> bool:
    """Whether the caller asks for somebody to talk to: "operador", "con una persona"."""
    return _any(vocabulary(language).person, words(text))


def _any(phrases: Iterable[Phrase], heard: Phrase) -> bool:
    return any(True for phrase in phrases for _ in _places(phrase, heard))


def _places(phrase: Phrase, heard: Phrase) -> Iterator[int]:
    if not phrase:
        return
    for start in range(len(heard) - len(phrase) + 1):
        if heard[start : start + len(phrase)] == phrase:
            yield start
