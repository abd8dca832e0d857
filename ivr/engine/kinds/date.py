"""A day, keyed or said: 2411, "el 24 de noviembre", "ayer", "next Monday". Kept as ISO 8601.

Whether the day or the month comes first, and every word for a day, is the language's (``[date]`` of
``prompts/hearing``). A year that is not given is the one that fits the bounds and lies nearest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator

from ivr.call.events import Event, Keys, SpeechInput
from ivr.engine.context import Context
from ivr.engine.field import Samples
from ivr.engine.kinds.keypad_entry import KeypadEntry
from ivr.plan.kinds import FieldKind, Flaw, Where
from ivr.plan.model import FieldEntry, Strict
from ivr.plan.telling import shown
from prompts import hearing, say_as
from prompts.hearing.vocabulary import Phrase, phrases, vocabulary, words
from prompts.say_as.tongue import tongue

_DURATION = re.compile(r"([1-9][0-9]{0,3})d\Z")
_FIGURES = re.compile(r"(\d{1,4})\s*[-/.]\s*(\d{1,2})(?:\s*[-/.]\s*(\d{2,4}))?\Z")
_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th|o|a)\Z")
_CENTURY = 2000
_WEEK = 7


def _days(value: object) -> int:
    match = _DURATION.match(str(value))
    if not match:
        raise ValueError(f"{shown(value)} is no number of days; write one such as 90d")
    return int(match[1])


class DateBounds(Strict):
    """Which days are answers: past or future ones (today is both), so many days from today."""

    past: bool = False
    future: bool = False
    within: Annotated[int | None, BeforeValidator(_days)] = None


class DateEntry(FieldEntry):
    """`date: {past: yes, within: 90d}`"""

    date: DateBounds


@dataclass(frozen=True, slots=True)
class Date(KeypadEntry, FieldKind[DateEntry]):
    """A day from ``first`` to ``last``, in days from today; None: no bound."""

    first: int | None = None
    last: int | None = None

    word: ClassVar[str] = "date"
    shape: ClassVar[type[FieldEntry]] = DateEntry
    spoken_as: ClassVar[str] = "date"
    sample: ClassVar[str] = "2026-11-24"

    @classmethod
    def bounds(cls, entry: DateEntry) -> tuple[int | None, int | None]:
        """The first day and the last, in days from today."""
        written = entry.date
        first = 0 if written.future else None if written.within is None else -written.within
        return first, 0 if written.past else written.within

    @classmethod
    def flaws(
        cls, where: Where, entry: DateEntry, before: Mapping[str, FieldEntry]
    ) -> Iterator[Flaw]:
        """Bounds that no day but today fits."""
        if entry.date.past and entry.date.future:
            what = "nothing fits this entry: no day but today is both past and future"
            yield Flaw(where, "D209", what, "keep one of the two")

    def parse(self, ctx: Context, event: Event) -> str | None:
        """The day, if it exists and lies within the bounds."""
        today, language = ctx.today.date(), ctx.position.language
        if isinstance(event, Keys):
            found = _keyed(event.digits, _order(language), today)
        elif isinstance(event, SpeechInput):
            found = _said(event.text, language, today)
        else:
            return None
        near = sorted(
            (day for day in found if self._fits(day, today)), key=lambda d: abs(d - today)
        )
        return near[0].isoformat() if near else None

    def samples(self, ctx: Context) -> Samples:
        """Today, which is always within the bounds; the 31st of February, and no day at all."""
        language, today = ctx.position.language, ctx.today
        by_word: str = vocabulary(language).table["date"]["days"]["0"][0]
        figures = {"d": f"{today:%d}", "m": f"{today:%m}", "y": f"{today:%Y}"}
        keys = "".join(figures[each] for each in _order(language))
        never = "".join({**figures, "d": "31", "m": "02"}[each] for each in _order(language))
        return Samples((Keys(keys), SpeechInput(by_word)), (Keys(never), SpeechInput("zzz")))

    @staticmethod
    def read_back(value: str, language: str) -> str:
        """Weekday, day, month and year in words."""
        day = date.fromisoformat(value)
        year = say_as.cardinal(day.year, language)
        pattern: str = tongue(language).table["date"]["with_year"]
        return pattern.format(day=say_as.day(day, language), year=year)

    def _fits(self, day: date, today: date) -> bool:
        ahead = (day - today).days
        after = self.first is None or ahead >= self.first
        return after and (self.last is None or ahead <= self.last)


def _order(language: str) -> str:
    order: str = vocabulary(language).table["date"]["order"]
    return order


def _keyed(digits: str, order: str, today: date) -> Iterator[date]:
    """Day and month with two digits each, in the order of the language; a year of two or four."""
    if not digits.isascii() or not digits.isdigit() or len(digits) not in (4, 6, 8):
        return
    parts = {"d": 0, "m": 0}
    rest = digits
    for each in order.replace("y", ""):
        parts[each], rest = int(rest[:2]), rest[2:]
    yield from _dates(parts["d"], parts["m"], int(rest) if rest else None, today)


def _dates(day: int, month: int, year: int | None, today: date) -> Iterator[date]:
    """The day in that year, or in those around today; nothing where there is no such day."""
    if year is not None:
        years: Iterable[int] = (year + _CENTURY if year < 100 else year,)
    else:
        years = range(today.year - 1, today.year + 2)
    for each in years:
        try:
            yield date(each, month, day)
        except ValueError:
            continue


def _said(text: str, language: str, today: date) -> Iterator[date]:
    figures = _FIGURES.search(text.strip().rstrip("."))
    if figures:
        yield from _in_figures(figures, _order(language), today)
        return
    table = vocabulary(language).table["date"]
    heard = _without(words(text), phrases(table["filler"]))
    yield from (
        _by_word(heard, table, today)
        or _counted(heard, table, language, today)
        or _weekday(heard, table, today)
        or list(_by_month(heard, table, language, today))
    )


def _in_figures(figures: re.Match[str], order: str, today: date) -> Iterator[date]:
    first, second, third = figures[1], figures[2], figures[3]
    if len(first) == 4 and third:
        yield from _dates(int(third), int(second), int(first), today)
    elif len(first) <= 2:
        named = dict(zip(order.replace("y", ""), (int(first), int(second)), strict=True))
        yield from _dates(named["d"], named["m"], int(third) if third else None, today)


def _by_word(heard: Phrase, table: Mapping[str, Any], today: date) -> list[date]:
    """Today, yesterday, the day after tomorrow."""
    days = {words(each): int(ahead) for ahead, said in table["days"].items() for each in said}
    return [today + timedelta(days=days[heard])] if heard in days else []


def _counted(heard: Phrase, table: Mapping[str, Any], language: str, today: date) -> list[date]:
    """So many days or weeks ago, or from now."""
    units = {each: int(days) for days, said in table["units"].items() for each in said}
    unit = next((word for word in heard if word in units), None)
    if unit is None:
        return []
    for direction, sign in (("ago", -1), ("ahead", 1)):
        for phrase in phrases(table[direction]):
            left = _without(heard, [phrase])
            if left == heard:
                continue
            count = hearing.as_number(tuple(word for word in left if word != unit), language)
            if count is not None and count < _CENTURY:
                return [today + timedelta(days=sign * count * units[unit])]
    return []


def _units(table: Mapping[str, Any]) -> list[Phrase]:
    """The words for day and week, which may stand before a day's name."""
    return [words(each) for said in table["units"].values() for each in said]


