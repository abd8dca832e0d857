"""An entry read back in groups: 1 keeps it, 2 asks again."""

from __future__ import annotations

from dataclasses import dataclass

from ivr.call.events import Event, Keys
from ivr.call.facts import confirmed_key
from ivr.call.verbs import Gather, SessionValue
from ivr.engine.context import Context, Move
from ivr.engine.field import FieldNode, Samples
from ivr.engine.kinds import answers, retry
from ivr.plan.kinds import FieldSpec

_KEEP, _AGAIN = "1", "2"


@dataclass(frozen=True, slots=True)
class Confirm(FieldNode):
    """Read an answer back in its ``format``; 1 keeps it, 2 asks again at ``entry``."""

    id: str
    spec: FieldSpec
    entry: str
    format: str

    def enter(self, ctx: Context) -> Move:
        """Read it back."""
        return Move(ctx.position, verbs=(self._read(ctx),))

    def parse(self, ctx: Context, event: Event) -> str | None:
        """Right or wrong, by key alone."""
        key = event.digits[:1] if isinstance(event, Keys) else ""
        return key if key in (_KEEP, _AGAIN) else None

    def samples(self, ctx: Context) -> Samples:
        """Both keys, and another."""
        return Samples((Keys(_KEEP), Keys(_AGAIN)), (Keys("7"),))

    def react(self, ctx: Context, event: Event) -> Move:
        """1 keeps it, 2 asks again. Silence is no objection the third time."""
        key = self.parse(ctx, event)
        if key == _KEEP:
            writes = {confirmed_key(self.spec.key): "confirmed"}
            return Move(ctx.position.at(self.spec.next), writes=writes)
        if key == _AGAIN:
            return Move(ctx.position.at(self.entry))
        reserved = answers.reserved_key(ctx, event, self.spec)
        if reserved:
            return reserved
        position, _, times = retry.counted(ctx, event)
        if times >= retry.LIMIT:
            return Move(ctx.position.at(self.spec.next))
        return Move(position, verbs=(self._read(ctx.at(position)),))

    def _read(self, ctx: Context) -> Gather:
        # The value is in the live session, not in the position; rendering fills it in.
        value = SessionValue(self.spec.key, self.format)
        words = ctx.say(f"{self.spec.prompt}.confirm", value=value)
        return ctx.listen(words, ctx.say("confirm-keys"))
