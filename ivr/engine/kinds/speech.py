"""An answer in the caller's own words: transcribed, or recorded where he agreed to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from ivr.call.events import Event, Keys, Recorded, SpeechInput
from ivr.call.facts import RECORDING, YES, Fact
from ivr.call.verbs import Gather, Say
from ivr.engine import chances
from ivr.engine.chances import Chance
from ivr.engine.context import Context, Move
from ivr.engine.field import FieldNode, Samples
from ivr.engine.kinds import answers, retry
from ivr.engine.kinds.consent import ConsentEntry
from ivr.engine.kinds.recording import keep_recording, record
from ivr.engine.node import KeyRule, Node
from ivr.plan.kinds import FieldKind, FieldSpec, Flaw, Where
from ivr.plan.lengths import SpokenLength
from ivr.plan.model import FieldEntry

_FINISH = "#"
_SAMPLE = "zzz"  # anything counts as an answer


class SpeechEntry(FieldEntry):
    """`speech: {seconds: 60}`; with `record: if-consented` recorded if the caller agreed"""

    speech: SpokenLength
    record: Literal["if-consented"] | None = None


@dataclass(frozen=True, slots=True)
class Speech(FieldNode, FieldKind[SpeechEntry]):
    """``seconds`` at most; recorded instead of transcribed if he agreed."""

    id: str
    spec: FieldSpec
    seconds: int
    record_if_consented: bool = False

    word: ClassVar[str] = "speech"
    shape: ClassVar[type[FieldEntry]] = SpeechEntry
    key_rule: ClassVar[KeyRule] = KeyRule.ANSWER

    @classmethod
    def compile(cls, node: str, spec: FieldSpec, entry: SpeechEntry) -> tuple[Node, ...]:
        """One node."""
        return (cls(node, spec, entry.speech.seconds, entry.record is not None),)

    @classmethod
    def flaws(
        cls, where: Where, entry: SpeechEntry, before: Mapping[str, FieldEntry]
    ) -> Iterator[Flaw]:
        """A recording that nobody was asked for."""
        asked = before.get(RECORDING)
        if entry.record and not isinstance(asked, ConsentEntry):
            what = "no question before this one asks for consent to record"
            remedy = "add `recording: {consent: recording}` before it"
            yield Flaw(where, "D212", what, remedy)

    @property
    def listens(self) -> bool:
        """Always."""
        return True

    def enter(self, ctx: Context) -> Move:
        """Ask, and listen or record."""
        if self.record_if_consented and ctx.position.fact(RECORDING) == YES:
            question = (ctx.say(self.spec.prompt), ctx.say("recording-start"))
            return Move(ctx.position, verbs=record(ctx, self.seconds, *question))
        here, told = answers.privacy(ctx, voice=True)
        gather = self._listen(here, *told, here.say(self.spec.prompt))
        return Move(here.position, verbs=(gather,))

    def react(self, ctx: Context, event: Event) -> Move:
        """Keep the transcript and its confidence, or the recording."""
        if isinstance(event, Recorded):
            return keep_recording(ctx, self.spec, event)
        if isinstance(event, SpeechInput):
            return answers.asked_for_person(ctx, event, self.spec) or answers.keep(
                ctx, self.spec, event.text, "voice", confidence=event.confidence
            )
        if isinstance(event, Keys) and event.digits[:1] == _FINISH:
            return retry.decline(ctx, self.spec)
        question = (ctx.say(self.spec.prompt),)
        return answers.reserved_key(ctx, event, self.spec) or answers.failed(
            ctx, self.spec, event, self._listen(ctx), question
        )

    def parse(self, ctx: Context, event: Event) -> str | None:
        """What was said, as it is."""
        return event.text if isinstance(event, SpeechInput) else None

    def samples(self, ctx: Context) -> Samples:
        """Any words; no key."""
        return Samples((SpeechInput(_SAMPLE, 0.9),), (Keys("7"),))

    def first_chances(self, ctx: Context) -> Iterator[Chance]:
        """Any key, any words, or a recording."""
        yield from chances.one_key((), ctx.position.language)
        yield from chances.recorded()

    def reads(self) -> frozenset[Fact]:
        """Also whether he agreed to be recorded."""
        # Named in full: a class with slots is made anew, and super() would not know it.
        return FieldNode.reads(self) | {RECORDING}

    def _listen(self, ctx: Context, *sounds: Say) -> Gather:
        return ctx.listen(*sounds, speech=self.seconds)
