"""Why a queue cannot take a call, as the caller is told."""

from __future__ import annotations

from collections.abc import Iterator

from ivr.call.verbs import Formatted, Say, Words
from ivr.engine.context import Context
from ivr.engine.kinds.spoken_week import open_spans
from ivr.plan.call_plan import Reason
from ivr.plan.holidays import spoken_holiday
from ivr.plan.opening import opening
from routing.model import Closed, Closure, Open

_PROMPTS = {
    "nobody": "nobody-signed-in",
    "full": "queue-is-full",
    "unanswered": "unanswered",
}


def explain(ctx: Context, queue: str, reason: Reason) -> tuple[Say, ...]:
    """A few sentences. For a closed desk: what closes it, and when it opens again."""
    if reason != "closed":
        return (ctx.say(_PROMPTS[reason]),)
    status = status_of(ctx, queue)
    says = why_closed(ctx, queue)
    if isinstance(status, Closed) and status.reopens:
        zone = Formatted("zone", ctx.country.zone)
        opens = Formatted("day_and_time", status.reopens)
        says += (ctx.say("reopens", day_and_time=opens, zone=zone),)
    return says


def why_closed(ctx: Context, queue: str) -> tuple[Say, ...]:
    """Without when it opens again: the reason that was given, the holiday by name, or the hours."""
    status = status_of(ctx, queue)
    if isinstance(status, Closed) and status.closure:
        return tuple(_shut(ctx, queue, status.closure))
    if isinstance(status, Closed) and status.holiday:
        return (_holiday(ctx, queue, status),)
    hours = ctx.plan.queues[queue].hours
    if hours.always or hours.never:  # there are no hours to name
        return (_is_closed(ctx, queue),)
    spans = Formatted("week_hours", open_spans(hours))
    return (ctx.say("closed", queue=_label(queue), hours=spans),)


def is_closed(ctx: Context, queue: str) -> bool:
    """Whether the queue is closed now, in the zone of the country that was dialled."""
    return isinstance(status_of(ctx, queue), Closed)


def status_of(ctx: Context, queue: str) -> Open | Closed:
    """Whether the queue is open now, and what closes it."""
    return opening(ctx.plan, ctx.country, queue, ctx.now, ctx.floor.closures)


def _shut(ctx: Context, queue: str, closure: Closure) -> Iterator[Say]:
    yield _is_closed(ctx, queue)
    # A closure made by hand outlives edits of the words; none is said in another language's.
    if closure.reason and ctx.plan.prompts.has(closure.reason, ctx.position.language):
        yield ctx.say(closure.reason)


def _holiday(ctx: Context, queue: str, status: Closed) -> Say:
    assert status.holiday  # noqa: S101 - the caller looked
    name = spoken_holiday(ctx.country.calendar, status.holiday, ctx.position.language)
    if name is None:
        return ctx.say("closed-public-holiday", queue=_label(queue))
    return ctx.say("closed-holiday", queue=_label(queue), holiday=Formatted("text", name))


def _is_closed(ctx: Context, queue: str) -> Say:
    return ctx.say("queue-is-closed", queue=_label(queue))


def _label(queue: str) -> Words:
    return Words(f"queue-{queue}")
