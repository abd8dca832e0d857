"""A queue that cannot take a call hands it to another desk without asking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ivr.call.position import Position
from ivr.call.verbs import Words
from ivr.engine.context import Context, Move, follow
from ivr.engine.kinds.reasons import why_closed
from ivr.engine.kinds.refusal import overflow_origin
from ivr.engine.node import Node, Origin, Senses
from ivr.engine.sketch import Sketch, SketchRow
from ivr.plan.call_plan import SUPPORT, CallPlan, Go, Reason
from ivr.plan.written import Written


@dataclass(frozen=True, slots=True)
class Reroute(Node):
    """Another desk, or a number, takes the calls that ``queue`` cannot take for ``reason``."""

    id: str
    queue: str
    reason: Reason
    go: Go

    overflow: ClassVar[bool] = True

    def enter(self, ctx: Context) -> Move:
        """Say that another desk takes the call, and go there."""
        says = why_closed(ctx, self.queue) if self.reason == "closed" else ()
        return follow(ctx, self.go, *says)

    def senses(self) -> Senses:
        """The hours it explains."""
        hours = self.queue if self.reason == "closed" else None
        return Senses(hours_of=hours, support=self.go.node == SUPPORT, queues=True)

    def ways(self) -> tuple[Go, ...]:
        """To the other desk."""
        return (self.go,)

    def origin(self, written: Written) -> Origin:
        """The rule of the queue's overflow."""
        return overflow_origin(written, self.queue, self.reason)

    def sketch(self, plan: CallPlan) -> Sketch | None:
        """A row of the queue's box, if it names a queue."""
        if not self.go.queue:
            return None
        text = (f"{self.reason}: ", Words(f"queue-{self.go.queue}"))
        return Sketch("queue", (), (SketchRow(text, node=self.id),))

    def explain(self, written: Written, position: Position) -> tuple[Origin, str]:
        """Which rule took effect."""
        return self.origin(written), f"overflow of {self.queue} when {self.reason}"
