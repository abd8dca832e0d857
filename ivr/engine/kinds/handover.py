"""Where a call leaves our hands: tickets, queues, waiting, ringing, goodbye."""

from __future__ import annotations

from dataclasses import replace

from ivr.call.events import (
    DialEnded,
    Event,
    ExitReasonRead,
    Keys,
    NoInput,
    QueueLeft,
    TicketFailed,
    TicketOpened,
)
from ivr.call.turn import Json, OpenTicket, ReadExitReason, TicketStatus
from ivr.call.verbs import Dial, Enqueue, Formatted, Hangup, Pause, Redirect, Say, Verb, Words
from ivr.engine.context import Context, Move, follow
from ivr.engine.kinds.reasons import explain, is_closed
from ivr.engine.kinds.reserved import AGAIN, LANGUAGE, reserved
from ivr.plan.nodes import (
    GOODBYE,
    QUEUE,
    Go,
    Goodbye,
    Reason,
    Refusal,
    Reroute,
    Ring,
    Ticket,
    ToQueue,
)

_TICKET_PAUSE = 4  # seconds in which the number can be asked for again
KEPT = "kept"  # the fact that something the caller told is on record
_HOLDING = 15  # seconds for which a call that the carrier is moving stays untouched


def enter_ticket(ctx: Context, node: Ticket) -> Move:
    """Have the form stored before anything is said about it."""
    return _store(ctx, node)


def react_ticket(ctx: Context, node: Ticket, event: Event) -> Move:
    """Speak the number once it is stored; 1 repeats it."""
    match event:
        case TicketOpened(None):
            # Nothing was told, so nothing is stored: a call does not end on that.
            return Move(ctx.position.at(QUEUE if node.next == GOODBYE else node.next))
        case TicketOpened() if node.quiet:
            return Move(ctx.position.with_facts({KEPT: "yes"}).at(node.next))
        case TicketOpened(number):
            here = ctx.at(ctx.position.with_facts({KEPT: "yes"}))
            said = here.say(_stored(ctx, node), number=Formatted("ticket", number))
            again = here.listen(said, here.say("ticket-again"), timeout=_TICKET_PAUSE)
            return Move(here.position, verbs=(again,))
        case TicketFailed():
            ends = node.next == GOODBYE  # then no one is left who could tell the number
            words = "kept-without-number" if ends else "ticket-pending"
            says = () if node.quiet else (ctx.say(words),)
            return Move(ctx.position.at(node.next), says)
        case Keys(digits) if digits[:1] in ("1", AGAIN):
            return _store(ctx, node)  # idempotent: the same number comes back
        case Keys(digits) if digits[:1] == LANGUAGE:
            switched = reserved(ctx, LANGUAGE, node.next)
            return _store(ctx.at(switched.position), node) if switched else _on(ctx, node)
        case _:
            return _on(ctx, node)


def _stored(ctx: Context, node: Ticket) -> str:
    own = f"{node.kind}-stored"
    return own if ctx.plan.prompts.has(own, ctx.position.language) else "ticket-number"


def _store(ctx: Context, node: Ticket) -> Move:
    status: TicketStatus = "partial" if node.quiet else "open"
    writes: dict[str, Json] = {f"{node.kind}!": status, "language": ctx.position.language}
    if node.next == GOODBYE:
        writes["outcome"] = node.kind
    return Move(ctx.position, writes=writes, query=OpenTicket(node.kind, status))


def _on(ctx: Context, node: Ticket) -> Move:
    return Move(ctx.position.at(node.next))


def enter_queue(ctx: Context, _: ToQueue) -> Move:
    """Into the queue that was chosen, if it takes calls now; else to what it says instead."""
    name = ctx.position.queue or ctx.plan.default_queue
    queue = ctx.plan.queues[name]
    if ctx.position.waiting:
        return Move(ctx.position.at(f"{name}:wait"))
    reason = _refusal(ctx, name)
    if reason and not (ctx.position.fact("refused") and _asks(ctx, name, reason)):
        return _refuse(ctx, name, reason)
    here = ctx.at(replace(ctx.position.at(QUEUE), queue=name))
    announced: tuple[Say, ...] = (here.say("queue-announce", queue=Words(f"queue-{name}")),)
    if ctx.position.fact(KEPT):
        announced += (here.say("details-kept"),)
    if queue.ring:
        return Move(here.position.at(queue.ring), announced)
    wait = replace(here.position.at(f"{name}:wait"), waiting=True)
    enqueue = Enqueue(name, here.link("queue-left"), here.link("wait", wait))
    return Move(here.position, verbs=(*announced, enqueue))


