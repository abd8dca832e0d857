"""Digits ended by #: an account, a number of places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from ivr.call.events import Event, Keys, SpeechInput
from ivr.engine import grammar
from ivr.engine.context import Context
from ivr.engine.field import Samples
from ivr.engine.kinds.keypad_entry import EntryShape, KeypadEntry
from ivr.plan.kinds import FieldKind, Flaw, Where
from ivr.plan.model import FieldEntry
from prompts import hearing, say_as


class DigitsEntry(FieldEntry):
    """`digits: {min: 4, max: 15, highest: 0}`"""

    digits: EntryShape


@dataclass(frozen=True, slots=True)
class Digits(KeypadEntry, FieldKind[DigitsEntry]):
    """``low`` to ``high`` digits, ``highest`` their greatest value (0: no bound)."""

    low: int = 1
    high: int = 20
    highest: int = 0

    word: ClassVar[str] = "digits"
    shape: ClassVar[type[FieldEntry]] = DigitsEntry
    spoken_as: ClassVar[str] = "digits"

    @classmethod
    def bounds(cls, entry: DigitsEntry) -> tuple[int, int, int]:
        """How many digits, and their greatest value."""
        return entry.digits.min, entry.digits.max, entry.digits.highest

    @classmethod
    def flaws(
        cls, where: Where, entry: DigitsEntry, before: Mapping[str, FieldEntry]
    ) -> Iterator[Flaw]:
        """Bounds that nothing can fit."""
        yield from length_flaws(where, entry.digits)

    def parse(self, ctx: Context, event: Event) -> str | None:
        """As many digits as fit; with a bound, from 1 up, leading zeros allowed."""
        text = grammar.characters(event, hearing.as_digits, ctx.position.language)
        if text is None or not self.low <= len(text) <= self.high:
            return None
        return None if self.highest and not 1 <= int(text) <= self.highest else text

    def samples(self, ctx: Context) -> Samples:
        """The fewest digits and the most, and one too many."""
        fit = {"1".rjust(length, "0") for length in (self.low, self.high) if self.low <= self.high}
        misfit = (Keys("1" * (self.high + 1)), SpeechInput("zzz"))
        return Samples((*map(Keys, sorted(fit)), *self._spoken()), misfit)

    @staticmethod
    def read_back(value: str, language: str) -> str:
        """In groups."""
        return say_as.digits(value, language)

    def _spoken(self) -> tuple[Event, ...]:
        digits = "1".rjust(self.low, "0") if self.low <= self.high else ""
        return (SpeechInput(" ".join(digits)),) if digits else ()


def length_flaws(where: Where, shape: EntryShape) -> Iterator[Flaw]:
    """A least length that is more than the greatest."""
    if shape.min > shape.max:
        what = f"nothing fits this entry: at least {shape.min} and at most {shape.max} characters"
        yield Flaw(where, "D209", what, "look at its bounds")
