"""The caller's own leg rings telephones; only a bridged call was answered by a person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from ivr.call.events import DialEnded, Event, NoInput
from ivr.call.facts import COUNTRY, OUTCOME
from ivr.call.position import Position
from ivr.call.telephone import dialable
from ivr.call.verbs import Dial, Link
from ivr.engine import chances
from ivr.engine.chances import Chance
from ivr.engine.context import Context, Move
from ivr.engine.kinds.goodbye import thanks
from ivr.engine.node import Node, Origin, Senses
from ivr.engine.sketch import Sketch, SketchRow
from ivr.plan.call_plan import CallPlan, Country
from ivr.plan.kinds import DialogKind
from ivr.plan.model import DialogEntry
from ivr.plan.writing import Writing
from ivr.plan.written import DIALOGS, QUEUES, Written

_RING = 30  # seconds for which a number rings that a dialog or an overflow names
UNDIALABLE = "write +, country code and number, or sip:user@host"


class TransferEntry(DialogEntry):
    """`transfer: +54 11 5555 0000`, or a SIP address"""

    transfer: str


@dataclass(frozen=True, slots=True)
class Ring(Node, DialogKind[TransferEntry]):
    """The caller's own leg rings ``targets`` on behalf of ``queue``, for ``ring`` seconds.

    ``after`` is the node that follows if nobody takes the call; ``screen`` asks who answers to
    press 1 first. In turn means one after the other in documents of our own: whether the carrier
    goes on to the next number after a refused whisper is not documented.
    """

    id: str
    queue: str
    targets: tuple[str, ...]
    ring: int
    in_turn: bool
    after: str
    screen: bool = True

    word: ClassVar[str] = "transfer"
    shape: ClassVar[type[DialogEntry]] = TransferEntry

    @classmethod
    def compile(cls, writing: Writing, name: str, entry: TransferEntry) -> list[Node]:
        """One number, rung for the default queue, without a whisper."""
        to = dialable(entry.transfer)
        if to is None:
            what = f"{entry.transfer!r} cannot be dialled"
            writing.problem(DIALOGS, (name, "transfer"), what, UNDIALABLE)
        return [ring_one(name, writing.written.default_queue, to or "")]

    def verb(self, country: Country, position: Position) -> Dial:
        """Ring, from this ``position``: its loop counts the numbers that have been rung."""
        # The callee's leg knows only the callee; the whisper needs to know which country called.
        back = position.with_facts({COUNTRY: country.code.lower()}).next_turn()
        now = position.loop
        return Dial(
            targets=self.targets[now : now + 1] if self.in_turn else self.targets,
            to=Link("dial-result", back),
            ring=self.ring,
            caller_id=country.callback_from,
            screen=self.screen,
        )

    def enter(self, ctx: Context) -> Move:
        """Ring."""
        return Move(ctx.position, verbs=(self.verb(ctx.country, ctx.position),))

    def react(self, ctx: Context, event: Event) -> Move:
        """Good-bye after a talk; the next number, or on along the overflow."""
        if isinstance(event, DialEnded) and event.bridged:
            outcome = "bridged" if self.screen else "transferred"
            return Move(ctx.position, verbs=thanks(ctx), writes={OUTCOME: outcome})
        if self.in_turn and ctx.position.loop + 1 < len(self.targets):
            return Move(replace(ctx.position, loop=ctx.position.loop + 1))
        if isinstance(event, DialEnded | NoInput):
            return Move(replace(ctx.position.at(self.after), waiting=False))
        return Move(ctx.position)

    def chances(self, ctx: Context) -> Iterator[Chance]:
        """Somebody talks, nobody answers, or the carrier says nothing."""
        return chances.by_world(
            DialEnded("completed", bridged=True),
            DialEnded("no-answer", bridged=False),
            NoInput(),
        )

    def senses(self) -> Senses:
        """How queues are written: it leads on along their overflow."""
        return Senses(queues=True)

    def rung(self) -> tuple[str, ...]:
        """Its numbers."""
        return self.targets

    def origin(self, written: Written) -> Origin:
        """The queue's handover, or the dialog."""
        if ":" in self.id:
            return QUEUES, (self.queue, "handover")
        return DIALOGS, (self.id,)

    def sketch(self, plan: CallPlan) -> Sketch:
        """Its numbers."""
        return Sketch("ring", ("rings",), tuple(SketchRow((to,)) for to in self.targets))


def ring_one(node: str, queue: str, to: str, after: str | None = None) -> Ring:
    """One number that is rung without a whisper; ``after`` it the queue's own overflow."""
    return Ring(node, queue, (to,), _RING, True, after or f"{queue}:unanswered", screen=False)