def react_queue(ctx: Context, _: ToQueue, event: Event) -> Move:
    """The caller is out of the carrier's queue: why, and what now."""
    match event:
        case QueueLeft("bridged"):
            return Move(ctx.position, verbs=_thanks(ctx), writes={"outcome": "bridged"})
        case QueueLeft("hangup"):
            return Move(ctx.position, verbs=(Hangup(),))
        case QueueLeft("leave"):
            return Move(ctx.position, query=ReadExitReason())
        case QueueLeft("queue-full"):
            return _refuse(ctx, _name(ctx), "full")
        case QueueLeft("redirected" | "redirected-from-bridged" | "bridging-in-process"):
            # Whoever moved the call has its next document; if ours is run after all, it holds the
            # caller and puts him back into the queue rather than ending the call.
            back = Redirect(ctx.link("turn", ctx.position.at(QUEUE)))
            return Move(ctx.position, verbs=(Pause(_HOLDING), back))
        case QueueLeft(_):
            return _refuse(ctx, _name(ctx), "unanswered")
        case ExitReasonRead(wish) if wish in ("callback", "message"):
            return follow(ctx, Go(wish))
        case ExitReasonRead(wish) if wish in ctx.plan.queues:
            return follow(ctx, Go(QUEUE, queue=wish))
        case ExitReasonRead(_):
            return _refuse(ctx, _name(ctx), "unanswered")
        case _:
            return Move(ctx.position.at(QUEUE))


def enter_ring(ctx: Context, node: Ring) -> Move:
    """Ring from the caller's own leg.

    In turn means one after the other in documents of our own: whether the carrier goes on to the
    next number after a refused whisper is not documented.
    """
    # The callee's leg knows only the callee; the whisper needs to know which country called.
    position = ctx.position.with_facts({"country": ctx.country.code.lower()})
    here = ctx.position.loop
    dial = Dial(
        targets=node.targets[here : here + 1] if node.in_turn else node.targets,
        to=ctx.link("dial-result", position),
        ring=node.ring,
        caller_id=ctx.country.callback_from,
        screen=node.screen,
    )
    return Move(ctx.position, verbs=(dial,))


def react_ring(ctx: Context, node: Ring, event: Event) -> Move:
    """Only a bridged call was answered by a person; all else goes on along the overflow."""
    if isinstance(event, DialEnded) and event.bridged:
        outcome = "bridged" if node.screen else "transferred"
        return Move(ctx.position, verbs=_thanks(ctx), writes={"outcome": outcome})
    if node.in_turn and ctx.position.loop + 1 < len(node.targets):
        return Move(replace(ctx.position, loop=ctx.position.loop + 1))
    if isinstance(event, (DialEnded, NoInput)):
        return Move(replace(ctx.position.at(node.after), waiting=False))
    return Move(ctx.position)


def enter_reroute(ctx: Context, node: Reroute) -> Move:
    """Say that another desk takes the call, and go there."""
    says = explain(ctx, node.queue, node.reason)[:1] if node.reason == "closed" else ()
    return follow(ctx, node.go, *says)


def enter_goodbye(ctx: Context, _: Goodbye) -> Move:
    """The end of a call that has left a message or asked to be called back."""
    return Move(ctx.position, verbs=_thanks(ctx))


def _thanks(ctx: Context) -> tuple[Verb, ...]:
    return ctx.say("goodbye"), Hangup()


def _name(ctx: Context) -> str:
    return ctx.position.queue or ctx.plan.default_queue


def _refusal(ctx: Context, name: str) -> Reason | None:
    if is_closed(ctx, name):
        return "closed"
    return "nobody" if name in ctx.floor.nobody else None


def _asks(ctx: Context, name: str, reason: Reason) -> bool:
    """Whether this refusal asks what to do: who has been asked once is not asked again."""
    return isinstance(ctx.plan.nodes.get(ctx.plan.queues[name].refusal(reason) or ""), Refusal)


def _refuse(ctx: Context, name: str, reason: Reason) -> Move:
    node = ctx.plan.queues[name].refusal(reason) or f"{name}:{reason}"
    return Move(replace(ctx.position.at(node), waiting=False))
