"""A question answered by yes (1) or no (2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ivr.call.events import Event, Keys, SpeechInput
from ivr.call.facts import NO, YES
from ivr.engine.context import Context, Move
from ivr.engine.field import FieldNode, Samples
from ivr.engine.kinds import answers
from ivr.engine.kinds.few_answers import (
    NO_KEY,
    YES_KEY,
    agreed,
    confidence,
    listen,
    means,
    no_answer,
)
from ivr.engine.node import Node
from ivr.plan.kinds import FieldKind, FieldSpec
from ivr.plan.model import FieldEntry, PromptId
from prompts.hearing.vocabulary import vocabulary


class YesNoEntry(FieldEntry):
    """`yes_no: site-open-now`, the prompt that asks"""

    yes_no: PromptId


@dataclass(frozen=True, slots=True)
class YesNo(FieldNode, FieldKind[YesNoEntry]):
    """Yes or no, keyed or said."""

    id: str
    spec: FieldSpec
    voice: bool = True

    word: ClassVar[str] = "yes_no"
    shape: ClassVar[type[FieldEntry]] = YesNoEntry

    @classmethod
    def compile(cls, node: str, spec: FieldSpec, entry: YesNoEntry) -> tuple[Node, ...]:
        """One node."""
        return (cls(node, spec, entry.by_voice),)

    @classmethod
    def prompt(cls, entry: YesNoEntry) -> str | None:
        """The one it names."""
        return entry.yes_no

    @classmethod
    def answers(cls, entry: YesNoEntry) -> tuple[str, ...]:
        """Both."""
        return (YES, NO)

    @property
    def listens(self) -> bool:
        """Unless the plan says keypad only."""
        return self.voice

    def enter(self, ctx: Context) -> Move:
        """Ask, unless the call has already answered it."""
        if self.spec.fact and ctx.position.fact(self.spec.as_fact):
            return Move(ctx.position.at(self.spec.next))
        here, told = answers.privacy(ctx, self.voice)
        question = (here.say(self.spec.prompt), here.say("yes-no"))
        return Move(here.position, verbs=(listen(here, self.voice, (), *told, *question),))

    def react(self, ctx: Context, event: Event) -> Move:
        """Keep the yes or no."""
        value = self.parse(ctx, event)
        if value is not None:
            return answers.keep(ctx, self.spec, value, means(event), confidence=confidence(event))
        again = listen(ctx, self.voice, ())
        return no_answer(ctx, self.spec, event, again, (ctx.say("yes-no"),))

    def parse(self, ctx: Context, event: Event) -> bool | None:
        """Yes or no."""
        return agreed(ctx, event)

    def samples(self, ctx: Context) -> Samples:
        """Both keys, both words; another of each."""
        said = map(SpeechInput, self.phrases(ctx))
        return Samples((Keys(YES_KEY), Keys(NO_KEY), *said), (Keys("7"), SpeechInput("zzz")))

    def phrases(self, ctx: Context) -> tuple[str, ...]:
        """The language's first word for each."""
        known = vocabulary(ctx.position.language)
        return (" ".join(known.yes[0]), " ".join(known.no[0])) if self.voice else ()
