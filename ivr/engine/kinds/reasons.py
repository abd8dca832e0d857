"""Why a queue cannot take a call, as the caller is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

from ivr.call.verbs import Formatted, Say, Words
from ivr.engine.context import Context
from ivr.plan.call_plan import Reason
from prompts.say_as import OpenSpan
from routing import hours
from routing.model import Closed, Hours

_PROMPTS = {
    "nobody": "nobody-signed-in",
    "full": "queue-is-full",
    "unanswered": "unanswered",
}


def explain(ctx: Context, queue: str, reason: Reason) -> tuple[Say, ...]:
    """One or two sentences. For a closed desk: the holiday by name, and when it opens again."""
    if reason != "closed":
        return (ctx.say(_PROMPTS[reason]),)
    status = _status(ctx, queue)
    says = [_closed(ctx, queue, status)]
    if isinstance(status, Closed) and status.reopens:
        zone = Formatted("zone", ctx.country.zone)
        opens = Formatted("day_and_time", status.reopens)
        says.append(ctx.say("reopens", day_and_time=opens, zone=zone))
    return tuple(says)


def _closed(ctx: Context, queue: str, status: object) -> Say:
    label = Words(f"queue-{queue}")
    if isinstance(status, Closed) and status.holiday:
        name = hours.holiday_name(ctx.country.calendar, status.holiday, ctx.position.language)
        if name:
            return ctx.say("closed-holiday", queue=label, holiday=Formatted("text", name))
    spans = Formatted("week_hours", _spans(ctx.plan.queues[queue].hours))
    return ctx.say("closed", queue=label, hours=spans)


def _spans(opening: Hours) -> tuple[OpenSpan, ...]:
    """Opening hours as they are spoken: days in a row with the same times are one span."""
    spans: list[OpenSpan] = []
    for day, times in enumerate(opening.week):
        for opens, closes in times:
            until = closes or time()
            last = next(
                (s for s in spans if s.last == day - 1 and (s.opens, s.closes) == (opens, until)),
                None,
            )
            if last:
                spans[spans.index(last)] = replace(last, last=day)
            else:
                spans.append(OpenSpan(day, day, opens, until))
    return tuple(spans)


def _status(ctx: Context, queue: str) -> object:
    return hours.status(
        ctx.plan.queues[queue].hours, ctx.country.calendar, ctx.country.zone, ctx.now
    )


def is_closed(ctx: Context, queue: str) -> bool:
    """Whether the queue is closed now, in the zone of the country that was dialled."""
    return isinstance(_status(ctx, queue), Closed)
