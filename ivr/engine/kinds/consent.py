"""May we record? The country's rule decides whether and how it is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar, Literal

from ivr.call.events import Event, Keys, NoInput
from ivr.call.facts import NO, YES
from ivr.call.verbs import Say
from ivr.engine.context import Context, Move
from ivr.engine.field import FieldNode, Samples
from ivr.engine.kinds import answers, retry
from ivr.engine.kinds.few_answers import NO_KEY, YES_KEY, agreed, means
from ivr.engine.node import KeyRule, Node, Senses
from ivr.plan.kinds import FieldKind, FieldSpec
from ivr.plan.model import FieldEntry

_PROMPTS: Mapping[str, str] = {"ask": "consent-recording"}
_ANNOUNCED = "consent-recording-announce"


class ConsentEntry(FieldEntry):
    """`consent: recording`"""

    consent: Literal["recording"]


@dataclass(frozen=True, slots=True)
class Consent(FieldNode, FieldKind[ConsentEntry]):
    """A yes is needed, a no is possible, or nothing is recorded: as the country's rule says."""

    id: str
    spec: FieldSpec

    word: ClassVar[str] = "consent"
    shape: ClassVar[type[FieldEntry]] = ConsentEntry
    key_rule: ClassVar[KeyRule] = KeyRule.WORKING

    @classmethod
    def compile(cls, node: str, spec: FieldSpec, entry: ConsentEntry) -> tuple[Node, ...]:
        """One node, whose answer what is recorded later depends on."""
        return (cls(node, replace(spec, prompt=_PROMPTS["ask"], fact=True)),)

    @classmethod
    def answers(cls, entry: ConsentEntry) -> tuple[str, ...]:
        """Both."""
        return (YES, NO)

    def enter(self, ctx: Context) -> Move:
        """Ask as the country's rule says."""
        rule = ctx.country.privacy.recording
        if ctx.position.fact(self.spec.as_fact):
            return Move(ctx.position.at(self.spec.next))
        if rule == "never":
            return answers.keep(ctx, self.spec, value=False, by="rule")
        question: Say = ctx.say(_PROMPTS.get(rule, _ANNOUNCED))
        return Move(ctx.position, verbs=(ctx.listen(question),))

    def react(self, ctx: Context, event: Event) -> Move:
        """1 agrees, 2 declines. Silence agrees only where announcing is enough, never at once."""
        value = self.parse(ctx, event)
        if value is None and not isinstance(event, NoInput):
            reserved = answers.reserved_key(ctx, event, self.spec)
            if reserved:
                return reserved
        if value is None and ctx.position.no_input + ctx.position.no_match == 0:
            position, kind, _ = retry.counted(ctx, event)
            here = ctx.at(position)
            part = ".again" if kind == "no-input" else ".help"
            return Move(position, verbs=(here.listen(here.say(self.spec.prompt + part)),))
        if value is None:
            value = ctx.country.privacy.recording == "announce"
        return answers.keep(ctx, self.spec, value, means(event))

    def parse(self, ctx: Context, event: Event) -> bool | None:
        """Yes or no."""
        return agreed(ctx, event)

    def samples(self, ctx: Context) -> Samples:
        """Both keys, and another."""
        return Samples((Keys(YES_KEY), Keys(NO_KEY)), (Keys("7"),))

    def senses(self) -> Senses:
        """The country's rule."""
        return Senses(when=self.spec.when, rule=True)
