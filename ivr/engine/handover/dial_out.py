"""The caller's own leg rings the telephones of the queue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from ivr.call.position import Position
from ivr.call.telephone import dialable
from ivr.call.verbs import Dial, Sound
from ivr.engine.context import Context, Move
from ivr.engine.handover.handover import Handover
from ivr.engine.kinds.ring import UNDIALABLE, Ring
from ivr.engine.node import node_at
from ivr.plan.call_plan import CallPlan, Country, PlanNode
from ivr.plan.kinds import HandoverKind
from ivr.plan.model import Seconds, Strict, each_once, listed
from ivr.plan.writing import Writing
from ivr.plan.written import QUEUES


class DialEntry(Strict):
    """Numbers or SIP addresses that the caller's own leg rings."""

    dial: Annotated[
        list[str],
        BeforeValidator(listed),
        Field(min_length=1, max_length=10),
        AfterValidator(each_once),
    ]
    order: Literal["in-turn", "at-once"] = "in-turn"
    ring: Annotated[Seconds, Field(ge=5, le=600)] = 20


@dataclass(frozen=True, slots=True)
class DialOut(Handover, HandoverKind[DialEntry]):
    """`handover: {dial: [+54 …, sip:…], order: in-turn, ring: 20s}`; ``ring`` is the node of it."""

    ring: str

    word: ClassVar[str] = "dial"
    shape: ClassVar[Any] = DialEntry

    @classmethod
    def compile(
        cls, writing: Writing, queue: str, entry: DialEntry
    ) -> tuple[Handover, Sequence[PlanNode]]:
        """One node that rings them all."""
        targets = []
        for index, text in enumerate(entry.dial):
            target = dialable(text)
            if target is None:
                where = (queue, "handover", "dial", index)
                writing.problem(QUEUES, where, f"{text!r} cannot be dialled", UNDIALABLE)
            else:
                targets.append(target)
        in_turn, after = entry.order == "in-turn", f"{queue}:unanswered"
        node = Ring(f"{queue}:ring", queue, tuple(targets), entry.ring, in_turn, after)
        return cls(node.id), (node,)

    def enter(self, ctx: Context, *announced: Sound) -> Move:
        """On to the node that rings."""
        return Move(ctx.position.at(self.ring), announced)

    def verb(self, plan: CallPlan, country: Country, position: Position) -> Dial:
        """As that node does it."""
        node = node_at(plan, self.ring)
        assert isinstance(node, Ring)  # noqa: S101 - compiled together with this
        return node.verb(country, position.at(node.id))
