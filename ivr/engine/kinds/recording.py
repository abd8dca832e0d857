"""An answer that is recorded, because the caller chose to leave it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, ClassVar

from pydantic import BeforeValidator

from ivr.call.events import Event, Recorded, StoreDown
from ivr.call.verbs import Record, Redirect, Say, Verb
from ivr.engine import chances
from ivr.engine.chances import Chance
from ivr.engine.context import Context, Move
from ivr.engine.field import FieldNode
from ivr.engine.kinds import answers, retry
from ivr.engine.kinds.reserved import PERSON
from ivr.engine.node import KeyRule, Node
from ivr.plan.kinds import FieldKind, FieldSpec
from ivr.plan.lengths import SpokenLength
from ivr.plan.model import FieldEntry

IF_CONSENTED = "if-consented"


def _not_if_consented(value: object) -> object:
    if value == IF_CONSENTED:
        raise ValueError("`record: if-consented` belongs to a speech field")
    return value


class RecordEntry(FieldEntry):
    """`record: {seconds: 120}`"""

    record: Annotated[SpokenLength, BeforeValidator(_not_if_consented)]


@dataclass(frozen=True, slots=True)
class Recording(FieldNode, FieldKind[RecordEntry]):
    """Up to ``seconds`` of it."""

    id: str
    spec: FieldSpec
    seconds: int

    word: ClassVar[str] = "record"
    shape: ClassVar[type[FieldEntry]] = RecordEntry
    key_rule: ClassVar[KeyRule] = KeyRule.ANSWER

    @classmethod
    def compile(cls, node: str, spec: FieldSpec, entry: RecordEntry) -> tuple[Node, ...]:
        """One node."""
        return (cls(node, spec, entry.record.seconds),)

    def enter(self, ctx: Context) -> Move:
        """Ask, and record."""
        return Move(ctx.position, verbs=record(ctx, self.seconds, ctx.say(self.spec.prompt)))

    def react(self, ctx: Context, event: Event) -> Move:
        """Keep the recording; silence is asked for again, then left out."""
        if isinstance(event, Recorded):
            return keep_recording(ctx, self.spec, event)
        position, kind, times = retry.counted(ctx, event)
        if times >= retry.LIMIT:  # there is no message without it: what was given is kept, no more
            return Move(ctx.position.at(self.spec.leave))
        here = ctx.at(position)
        reminder = retry.field_reminder(here, self.spec, kind, times)
        return Move(position, verbs=record(here, self.seconds, *reminder))

    def chances(self, ctx: Context) -> Iterator[Chance]:
        """It ends in one way or another."""
        yield from chances.recorded()
        yield from chances.by_world(StoreDown())


def record(ctx: Context, seconds: int, *sounds: Say) -> tuple[Verb, ...]:
    """Speak, and record."""
    # Where nothing at all was recorded the carrier goes on with the next verb: that is silence.
    link = ctx.link("turn")
    return (*sounds, Record(link, seconds), Redirect(link))


def keep_recording(ctx: Context, spec: FieldSpec, event: Recorded) -> Move:
    """Keep it; key 0 leads to a person with it."""
    to = spec.leave if event.key == PERSON else None
    url, seconds = event.url, event.seconds
    return answers.keep(ctx, spec, None, "recording", to=to, recording=url, seconds=seconds)
