"""What a waiting caller hears: place in line, music, and the keys that work meanwhile."""

from __future__ import annotations

from dataclasses import replace

from ivr.call.events import Event, Waiting
from ivr.call.verbs import Formatted, Leave, Play, Redirect, Say, Sound
from ivr.engine.context import Context, Move
from ivr.engine.kinds.reserved import switch_language
from ivr.plan.nodes import Wait

MUSIC = "music/hold.wav"
_SINCE = "waits-since"  # the fact when the wait began, in seconds since 1970
_SENTENCES = 3  # wait-1, wait-2, wait-3: never the same twice in a row


def enter_wait(ctx: Context, node: Wait) -> Move:
    """Back in the queue from a form that was begun there."""
    return _round(ctx, ctx.say("wait-keys"))


def react_wait(ctx: Context, node: Wait, event: Event) -> Move:
    """One round of waiting, or a key."""
    if not isinstance(event, Waiting):
        return enter_wait(ctx, node)
    ctx = _timed(ctx)
    match event.key:
        case "1":
            return Move(ctx.position.at("callback"))
        case "2":
            return _leave(ctx, "message")
        case "*":
            return _round(ctx, place_in_line(ctx, event.place))
        case "9" if len(ctx.country.languages) > 1:
            switched = switch_language(ctx)
            here = ctx.at(switched.position)
            return replace(_round(here, here.say("wait-keys")), writes=switched.writes)
        case "":
            return _next_round(ctx, node, event)
        case _:
            return _round(ctx, ctx.say("wait-keys"))


def place_in_line(ctx: Context, place: int | None) -> Say:
    """Where the caller stands, if the carrier told us."""
    if place is None or place < 1:
        return ctx.say("wait-no-position")
    return ctx.say("wait-position", position=Formatted("count", place))


def _timed(ctx: Context) -> Context:
    """Only what the wait itself asks for is sure to be told how long it has lasted, and a round
    that follows a redirect may not be: so the address remembers when it began."""
    if ctx.position.loop and ctx.position.fact(_SINCE):
        return ctx
    return ctx.at(ctx.position.with_facts({_SINCE: str(_seconds(ctx))}))


def _waited(ctx: Context, event: Waiting) -> int:
    began = ctx.position.fact(_SINCE)
    return max(event.seconds, _seconds(ctx) - int(began) if began else 0)


def _seconds(ctx: Context) -> int:
    return int(ctx.now.timestamp())


def _next_round(ctx: Context, node: Wait, event: Waiting) -> Move:
    due = _due(ctx, node, _waited(ctx, event))
    if due:
        return _leave(ctx, due)
    loop = ctx.position.loop
    if loop == 0:
        first = _round(ctx, place_in_line(ctx, event.place), ctx.say("wait-keys"))
        return replace(first, writes={"queue": node.queue, "outcome": "queued"})
    if due is not None and not ctx.position.fact("offered"):
        here = ctx.at(ctx.position.with_facts({"offered": "yes"}))
        return _round(here, here.say("wait-offer"), here.say("wait-keys"))
    if loop % 2 == 0:
        return _round(ctx, place_in_line(ctx, event.place))
    return _round(ctx, ctx.say(f"wait-{(loop // 2) % _SENTENCES + 1}"))


def _due(ctx: Context, node: Wait, seconds: int) -> str | None:
    """The overflow that is due after ``seconds``: a queue, "" for an offer, None for none."""
    due = [to for after, to in ctx.plan.queues[node.queue].after if seconds >= after]
    return due[-1] if due else None


def _round(ctx: Context, *sounds: Sound) -> Move:
    # A redirect rather than the gather's own action: only what the wait itself asks for is sure to
    # be told the place in line.
    here = ctx.at(replace(ctx.position, loop=ctx.position.loop + 1))
    gather = replace(here.listen(*sounds, Play(MUSIC), timeout=1), silence=False)
    return Move(here.position, verbs=(gather, Redirect(gather.to)))


def _leave(ctx: Context, wish: str) -> Move:
    # The queue's action is asked next; it knows only that the caller left, so the wish is kept.
    return Move(ctx.position, verbs=(Leave(),), writes={"wish": wish})
