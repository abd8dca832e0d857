"""What every question of a form has in common, beside how its answer is written down."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from ivr.call.events import Event, StoreDown
from ivr.call.facts import TOLD, Fact, answer_fact
from ivr.call.turn import Json
from ivr.engine import chances
from ivr.engine.chances import Chance
from ivr.engine.context import Context, Move
from ivr.engine.node import KeyRule, Node, Origin, Senses
from ivr.engine.sketch import SketchRow
from ivr.plan import conditions
from ivr.plan.kinds import FieldSpec
from ivr.plan.written import DIALOGS, Written


@dataclass(frozen=True, slots=True)
class Samples:
    """Answers to a question: some that it takes, some that it does not."""

    fit: tuple[Event, ...] = ()
    misfit: tuple[Event, ...] = ()


class FieldNode(Node):
    """A question of a form, or the part of one. ``spec`` says where its answer goes.

    ``spoken_as``: the format in which its answer is read back, "" where that is not done;
    ``sample``: an answer as it is kept.
    """

    __slots__ = ()
    spec: FieldSpec

    in_form: ClassVar[bool] = True
    key_rule: ClassVar[KeyRule] = KeyRule.NAMED
    spoken_as: ClassVar[str] = ""
    sample: ClassVar[str] = "12345678"

    @property
    def listens(self) -> bool:
        """Whether the answer may be spoken."""
        return False

    def parse(self, ctx: Context, event: Event) -> Json:
        """The answer that an event gives; None if it gives none."""
        return None

    def samples(self, ctx: Context) -> Samples:
        """Answers that fit, and that do not."""
        return Samples()

    @staticmethod
    def read_back(value: str, language: str) -> str:
        """The answer in words, as the language speaks it."""
        raise NotImplementedError("a kind that reads its answer back must say how")

    def passed_over(self, ctx: Context) -> Move | None:
        """A question whose condition does not hold is not asked."""
        if conditions.holds(self.spec.when, ctx.position, ctx.today.day):
            return None
        return Move(ctx.position.at(self.spec.next))

    def chances(self, ctx: Context) -> Iterator[Chance]:
        """Those of its samples, any key, and the live store out of reach."""
        if ctx.position.no_input + ctx.position.no_match > 0:
            yield from chances.given_up()
        else:
            yield from self.first_chances(ctx)
        yield from chances.by_world(StoreDown())

    def first_chances(self, ctx: Context) -> Iterator[Chance]:
        """What may happen to who has just been asked."""
        language = ctx.position.language if self.listens else ""
        return chances.one_key(self.phrases(ctx), language)

    def phrases(self, ctx: Context) -> tuple[str, ...]:
        """What may be said for an answer, where it listens."""
        return ()

    def senses(self) -> Senses:
        """The day, if its condition asks for it."""
        return Senses(when=self.spec.when)

    def reads(self) -> frozenset[Fact]:
        """Whether it is answered already, what its condition asks for, and what was announced."""
        own = {self.spec.as_fact} if self.spec.fact else set()
        told = {TOLD} if self.listens else set()
        return frozenset(own | told | {answer_fact(test.name) for test in self.spec.when})

    def origin(self, written: Written) -> Origin:
        """The question in its form."""
        return DIALOGS, (self.spec.form, "form", self.spec.field)

    @property
    def asks_first(self) -> bool:
        """Whether it is the question itself, not what follows it (another number, a read-back)."""
        return self.id == self.spec.key

    def row(self) -> SketchRow:
        """Its line in the picture of its form."""
        return SketchRow((self.spec.field.replace("_", " "),), "·", self.id)
