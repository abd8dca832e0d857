"""The door of the queues: in, if the queue takes calls now; and out again, for whatever reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from ivr.call.events import Event, ExitReasonRead, NoInput, QueueLeft
from ivr.call.facts import KEPT, OUTCOME, REFUSED, Fact
from ivr.call.position import Position
from ivr.call.turn import Query, ReadExitReason
from ivr.call.verbs import Hangup, Pause, Redirect, Say, Words
from ivr.engine import chances
from ivr.engine.chances import Chance
from ivr.engine.context import Context, Move, follow
from ivr.engine.handover.handover import handover_of
from ivr.engine.kinds.goodbye import thanks
from ivr.engine.kinds.reasons import is_closed
from ivr.engine.kinds.refusal import offers_of
from ivr.engine.node import OWN_QUEUE, Node, Origin, Senses, node_at
from ivr.plan.call_plan import QUEUE, CallPlan, Go, Reason
from ivr.plan.written import QUEUES, Written

_HOLDING = 15  # seconds for which a call that the carrier is moving stays untouched
_RESULTS = ("bridged", "hangup", "leave", "queue-full", "redirected", "error", "system-error")
_FORMS = ("callback", "message")  # what a waiting caller may ask for instead


@dataclass(frozen=True, slots=True)
class ToQueue(Node):
    """Hand the call to the queue that the position names."""

    id: str = QUEUE

    overflow: ClassVar[bool] = True

    def enter(self, ctx: Context) -> Move:
        """Into the queue that was chosen, if it takes calls now; else to what it says instead."""
        name = _name(ctx)
        if ctx.position.waiting:
            return Move(ctx.position.at(f"{name}:wait"))
        reason = _refusal(ctx, name)
        if reason and not (ctx.position.fact(REFUSED) and _has_asked(ctx, name, reason)):
            return _refuse(ctx, name, reason)
        here = ctx.at(replace(ctx.position.at(QUEUE), queue=name))
        announced: tuple[Say, ...] = (here.say("queue-announce", queue=Words(f"queue-{name}")),)
        if ctx.position.fact(KEPT):
            announced += (here.say("details-kept"),)
        return handover_of(ctx.plan.queues[name]).enter(here, *announced)

    def react(self, ctx: Context, event: Event) -> Move:
        """The caller is out of the carrier's queue: why, and what now."""
        match event:
            case QueueLeft("bridged"):
                return Move(ctx.position, verbs=thanks(ctx), writes={OUTCOME: "bridged"})
            case QueueLeft("hangup"):
                return Move(ctx.position, verbs=(Hangup(),))
            case QueueLeft("leave"):
                return Move(ctx.position, query=ReadExitReason())
            case QueueLeft("queue-full"):
                return _refuse(ctx, _name(ctx), "full")
            case QueueLeft("redirected" | "redirected-from-bridged" | "bridging-in-process"):
                # Whoever moved the call has its next document; if ours is run after all, it holds
                # the caller and puts him back into the queue rather than ending the call.
                back = Redirect(ctx.link("turn", ctx.position.at(QUEUE)))
                return Move(ctx.position, verbs=(Pause(_HOLDING), back))
            case QueueLeft(_):
                return _refuse(ctx, _name(ctx), "unanswered")
            case ExitReasonRead(reason):
                return _left_for(ctx, reason)
            case _:
                return Move(ctx.position.at(QUEUE))

    def chances(self, ctx: Context) -> Iterator[Chance]:
        """Each way of leaving the carrier's queue."""
        return chances.by_world(*map(QueueLeft, _RESULTS), NoInput())

    def replies(
        self, plan: CallPlan, queue: str | None, query: Query
    ) -> Iterator[tuple[Chance, str]]:
        """Each reason for leaving."""
        for form in _FORMS:
            yield Chance(ExitReasonRead(form), by_caller=True), ""
        for _, target in plan.queues[queue or plan.default_queue].after:
            if target:
                yield Chance(ExitReasonRead(target), by_caller=False), ""
        yield Chance(ExitReasonRead(None), by_caller=True), ""

    def senses(self) -> Senses:
        """Whether the queue is open, and who is there."""
        return Senses(hours_of=OWN_QUEUE, floor=True, queues=True)

    def reads(self) -> frozenset[Fact]:
        """Whether he was refused before, and whether something of his is stored."""
        return frozenset({REFUSED, KEPT})

    def explain(self, written: Written, position: Position) -> tuple[Origin, str]:
        """Which queue."""
        if not position.queue:
            return Node.explain(self, written, position)
        return (QUEUES, (position.queue,)), f"handed to the queue {position.queue}"


def _left_for(ctx: Context, reason: str | None) -> Move:
    if reason in _FORMS:
        return follow(ctx, Go(str(reason)))
    if reason in ctx.plan.queues:
        return follow(ctx, Go(QUEUE, queue=reason))
    return _refuse(ctx, _name(ctx), "unanswered")


def _name(ctx: Context) -> str:
    return ctx.position.queue or ctx.plan.default_queue


def _refusal(ctx: Context, name: str) -> Reason | None:
    if is_closed(ctx, name):
        return "closed"
    return "nobody" if name in ctx.floor.nobody else None


def _has_asked(ctx: Context, name: str, reason: Reason) -> bool:
    """Whether this refusal asks what to do: who has been asked once is not asked again."""
    node = node_at(ctx.plan, ctx.plan.queues[name].refusal(reason))
    return (node is not None and node.decides) or _goes_round(ctx, name)


def _refuse(ctx: Context, name: str, reason: Reason) -> Move:
    node = ctx.plan.queues[name].refusal(reason) or f"{name}:{reason}"
    if _goes_round(ctx, name):
        node = offers_of(node)
    return Move(replace(ctx.position.at(node), waiting=False))


def _goes_round(ctx: Context, name: str) -> bool:
    """Whether the desks that take over for one another now lead back to where they began.

    No plan that is proved does that by its hours; but any desk may be closed by hand.
    """
    seen: set[str] = set()
    while name not in seen:
        seen.add(name)
        reason = _refusal(ctx, name)
        node = node_at(ctx.plan, ctx.plan.queues[name].refusal(reason)) if reason else None
        ways = node.ways() if node and not node.decides else ()
        following = next((go.queue for go in ways if go.node == QUEUE and go.queue), None)
        if following is None:
            return False
        name = following
    return True
