"""A question with a few answers, by one key or by what is said for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from ivr.call.events import Event, Keys, SpeechInput
from ivr.call.facts import PRIORITY, PRIORITY_FACT
from ivr.call.verbs import Gather, Say
from ivr.engine.context import Context, Move
from ivr.engine.field import FieldNode, Samples
from ivr.engine.kinds import answers
from ivr.engine.kinds.few_answers import confidence, listen, means, no_answer
from ivr.engine.kinds.options import offer, option_flaws
from ivr.engine.node import Node
from ivr.plan.call_plan import CallPlan
from ivr.plan.kinds import FieldKind, FieldSpec, Flaw, Where
from ivr.plan.model import FieldEntry, Key, PromptId
from prompts import hearing


class ChooseEntry(FieldEntry):
    """`choose: {1: out-of-service, …}`; `urgent` answers put a call ahead of others"""

    choose: dict[Key, PromptId]
    urgent: list[PromptId] = []


@dataclass(frozen=True, slots=True)
class Pick:
    """One answer; ``label`` is both its name and the prompt that words it."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Choose(FieldNode, FieldKind[ChooseEntry]):
    """``urgent`` are the answers that put a call ahead of others, the most urgent first."""

    id: str
    spec: FieldSpec
    picks: tuple[Pick, ...]
    voice: bool = True
    urgent: tuple[str, ...] = ()

    word: ClassVar[str] = "choose"
    shape: ClassVar[type[FieldEntry]] = ChooseEntry
    fillable: ClassVar[bool] = True

    @classmethod
    def compile(cls, node: str, spec: FieldSpec, entry: ChooseEntry) -> tuple[Node, ...]:
        """One node."""
        picks = tuple(Pick(key, label) for key, label in sorted(entry.choose.items()))
        return (cls(node, spec, picks, entry.by_voice, tuple(entry.urgent)),)

    @classmethod
    def answers(cls, entry: ChooseEntry) -> tuple[str, ...]:
        """Their labels."""
        return tuple(entry.choose.values())

    @classmethod
    def flaws(
        cls, where: Where, entry: ChooseEntry, before: Mapping[str, FieldEntry]
    ) -> Iterator[Flaw]:
        """Of its keys, and of what it calls urgent."""
        form, _, field = where
        yield from option_flaws((*where, "choose"), entry.choose, f"{form}.{field}")
        for label in entry.urgent:
            if label not in entry.choose.values():
                what = f"{label!r} is no answer of this question"
                yield Flaw((*where, "urgent"), "D208", what, "name one of its answers")

    @property
    def listens(self) -> bool:
        """Unless the plan says keypad only."""
        return self.voice

    def enter(self, ctx: Context) -> Move:
        """Ask, unless the call has already answered it."""
        known = ctx.position.fact(self.spec.as_fact) if self.spec.fact else None
        if known:
            return self._with_priority(Move(ctx.position.at(self.spec.next)), known)
        here, told = answers.privacy(ctx, self.voice)
        question = (here.say(self.spec.prompt), *self._offers(here))
        return Move(here.position, verbs=(self._listen(here, *told, *question),))

    def react(self, ctx: Context, event: Event) -> Move:
        """Keep the pick."""
        label = self.parse(ctx, event)
        if label:
            sure = confidence(event)
            move = answers.keep(ctx, self.spec, label, means(event), confidence=sure)
            return self._with_priority(move, label)
        return no_answer(ctx, self.spec, event, self._listen(ctx), self._offers(ctx))

    def parse(self, ctx: Context, event: Event) -> str | None:
        """The label of the pick that was keyed or said."""
        if isinstance(event, Keys):
            return {pick.key: pick.label for pick in self.picks}.get(event.digits[:1])
        if isinstance(event, SpeechInput) and self.voice:
            language = ctx.position.language
            return hearing.as_choice(event.text, self._phrases(ctx.plan, language), language)
        return None

    def samples(self, ctx: Context) -> Samples:
        """Each key and each phrase; another of both."""
        keys = [Keys(pick.key) for pick in self.picks]
        said = [SpeechInput(phrase) for phrase in self.phrases(ctx)]
        return Samples((*keys, *said), (Keys("9"), SpeechInput("zzz")))

    def phrases(self, ctx: Context) -> tuple[str, ...]:
        """The first phrase of each."""
        if not self.voice:
            return ()
        phrases = self._phrases(ctx.plan, ctx.position.language)
        return tuple(p for said in phrases.values() for p in said[:1])

    def labels(self) -> tuple[tuple[str, str], ...]:
        """Its answers."""
        return tuple((pick.key, pick.label) for pick in self.picks)

    def spoken_labels(self) -> tuple[str, ...]:
        """All, where it listens."""
        return tuple(pick.label for pick in self.picks) if self.voice else ()

    def option_origin(self, key: str) -> tuple[object, ...]:
        """An answer of the question."""
        return ("choose", key)

    def _with_priority(self, move: Move, label: str) -> Move:
        if label not in self.urgent:
            return move
        priority = str(self.urgent.index(label) + 1)
        position = move.position.with_facts({PRIORITY_FACT: priority})
        return replace(move, position=position, writes={**move.writes, PRIORITY: priority})

    def _offers(self, ctx: Context) -> tuple[Say, ...]:
        return tuple(offer(ctx, pick.label, pick.key) for pick in self.picks)

    def _listen(self, ctx: Context, *sounds: Say) -> Gather:
        phrases = self._phrases(ctx.plan, ctx.position.language)
        hints = tuple(phrase for said in phrases.values() for phrase in said)
        return listen(ctx, self.voice and bool(hints), hints, *sounds)

    def _phrases(self, plan: CallPlan, language: str) -> dict[str, tuple[str, ...]]:
        return {pick.label: plan.prompts.phrases(pick.label, language) for pick in self.picks}
