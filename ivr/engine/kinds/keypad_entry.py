"""Several keys ended by #, or the same spoken; read back before it counts. What all such have.

What fits, and how it is read back, is each kind's own: digits, a code, a telephone number, a date.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Annotated, Any, ClassVar, Self

from pydantic import Field

from ivr.call.events import Event, Keys, NoInput, SpeechInput
from ivr.call.verbs import Gather, Say
from ivr.engine import chances
from ivr.engine.chances import Chance
from ivr.engine.context import Context, Move
from ivr.engine.field import FieldNode, Samples
from ivr.engine.kinds import answers, retry
from ivr.engine.kinds.confirm import Confirm
from ivr.engine.kinds.reserved import command
from ivr.engine.node import KeyRule, Node
from ivr.plan.kinds import FieldSpec
from ivr.plan.model import FieldEntry, Strict, Whole

_FINISH = "#"
_SPEECH_SECONDS = 20
_READ_BACK_FROM = 5  # shorter entries are heard right as often as their read-back is
_COMMANDS = ("*", "**", "*0", "*9")


class EntryShape(Strict):
    """How long an entry of keys may be; ``highest`` bounds its value as a number."""

    min: Annotated[Whole, Field(ge=1, le=40)] = 1
    max: Annotated[Whole, Field(ge=1, le=40)] = 20
    highest: Annotated[Whole, Field(ge=0)] = 0


@dataclass(frozen=True, slots=True)
class KeypadEntry(FieldNode):
    """An entry. ``confirm`` is the node that reads it back, None where that is not wanted."""

    id: str
    spec: FieldSpec
    voice: bool = True
    confirm: str | None = None

    key_rule: ClassVar[KeyRule] = KeyRule.ANSWER
    private_keys: ClassVar[bool] = True

    @classmethod
    def compile(cls, node: str, spec: FieldSpec, entry: FieldEntry) -> tuple[Node, ...]:
        """The entry, and its read-back."""
        made = cls(node, spec, entry.by_voice, None, *cls.bounds(entry))
        return made.with_read_back(entry.confirm)

    @classmethod
    def bounds(cls, entry: Any) -> tuple[int | None, ...]:
        """The kind's own bounds, as they are written: what its class has beyond this one's."""
        return ()

    @property
    def listens(self) -> bool:
        """Unless the plan says keypad only."""
        return self.voice

    @abstractmethod
    def parse(self, ctx: Context, event: Event) -> str | None:
        """The value that was keyed or said, None if it does not fit."""

    def command(self, ctx: Context, digits: str) -> Move | None:
        """What keys with a star in them mean: a command, None if they are none."""
        return command(ctx, digits, self.spec.leave)

    def enter(self, ctx: Context) -> Move:
        """Ask."""
        here, told = answers.privacy(ctx, self.voice)
        gather = self._listen(here, *told, here.say(self.spec.prompt))
        return Move(here.position, verbs=(gather,))

    def react(self, ctx: Context, event: Event) -> Move:
        """Keep what fits; a star begins a command; # alone leaves an optional question out."""
        if isinstance(event, Keys) and "*" in event.digits:
            done = self.command(ctx, event.digits)
            if done:
                return done
        if self._left_out(event):
            return retry.decline(ctx, self.spec)
        value = self.parse(ctx, event)
        if value is not None:
            return self._keep(ctx, event, value)
        question = (ctx.say(self.spec.prompt),)
        return answers.asked_for_person(ctx, event, self.spec) or answers.failed(
            ctx, self.spec, event, self._listen(ctx), question
        )

    def first_chances(self, ctx: Context) -> Iterator[Chance]:
        """The commands, its samples, too many keys, and # alone."""
        samples = self.samples(ctx)
        events = (*samples.fit, *samples.misfit)
        yield from chances.by_world(NoInput())
        yield from chances.keyed(_COMMANDS)
        yield from chances.keyed(event.digits for event in events if isinstance(event, Keys))
        if self.voice:
            said = (event.text for event in events if isinstance(event, SpeechInput))
            yield from chances.spoken(said, ctx.position.language)
        if self.spec.optional:
            yield Chance(NoInput(_FINISH), by_caller=True)

    @abstractmethod
    def samples(self, ctx: Context) -> Samples:
        """Answers that fit, the shortest and one that is read back among them; and others."""

    def _listen(self, ctx: Context, *sounds: Say) -> Gather:
        seconds = _SPEECH_SECONDS if self.voice else 0
        return ctx.listen(*sounds, digits=0, finish=_FINISH, speech=seconds)

    def _left_out(self, event: Event) -> bool:
        alone = (isinstance(event, NoInput) and event.finished == _FINISH) or (
            isinstance(event, Keys) and event.digits == "*"
        )
        return self.spec.optional and alone

    def _keep(self, ctx: Context, event: Event, value: str) -> Move:
        spoken = isinstance(event, SpeechInput)
        confirm = self.confirm if spoken or len(value) >= _READ_BACK_FROM else None
        confidence = event.confidence if isinstance(event, SpeechInput) else None
        by = "voice" if spoken else "keypad"
        return answers.keep(ctx, self.spec, value, by, to=confirm, confidence=confidence)

    def with_read_back(self, wanted: bool) -> tuple[Node, ...]:
        """This entry, followed by the node that reads it back where that is ``wanted``."""
        if not wanted:
            return (self,)
        confirm = Confirm(f"{self.id}.confirm", self.spec, self.id, self.spoken_as)
        return self._confirmed_by(confirm.id), confirm

    def _confirmed_by(self, confirm: str) -> Self:
        return replace(self, confirm=confirm)
