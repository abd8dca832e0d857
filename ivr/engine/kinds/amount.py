"""An amount of money: keyed with a star before the cents, or said. Kept as "ARS 150.50".

The money is that of the country dialled, unless another is named. Words for it are the language's
(``[money]`` of ``prompts/hearing`` and of ``prompts/say_as``); how many figures a currency has
behind the point is Babel's (CLDR).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Annotated, Any, ClassVar

from pydantic import Field

from ivr.call.events import Event, Keys, SpeechInput
from ivr.engine.context import Context, Move
from ivr.engine.field import Samples
from ivr.engine.kinds.keypad_entry import KeypadEntry
from ivr.plan.kinds import FieldKind
from ivr.plan.model import FieldEntry, Strict, Whole
from prompts import hearing, say_as
from prompts.hearing.vocabulary import Phrase, vocabulary, words
from prompts.say_as.tongue import Tongue, tongue

_KEYED = re.compile(r"(\d{1,9})(?:\*(\d{1,2}))?\Z", re.ASCII)
_FIGURES = re.compile(r"\d+(?:[.,]\d+)*", re.ASCII)
_CENTS_BEHIND = re.compile(r"[.,](\d{1,2})\Z")
_POINT = " point "
_MILLION = 1_000_000


class AmountBounds(Strict):
    """`highest` bounds it, in whole units of the money; 0: no bound."""

    highest: Annotated[Whole, Field(ge=0)] = 0


class AmountEntry(FieldEntry):
    """`amount: {highest: 100000}`"""

    amount: AmountBounds


@dataclass(frozen=True, slots=True)
class Amount(KeypadEntry, FieldKind[AmountEntry]):
    """More than nothing, and at most ``highest`` (0: no bound)."""

    highest: int = 0

    word: ClassVar[str] = "amount"
    shape: ClassVar[type[FieldEntry]] = AmountEntry
    spoken_as: ClassVar[str] = "money"
    sample: ClassVar[str] = "ARS 150.50"

    @classmethod
    def bounds(cls, entry: AmountEntry) -> tuple[int]:
        """The greatest amount."""
        return (entry.amount.highest,)

    def command(self, ctx: Context, digits: str) -> Move | None:
        """Only a star that comes first begins a command; any other stands before the cents."""
        # Named in full: a class with slots is made anew, and super() would not know it.
        return KeypadEntry.command(self, ctx, digits) if digits.startswith("*") else None

    def parse(self, ctx: Context, event: Event) -> str | None:
        """The amount in the money of the country, or in the one that is named."""
        currency = currency_of(ctx.country.code)
        if isinstance(event, Keys):
            found = _KEYED.match(event.digits)
            units, cents = (int(found[1]), found[2] or "") if found else (None, "")
        elif isinstance(event, SpeechInput):
            units, cents, currency = _said(event.text, ctx.position.language, currency)
        else:
            return None
        return self._money(currency, units, cents)

    def samples(self, ctx: Context) -> Samples:
        """One unit of the money, keyed and said; nothing at all, and a star with nothing behind."""
        fit = (Keys("1"), SpeechInput("1"))
        return Samples(fit, (Keys("0"), Keys("1*"), SpeechInput("zzz")))

    @staticmethod
    def read_back(value: str, language: str) -> str:
        """Units and cents, each with its noun."""
        currency, _, figures = value.partition(" ")
        units, _, cents = figures.partition(".")
        known = tongue(language)
        parts = [_counted(int(units), currency, "units", known, language)] if int(units) else []
        if int(cents or "0") or not parts:
            parts.append(_counted(int(cents or "0"), currency, "cents", known, language))
        return f" {known.table['money']['and']} ".join(parts)

    def _money(self, currency: str, units: int | None, cents: str) -> str | None:
        places = _money_names().get_currency_precision(currency)
        if units is None or (cents and len(cents) != places):
            return None  # "150*5" could be five cents or fifty
        value = units * 10**places + int(cents or "0")
        if not value or (self.highest and value > self.highest * 10**places):
            return None
        return f"{currency} {units}.{cents or '0' * places}" if places else f"{currency} {units}"


@cache
def _money_names() -> Any:
    # A tenth of a second that a plan without amounts never needs.
    return import_module("babel.numbers")


@cache
def currency_of(country: str) -> str:
    """ISO 4217 code of the money of a country (CLDR); the first where it has several."""
    codes: list[str] = _money_names().get_territory_currencies(country)
    return codes[0]


def _counted(number: int, currency: str, part: str, known: Tongue, language: str) -> str:
    """A number with the noun it counts: "un peso", "dos millones de pesos"."""
    table = known.table["money"]
    one, many = table[part].get(currency) or _foreign(table, part, currency, known)
    noun = one if number == 1 else many
    joint = table["of"] if number and not number % _MILLION else ""
    spoken = say_as.cardinal(number, language, "masculine")
    return " ".join(filter(None, (spoken, joint, noun)))


def _foreign(table: Mapping[str, Any], part: str, currency: str, known: Tongue) -> tuple[str, str]:
    """The nouns of a money that the language's table lacks."""
    if part == "cents":
        one, many = table["cents"]["other"]
        return one, many
    names = _money_names().get_currency_name
    return names(currency, 1, known.locale), names(currency, 2, known.locale)


def _said(text: str, language: str, currency: str) -> tuple[int | None, str, str]:
    """Units, cents of two figures or none, and the money."""
    table = vocabulary(language).table["money"]
    heard = tuple(word for word in words(_plain(text)) if word not in table["filler"])
    named = next((code for code, said in table["foreign"].items() if set(said) & set(heard)), None)
    foreign = {word for said in table["foreign"].values() for word in said}
    units, cents = _divided(heard, {*table["units"], *foreign}, table)
    whole = hearing.as_number(units, language) if units else 0 if cents else None
    part = hearing.as_number(cents, language) if cents else None
    if cents and (part is None or part > 99):
        return None, "", currency
    return whole, "" if part is None else f"{part:02}", named or currency


def _plain(text: str) -> str:
    """Figures as words are separated: "1.500,75" and "1,500.75" are 1500 point 75."""

    def plain(found: re.Match[str]) -> str:
        figures = found[0]
        behind = _CENTS_BEHIND.search(figures)
        whole = re.sub(r"[.,]", "", figures[: behind.start()] if behind else figures)
        return whole + (_POINT + behind[1].ljust(2, "0") if behind else "")

    return _FIGURES.sub(plain, text)


def _divided(heard: Phrase, units: set[str], table: Mapping[str, Any]) -> tuple[Phrase, Phrase]:
    """The words of the whole units, and those of the cents."""
    place = next((index for index, word in enumerate(heard) if word in units), None)
    of_cents = heard[-1:] and heard[-1] in table["cents"]
    bare = heard[:-1] if of_cents else heard
    if place is not None:
        behind = tuple(word for word in bare[place + 1 :] if word not in table["joints"])
        before = bare[:place]
        point = next((i for i, word in enumerate(before) if word in table["points"]), None)
        if point is not None and not behind:  # 150.50 pesos
            return before[:point], before[point + 1 :]
        return before, behind
    point = next((i for i, word in enumerate(bare) if word in table["points"]), None)
    if point is not None:
        return bare[:point], bare[point + 1 :]
    return ((), bare) if of_cents else (bare, ())
