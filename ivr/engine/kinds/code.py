"""Letters and digits, such as a circuit's identifier: digits by keys, letters by voice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from ivr.call.events import Event, Keys, SpeechInput
from ivr.engine import grammar
from ivr.engine.context import Context
from ivr.engine.field import Samples
from ivr.engine.kinds.digits import length_flaws
from ivr.engine.kinds.keypad_entry import EntryShape, KeypadEntry
from ivr.plan.kinds import FieldKind, Flaw, Where
from ivr.plan.model import FieldEntry
from prompts import hearing, say_as


class CodeEntry(FieldEntry):
    """`code: {min: 4, max: 20}`"""

    code: EntryShape


@dataclass(frozen=True, slots=True)
class Code(KeypadEntry, FieldKind[CodeEntry]):
    """``low`` to ``high`` characters, kept as capitals without separators."""

    low: int = 1
    high: int = 20

    word: ClassVar[str] = "code"
    shape: ClassVar[type[FieldEntry]] = CodeEntry
    spoken_as: ClassVar[str] = "code"

    @classmethod
    def bounds(cls, entry: CodeEntry) -> tuple[int, int]:
        """How many characters."""
        return entry.code.min, entry.code.max

    @classmethod
    def flaws(
        cls, where: Where, entry: CodeEntry, before: Mapping[str, FieldEntry]
    ) -> Iterator[Flaw]:
        """Bounds that nothing can fit."""
        yield from length_flaws(where, entry.code)
        if entry.code.min <= entry.code.max and entry.code.highest:
            what = "nothing fits this entry: `highest` bounds a number, and a code is none"
            yield Flaw(where, "D209", what, "look at its bounds")

    def parse(self, ctx: Context, event: Event) -> str | None:
        """As many characters as fit."""
        text = grammar.characters(event, hearing.as_code, ctx.position.language)
        return text if text is not None and self.low <= len(text) <= self.high else None

    def samples(self, ctx: Context) -> Samples:
        """The fewest characters and the most, by keys and with a letter by voice; one too many."""
        misfit = (Keys("1" * (self.high + 1)), SpeechInput("zzz"))
        if self.low > self.high:
            return Samples((), misfit)
        keys = [Keys("1" * length) for length in sorted({self.low, self.high})]
        said = "A " + " ".join("1" * (self.high - 1)) if self.high > 1 else "1"
        return Samples((*keys, SpeechInput(said)), misfit)

    @staticmethod
    def read_back(value: str, language: str) -> str:
        """Character by character."""
        return say_as.code(value, language)
