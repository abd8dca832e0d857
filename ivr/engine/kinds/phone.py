"""The number to call back at: the number calling is offered, another may be given."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar, Literal

from ivr.call.events import Event, Keys
from ivr.call.telephone import known_caller
from ivr.call.verbs import Formatted, Say
from ivr.engine.context import Context, Move
from ivr.engine.field import FieldNode, Samples
from ivr.engine.kinds import answers, retry
from ivr.engine.kinds.phone_number import PhoneNumber
from ivr.engine.node import Node, Senses
from ivr.plan.kinds import FieldKind, FieldSpec
from ivr.plan.model import FieldEntry

_TAKE, _OTHER = "1", "2"


class PhoneEntry(FieldEntry):
    """`phone: caller` offers the number calling, `phone: ask` asks for one at once"""

    phone: Literal["caller", "ask"]


@dataclass(frozen=True, slots=True)
class CallerPhone(FieldNode, FieldKind[PhoneEntry]):
    """Offer the number calling as call-back number; ``entry`` asks for another."""

    id: str
    spec: FieldSpec
    entry: str

    word: ClassVar[str] = "phone"
    shape: ClassVar[type[FieldEntry]] = PhoneEntry

    @classmethod
    def compile(cls, node: str, spec: FieldSpec, entry: PhoneEntry) -> tuple[Node, ...]:
        """The offer, the entry of another number, and its read-back."""
        new = replace(spec, prompt=f"{spec.prompt}-new")
        if entry.phone == "ask":
            return PhoneNumber(node, new, entry.by_voice).with_read_back(entry.confirm)
        other = PhoneNumber(f"{node}.new", new, entry.by_voice)
        return cls(node, spec, other.id), *other.with_read_back(entry.confirm)

    def enter(self, ctx: Context) -> Move:
        """Offer it; where it is withheld or cannot be called, ask for one."""
        caller = known_caller(ctx.call.ani)
        if caller is None:
            return Move(ctx.position.at(self.entry))
        return Move(ctx.position, verbs=(ctx.listen(self._offer(ctx, caller)),))

    def parse(self, ctx: Context, event: Event) -> str | None:
        """This number or another, by key alone."""
        key = event.digits[:1] if isinstance(event, Keys) else ""
        return key if key in (_TAKE, _OTHER) else None

    def samples(self, ctx: Context) -> Samples:
        """Both keys, and another."""
        return Samples((Keys(_TAKE), Keys(_OTHER)), (Keys("7"),))

    def react(self, ctx: Context, event: Event) -> Move:
        """1 takes the number calling, 2 asks for another."""
        caller, key = known_caller(ctx.call.ani), self.parse(ctx, event)
        if caller and key == _TAKE:
            return answers.keep(ctx, self.spec, caller, "caller", confirmed=True)
        if key == _OTHER or caller is None:
            return Move(ctx.position.at(self.entry))
        reserved = answers.reserved_key(ctx, event, self.spec)
        if reserved:
            return reserved
        position, kind, times = retry.counted(ctx, event)
        if times >= retry.LIMIT:
            # He is calling from it: better kept unconfirmed than lost.
            return answers.keep(ctx, self.spec, caller, "caller", confirmed=False)
        here = ctx.at(position)
        part = ".again" if kind == "no-input" and times == 1 else ".help"
        return Move(position, verbs=(here.listen(self._offer(here, caller, part)),))

    def senses(self) -> Senses:
        """Who calls."""
        return Senses(caller=True, when=self.spec.when)

    def _offer(self, ctx: Context, caller: str, part: str = "") -> Say:
        return ctx.say(self.spec.prompt + part, tail=Formatted("phone_ending", caller))
