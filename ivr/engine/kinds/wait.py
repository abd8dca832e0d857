"""What a waiting caller hears: place in line, music, and the keys that work meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from ivr.call.events import Event, StoreDown, Waiting
from ivr.call.facts import (
    EXIT_REASON,
    OFFERED,
    OUTCOME,
    QUEUE_CHOSEN,
    WAITS_SINCE,
    YES,
    Fact,
)
from ivr.call.verbs import Formatted, Leave, Play, Redirect, Say, Sound
from ivr.engine import chances
from ivr.engine.chances import KEYS, WRONG, Chance
from ivr.engine.context import Context, Move
from ivr.engine.kinds.reasons import explain, status_of
from ivr.engine.kinds.reserved import switch_language
from ivr.engine.node import KeyRule, Node, Origin, Senses
from ivr.plan.written import QUEUES, Written
from routing.model import Closed

MUSIC = "music/hold.wav"
_SENTENCES = 3  # wait-1, wait-2, wait-3: never the same twice in a row
_ROUNDS = 2 * _SENTENCES  # after so many the sentences begin anew


@dataclass(frozen=True, slots=True)
class Wait(Node):
    """A caller in the carrier's queue ``queue``, which asks again and again what he hears."""

    id: str
    queue: str

    polled: ClassVar[bool] = True
    rounds: ClassVar[int] = _ROUNDS
    key_rule: ClassVar[KeyRule] = KeyRule.WORKING

    def enter(self, ctx: Context) -> Move:
        """Back in the queue from a form that was begun there."""
        return _round(ctx, ctx.say("wait-keys"))

    def react(self, ctx: Context, event: Event) -> Move:
        """One round of waiting, or a key."""
        if not isinstance(event, Waiting):
            return self.enter(ctx)
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
                return self._next_round(ctx, event)
            case _:
                return _round(ctx, ctx.say("wait-keys"))

    def chances(self, ctx: Context) -> Iterator[Chance]:
        """A round at each time that matters, with and without a place told; and each key."""
        for seconds in (0, *(after for after, _ in ctx.plan.queues[self.queue].after)):
            yield from chances.by_world(*(Waiting(place, seconds) for place in (None, 1, 3)))
        if ctx.position.loop < 2:  # what a key does depends on no later round
            yield from (Chance(Waiting(2, 30, key), by_caller=True) for key in (WRONG, *KEYS))

    def senses(self) -> Senses:
        """How the queue's overflow is written, and whether it was closed meanwhile."""
        return Senses(queues=True, closures=True)

    def reads(self) -> frozenset[Fact]:
        """Whether a call-back was offered in this wait."""
        return frozenset({OFFERED})

    def origin(self, written: Written) -> Origin:
        """The queue."""
        return QUEUES, (self.queue,)

    def _next_round(self, ctx: Context, event: Waiting) -> Move:
        due = self._due(ctx, _waited(ctx, event))
        if due:
            return _leave(ctx, due)
        loop = ctx.position.loop
        if loop == 0:
            first = _round(ctx, place_in_line(ctx, event.place), ctx.say("wait-keys"))
            return replace(first, writes={QUEUE_CHOSEN: self.queue, OUTCOME: "queued"})
        if due is not None and not ctx.position.fact(OFFERED):
            here = ctx.at(ctx.position.with_facts({OFFERED: YES}))
            return _round(here, here.say("wait-offer"), here.say("wait-keys"))
        if loop % 2 == 0:
            return _round(ctx, place_in_line(ctx, event.place))
        if self._was_closed(ctx):  # then nobody is looked for
            return _round(ctx, *explain(ctx, self.queue, "closed"), ctx.say("wait-keys"))
        return _round(ctx, ctx.say(f"wait-{(loop // 2) % _SENTENCES + 1}"))

    def _was_closed(self, ctx: Context) -> bool:
        """Whether the desk was closed out of its turn while he waits.

        At the end of its hours those who wait are still served; then everybody has left.
        """
        status = status_of(ctx, self.queue)
        return isinstance(status, Closed) and status.closure is not None

    def _due(self, ctx: Context, seconds: int) -> str | None:
        """The overflow that is due after ``seconds``: a queue, "" for an offer, None for none."""
        due = [to for after, to in ctx.plan.queues[self.queue].after if seconds >= after]
        return due[-1] if due else None


def place_in_line(ctx: Context, place: int | None) -> Say:
    """Where the caller stands, if the carrier told us."""
    if place is None or place < 1:
        return ctx.say("wait-no-position")
    return ctx.say("wait-position", position=Formatted("count", place))


def _timed(ctx: Context) -> Context:
    """Only what the wait itself asks for is sure to be told how long it has lasted, and a round
    that follows a redirect may not be: so the address remembers when it began."""
    if ctx.position.loop and ctx.position.fact(WAITS_SINCE):
        return ctx
    return ctx.at(ctx.position.with_facts({WAITS_SINCE: str(_seconds(ctx))}))


def _waited(ctx: Context, event: Waiting) -> int:
    began = ctx.position.fact(WAITS_SINCE)
    return max(event.seconds, _seconds(ctx) - int(began) if began else 0)


def _seconds(ctx: Context) -> int:
    return int(ctx.now.timestamp())


def _round(ctx: Context, *sounds: Sound) -> Move:
    # A redirect rather than the gather's own action: only what the wait itself asks for is sure to
    # be told the place in line.
    here = ctx.at(replace(ctx.position, loop=ctx.position.loop + 1))
    gather = replace(here.listen(*sounds, Play(MUSIC), timeout=1), silence=False)
    return Move(here.position, verbs=(gather, Redirect(gather.to)))


def _leave(ctx: Context, reason: str) -> Move:
    # The queue's action is asked next; it knows only that the caller left, so the reason is kept.
    # Without it he would lose his place for nothing: then he stays where he is.
    writes = {EXIT_REASON: reason}
    return Move(ctx.position, verbs=(Leave(),), writes=writes, on_store_down=StoreDown())
