"""A time of day: keyed in twenty-four hours, or said with its part of the day. Kept as HH:MM.

"A las tres" alone could be morning or afternoon, so it is asked again. How halves and quarters are
said, and which hours belong to which part of the day, is the language's (``[time]``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any, ClassVar

from ivr.call.events import Event, Keys, SpeechInput
from ivr.engine.context import Context
from ivr.engine.field import Samples
from ivr.engine.kinds.keypad_entry import KeypadEntry
from ivr.plan.kinds import FieldKind
from ivr.plan.model import FieldEntry, Strict
from prompts import hearing, say_as
from prompts.hearing.vocabulary import Phrase, phrases, vocabulary, words

_KEYED = re.compile(r"(\d{1,2})([0-5]\d)?\Z", re.ASCII)
_FIGURES = re.compile(r"\b(\d{1,2})\s*[:.h]\s*([0-5]\d)\b")
_HOURS, _HALF_DAY, _HOUR = 24, 12, 60


class TimeShape(Strict):
    """Nothing is to be said of it: any time of the day is an answer."""


class TimeEntry(FieldEntry):
    """`time: {}`"""

    time: TimeShape


@dataclass(frozen=True, slots=True)
class Time(KeypadEntry, FieldKind[TimeEntry]):
    """Any time of the day."""

    word: ClassVar[str] = "time"
    shape: ClassVar[type[FieldEntry]] = TimeEntry
    spoken_as: ClassVar[str] = "time"
    sample: ClassVar[str] = "15:30"

    def parse(self, ctx: Context, event: Event) -> str | None:
        """Hours and minutes."""
        if isinstance(event, Keys):
            found = _KEYED.match(event.digits)
            return _told(int(found[1]), int(found[2] or 0)) if found else None
        if isinstance(event, SpeechInput):
            return _said(event.text, ctx.position.language)
        return None

    def samples(self, ctx: Context) -> Samples:
        """In figures of twenty-four hours, keyed and said; times that no clock shows."""
        fit = (Keys("0"), Keys("1530"), SpeechInput("15:30"))
        return Samples(fit, (Keys("2460"), Keys("99"), SpeechInput("zzz")))

    @staticmethod
    def read_back(value: str, language: str) -> str:
        """As the country says it."""
        return say_as.clock(time.fromisoformat(value), language)


def _told(hour: int, minute: int) -> str | None:
    if hour == _HOURS and not minute:
        hour = 0
    return f"{hour:02}:{minute:02}" if 0 <= hour < _HOURS and 0 <= minute < _HOUR else None


def _said(text: str, language: str) -> str | None:
    table = vocabulary(language).table["time"]
    heard, part = _part_of_day(words(text), table)
    figures = _FIGURES.search(text)
    if figures:
        return _placed(int(figures[1]), int(figures[2]), part)
    full = heard[-1:] and heard[-1] in table["hours"]  # "vinte e uma horas" has no minutes
    heard = tuple(w for w in heard if w not in table["filler"] and w not in table["hours"])
    exact = {words(form): at for at, forms in table["exact"].items() for form in forms}
    if heard in exact and part is None:
        return str(exact[heard])
    readings = _pairs(heard, (), table, language) if full else _readings(heard, table, language)
    for hour, minute in readings:
        told = _placed(hour, minute, part)
        if told:
            return told
    return None


def _part_of_day(heard: Phrase, table: Mapping[str, Any]) -> tuple[Phrase, range | None]:
    """What is said besides the part of the day, and its hours: those after midnight from 24 on."""
    for part in table["parts"]:
        for phrase in phrases(part["words"]):
            size = len(phrase)
            for start in range(len(heard) - size + 1):
                if heard[start : start + size] == phrase:
                    rest = heard[:start] + heard[start + size :]
                    return rest, range(part["from"], part["to"] + 1)
    return heard, None


def _placed(hour: int, minute: int, part: range | None) -> str | None:
    """The time in that part of the day; without one, only an hour that is in no doubt."""
    if part is None:
        return _told(hour, minute) if hour == 0 or hour > _HALF_DAY else None
    for each in (hour % _HALF_DAY, hour % _HALF_DAY + _HALF_DAY):
        if each in part or each + _HOURS in part:
            return _told(each, minute) if hour <= _HALF_DAY or hour == each else None
    return None


def _readings(heard: Phrase, table: Mapping[str, Any], language: str) -> Iterator[tuple[int, int]]:
    """Hour and minute in each way in which the words can be read."""
    for index, word in enumerate(heard):
        before, after = heard[:index], heard[index + 1 :]
        if word in table["to"]:  # diez para las cuatro, ten to four
            yield from _earlier(after, before, table, language)
        if word in table["minus"]:  # las cuatro menos diez
            yield from _earlier(before, after, table, language)
        if word in table["past"]:  # ten past four
            yield from _pairs(after, before, table, language)
        if word in table["plus"]:  # las cuatro y diez
            yield from _pairs(before, after, table, language)
    for split in range(len(heard), 0, -1):  # las cuatro, four thirty
        yield from _pairs(heard[:split], heard[split:], table, language)


def _pairs(
    hours: Phrase, minutes: Phrase, table: Mapping[str, Any], language: str
) -> Iterator[tuple[int, int]]:
    hour, minute = hearing.as_number(hours, language), _minutes(minutes, table, language)
    if hour is not None and minute is not None and hour <= _HOURS:
        yield hour, minute


def _earlier(
    hours: Phrase, minutes: Phrase, table: Mapping[str, Any], language: str
) -> Iterator[tuple[int, int]]:
    for hour, minute in _pairs(hours, minutes, table, language):
        if minute:
            yield (hour - 1 or _HALF_DAY, _HOUR - minute)


def _minutes(heard: Phrase, table: Mapping[str, Any], language: str) -> int | None:
    """Minutes in words: half, a quarter, oh five; none at all is the full hour."""
    named = {words(form): int(value) for value, forms in table["minutes"].items() for form in forms}
    if not heard or heard in named:
        return named.get(heard, 0)
    digits = hearing.as_digits(heard[0], language)
    rest = heard[1:] if len(heard) > 1 and digits == "0" else heard  # cero cinco
    minute = hearing.as_number(rest, language)
    return minute if minute is not None and minute < _HOUR else None