def _weekday(heard: Phrase, table: Mapping[str, Any], today: date) -> list[date]:
    """The days of that name before and after; only one of the two if it is said which."""
    names = {words(each): int(day) for day, said in table["weekdays"].items() for each in said}
    last, coming = phrases(table["last"]), phrases(table["next"])
    for name, number in names.items():
        left = _without(heard, [name, *_units(table)])
        if _without(heard, [name]) == heard:
            continue
        back = today - timedelta(days=(today.weekday() - number) % _WEEK)
        ahead = today + timedelta(days=(number - today.weekday()) % _WEEK)
        if not left:
            return [back, ahead]
        if left in last:
            return [back if back < today else back - timedelta(days=_WEEK)]
        if left in coming:
            return [ahead if ahead > today else ahead + timedelta(days=_WEEK)]
    return []


def _by_month(
    heard: Phrase, table: Mapping[str, Any], language: str, today: date
) -> Iterator[date]:
    """The 24th of November, November 24th 2026."""
    months = {each: int(month) for month, said in table["months"].items() for each in said}
    names = {word for said in table["weekdays"].values() for each in said for word in words(each)}
    names |= {word for unit in _units(table) for word in unit}
    place = next((index for index, word in enumerate(heard) if word in months), None)
    if place is None:
        return
    before = tuple(word for word in heard[:place] if word not in names)
    after = heard[place + 1 :]
    splits = [(before, after)] if before else [(after[:n], after[n:]) for n in (2, 1)]
    for said_day, said_year in splits:
        day = _day_of_month(said_day, table, language)
        year = hearing.as_number(said_year, language) if said_year else None
        if day is not None and (year is not None or not said_year):
            yield from _dates(day, months[heard[place]], year, today)
            return


def _day_of_month(heard: Phrase, table: Mapping[str, Any], language: str) -> int | None:
    ordinals = {words(each): int(day) for day, said in table["ordinals"].items() for each in said}
    if heard in ordinals:
        return ordinals[heard]
    figures = _ORDINAL.match("".join(heard))
    return int(figures[1]) if figures else hearing.as_number(heard, language)


def _without(heard: Phrase, unwanted: Iterable[Phrase]) -> Phrase:
    """The words without any of these phrases."""
    for phrase in unwanted:
        size = len(phrase)
        for start in range(len(heard) - size, -1, -1):
            if size and heard[start : start + size] == phrase:
                heard = heard[:start] + heard[start + size :]
    return heard
