"""A telephone number that is keyed or said, as people do it in the country dialled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ivr.call.events import Event, Keys, SpeechInput
from ivr.call.telephone import callable_number, example_of
from ivr.engine import grammar
from ivr.engine.context import Context
from ivr.engine.field import Samples
from ivr.engine.kinds.keypad_entry import KeypadEntry
from prompts import hearing, say_as


@dataclass(frozen=True, slots=True)
class PhoneNumber(KeypadEntry):
    """A number to call back at, kept as E.164. Written as part of ``phone``."""

    spoken_as: ClassVar[str] = "phone"

    def parse(self, ctx: Context, event: Event) -> str | None:
        """A valid number that a person can be called at."""
        text = grammar.characters(event, hearing.as_digits, ctx.position.language)
        return callable_number(text, ctx.country.code) if text is not None else None

    def samples(self, ctx: Context) -> Samples:
        """A number of the country, and one that is none anywhere."""
        misfit = (Keys("1" * 16), SpeechInput("1 2 3 4"))
        number = example_of(ctx.country.code)
        if number is None:
            return Samples((), misfit)
        digits = number[1:]
        return Samples((Keys(digits), SpeechInput(" ".join(digits))), misfit)

    @staticmethod
    def read_back(value: str, language: str) -> str:
        """Digit by digit, in groups."""
        return say_as.digits(value, language)
