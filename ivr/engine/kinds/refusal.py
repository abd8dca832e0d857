"""A queue that cannot take a call says why, and offers what can be done instead: a menu."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from ivr.call.events import Event
from ivr.call.facts import REFUSED, YES
from ivr.call.position import Position
from ivr.call.verbs import Words
from ivr.engine.context import Context, Move
from ivr.engine.kinds import options as one_key
from ivr.engine.kinds.options import Option
from ivr.engine.kinds.reasons import explain
from ivr.engine.node import KeyRule, Node, Origin, Senses
from ivr.engine.sketch import Sketch, SketchRow
from ivr.plan.call_plan import QUEUE, SUPPORT, CallPlan, Go, Reason
from ivr.plan.written import QUEUES, Written


@dataclass(frozen=True, slots=True)
class Refusal(Node):
    """Why ``queue`` cannot take the call, and what can be done instead."""

    id: str
    queue: str
    reason: Reason
    options: tuple[Option, ...]

    decides: ClassVar[bool] = True
    key_rule: ClassVar[KeyRule] = KeyRule.NAMED

    def enter(self, ctx: Context) -> Move:
        """Say why, and offer."""
        return one_key.offer_all(ctx, self.options, *explain(ctx, self.queue, self.reason))

    def react(self, ctx: Context, event: Event) -> Move:
        """As a menu; who chooses nothing is put through as far as anybody can be."""
        done = one_key.chosen(ctx, self.options, event)
        if done:
            return done
        queue = ctx.plan.default_queue if self.reason == "closed" else self.queue
        move = one_key.failed(ctx, self.options, event, Go(QUEUE, queue=queue))
        # Whoever is refused twice waits in the queue itself rather than going round in circles.
        if move.position.node != QUEUE:
            return move
        return replace(move, position=move.position.with_facts({REFUSED: YES}))

    def senses(self) -> Senses:
        """The hours it explains, and technical support where it offers that."""
        support = any(option.go.node == SUPPORT for option in self.options)
        hours = self.queue if self.reason == "closed" else None
        return Senses(hours_of=hours, support=support, queues=True)

    def labels(self) -> tuple[tuple[str, str], ...]:
        """What it offers."""
        return tuple((option.key, option.label) for option in self.options)

    def ways(self) -> tuple[Go, ...]:
        """Where that leads."""
        return tuple(option.go for option in self.options)

    def origin(self, written: Written) -> Origin:
        """The rule of the queue's overflow."""
        return overflow_origin(written, self.queue, self.reason)

    def sketch(self, plan: CallPlan) -> Sketch:
        """A row of the queue's box."""
        return Sketch("queue", (), (SketchRow(tuple(self._offers()), node=self.id),))

    def explain(self, written: Written, position: Position) -> tuple[Origin, str]:
        """Which rule took effect."""
        return self.origin(written), f"overflow of {self.queue} when {self.reason}"

    def _offers(self) -> Iterator[str | Words]:
        yield f"{self.reason}: "
        for index, option in enumerate(self.options):
            if index:
                yield ", "
            yield Words(option.label)


def offers_of(refusal: str) -> str:
    """The node that offers what can be done instead where a refusal's own way leads nowhere."""
    return f"{refusal}:offers"


def overflow_origin(written: Written, queue: str, reason: Reason) -> Origin:
    """The rule that a queue's overflow has for a reason, or where it would stand."""
    for index, rule in enumerate(written.queues[queue].overflow):
        if rule.when == reason:
            return QUEUES, (queue, "overflow", index)
    return QUEUES, (queue, "overflow")
