"""The caller waits in the carrier's queue until an agent takes the call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Literal

from ivr.call.position import Position
from ivr.call.verbs import Enqueue, Link, Sound
from ivr.engine.context import Context, Move
from ivr.engine.handover.handover import Handover
from ivr.plan.call_plan import CallPlan, Country, PlanNode
from ivr.plan.kinds import HandoverKind
from ivr.plan.writing import Writing


@dataclass(frozen=True, slots=True)
class Desk(Handover, HandoverKind[str]):
    """`handover: desk`"""

    word: ClassVar[str] = "desk"
    shape: ClassVar[Any] = Literal["desk"]

    @classmethod
    def compile(
        cls, writing: Writing, queue: str, entry: str
    ) -> tuple[Handover, Sequence[PlanNode]]:
        """The queue's wait is all that it needs."""
        return cls(), ()

    def enter(self, ctx: Context, *announced: Sound) -> Move:
        """Into the carrier's queue."""
        verb = self.verb(ctx.plan, ctx.country, ctx.position)
        return Move(ctx.position, verbs=(*announced, verb))

    def verb(self, plan: CallPlan, country: Country, position: Position) -> Enqueue:
        """The carrier's queue has the name of ours."""
        name = position.queue or plan.default_queue
        wait = replace(position.at(f"{name}:wait"), waiting=True)
        left = Link("queue-left", position.next_turn())
        return Enqueue(name, left, Link("wait", wait.next_turn()))
