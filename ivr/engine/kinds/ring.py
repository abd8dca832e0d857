"""The caller's own leg rings telephones; only who was bridged was answered by a person.

The carrier says so with DialBridged, and we know it ourselves where somebody took the call with a
key. Where it says nothing, how long the leg lasted tells: a screened one is over within a minute
unless somebody talks, and one without a screen is bridged as soon as it is answered.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from ivr.call.events import AcceptanceRead, DialEnded, Event, NoInput
from ivr.call.facts import COUNTRY, OUTCOME
from ivr.call.position import Position
from ivr.call.telephone import dialable
from ivr.call.turn import Query, ReadAcceptance
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
_LONGEST_WHISPER = 60  # seconds: who answers, all that he hears then, and the wait for his key
_NOT_ANSWERED = frozenset({"busy", "no-answer", "failed", "canceled"})
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
        reached = self._told(event)
        if self._leaves_open(event):
            return Move(ctx.position, query=ReadAcceptance(ctx.position.turn, reached))
        if reached:
            outcome = "bridged" if self.screen else "transferred"
            return Move(ctx.position, verbs=thanks(ctx), writes={OUTCOME: outcome})
        if self.in_turn and ctx.position.loop + 1 < len(self.targets):
            return Move(replace(ctx.position, loop=ctx.position.loop + 1))
        if isinstance(event, DialEnded | AcceptanceRead | NoInput):
            return Move(replace(ctx.position.at(self.after), waiting=False))
        return Move(ctx.position)

    def _leaves_open(self, event: Event) -> bool:
        """Whether somebody may have taken the call with a key, whatever the carrier says of it."""
        match event:
            case DialEnded(status, bridged):
                return self.screen and not bridged and status not in _NOT_ANSWERED
            case _:
                return False

    def _told(self, event: Event) -> bool:
        """Whether somebody was reached, as far as the event tells."""
        match event:
            case AcceptanceRead(reached):
                return reached
            case DialEnded(_, bool() as bridged):
                return bridged
            case DialEnded(status, None, seconds) if status not in _NOT_ANSWERED:
                if self.screen:
                    return (seconds or 0) > _LONGEST_WHISPER
                return bool(seconds) or (seconds is None and status != "")
            case _:
                return False

    def chances(self, ctx: Context) -> Iterator[Chance]:
        """Somebody talks, nobody answers, who answers is not told, or the carrier says nothing."""
        return chances.by_world(
            DialEnded("completed", bridged=True),
            DialEnded("completed", bridged=None),
            DialEnded("no-answer", bridged=False),
            NoInput(),
        )

    def replies(
        self, plan: CallPlan, queue: str | None, query: Query
    ) -> Iterator[tuple[Chance, str]]:
        """Somebody took the call with a key, or nobody did."""
        for reached in (True, False):
            yield Chance(AcceptanceRead(reached), by_caller=False), ""

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
