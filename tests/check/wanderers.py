"""Callers who do anything at all, through the whole machine, and then fall silent.

This knows nothing of how ``ivr check`` walks a plan: it is the judge of it.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

from ivr.call.call import Call
from ivr.call.events import DialEnded, Event, NoInput, QueueLeft, TicketOpened
from ivr.call.position import Position, decode
from ivr.call.turn import OpenTicket, Turn
from ivr.call.verbs import Dial, Enqueue, Gather, Hangup, Leave, Record, Redirect
from ivr.engine import machine
from ivr.engine.context import Context
from ivr.engine.kinds.wait import Wait
from ivr.engine.node import node_at
from ivr.engine.twiml import Renderer
from ivr.plan.call_plan import CallPlan
from routing.model import Floor

_CURIOUS, _SILENT = 25, 40  # turns with any event; turns of silence within which a call must end
_BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
_ANSWERED = {"value": "12345678"}


class LostCall(AssertionError):
    """A call that ended badly, or not at all."""


class _Session(dict[str, object]):
    def get(self, _: str, __: object = None) -> object:
        return _ANSWERED


def wander(plan: CallPlan, seed: int) -> str:
    """One call to a random number; how it ended: person or ticket. Raises LostCall."""
    return _Wanderer(plan, Random(seed)).call()


def stands(plan: CallPlan, seed: int) -> set[tuple[str, str | None, bool]]:
    """Where one call has stood: node, queue, and whether in the carrier's line."""
    wanderer = _Wanderer(plan, Random(seed))
    wanderer.call()
    return wanderer.stands


class _Wanderer:
    def __init__(self, plan: CallPlan, rng: Random) -> None:
        self.plan, self.rng = plan, rng
        self.render = Renderer(plan.prompts).render
        self.now = _BEGIN + timedelta(minutes=rng.randrange(365 * 24 * 60))
        self.floor = Floor(frozenset(plan.queues) if rng.random() < 0.3 else frozenset())
        ani = rng.choice((None, "+541151700000", "+5511987654321", "+13055550123"))
        self.caller = Call("CA" + "0" * 32, rng.choice(list(plan.numbers)), ani)
        self.stored = False
        self.trail: list[str] = []
        self.stands: set[tuple[str, str | None, bool]] = set()

    def call(self) -> str:
        turn = self._answered(machine.start(self.plan, self.caller, self.now, self.floor))
        for count in range(_CURIOUS + _SILENT):
            self.render(turn.verbs, _Session())  # type: ignore[arg-type]
            end = self._end(turn, curious=count < _CURIOUS)
            if end:
                return end
            position, event = self._next(turn, curious=count < _CURIOUS)
            self.stands.add((position.node, position.queue, position.waiting))
            self.trail.append(f"{position.node} {event}")
            if event == QueueLeft("hangup"):
                return "person"  # he gave up in the line
            turn = self._answered(self._step(position, event))
        raise self._lost("never ends")

    def _step(self, position: Position, event: Event, turn: Turn | None = None) -> Turn:
        said = turn.verbs if turn else ()
        return machine.step(self.plan, position, self.caller, event, self.now, self.floor, said)

    def _answered(self, turn: Turn) -> Turn:
        while turn.query is not None:
            node = node_at(self.plan, turn.position.node)
            assert node is not None
            possible = list(node.replies(self.plan, turn.position.queue, turn.query))
            event = self.rng.choice(possible)[0].event
            self.stored |= isinstance(turn.query, OpenTicket) and event != TicketOpened(None)
            turn = self._step(turn.position, event, turn)
        return turn

    def _end(self, turn: Turn, curious: bool) -> str:
        kinds = {type(verb) for verb in turn.verbs}
        if not curious and isinstance(self.plan.nodes[turn.position.node], Wait):
            return "person"  # he stands in line
        if Enqueue in kinds and (not curious or self.rng.random() < 0.5):
            return "person"
        if Dial in kinds and self.rng.random() < 0.5:
            return "person"
        if Hangup in kinds:
            if not self.stored and not turn.writes.get("outcome"):
                raise self._lost("is hung up with nothing done")
            return "ticket"
        if not kinds & {Gather, Record, Redirect, Enqueue, Dial, Leave}:
            raise self._lost("falls silent")
        return ""

    def _next(self, turn: Turn, curious: bool) -> tuple[Position, Event]:
        position = self._waits_at(turn)
        if decode(_query(position)) != position:
            raise self._lost("does not find its place again")
        if not curious:
            dials = any(isinstance(verb, Dial) for verb in turn.verbs)
            return position, DialEnded("no-answer", bridged=False) if dials else NoInput()
        country = machine.country_of(self.plan, self.caller)
        node = node_at(self.plan, position.node)
        assert node is not None
        ctx = Context(self.plan, self.caller, country, position, self.now, self.floor)
        possible = [chance.event for chance in node.chances(ctx)]
        return position, self.rng.choice(possible)

    def _waits_at(self, turn: Turn) -> Position:
        for verb in turn.verbs:
            if isinstance(verb, Enqueue):
                return verb.wait.position if self.rng.random() < 0.5 else verb.left.position
            if isinstance(verb, Gather | Record | Dial | Redirect):
                return verb.to.position
        # Out of the carrier's queue: its action asks next.
        return Position(
            self.plan.version, "queue", turn.position.language, queue=turn.position.queue
        )

    def _lost(self, how: str) -> LostCall:
        return LostCall(f"a call to {self.caller.dnis} {how}:\n" + "\n".join(self.trail))


def _query(position: Position) -> dict[str, str]:
    from_address = position.query().split("&")
    pairs = (part.partition("=") for part in from_address)
    return {name: value.replace("%21", "!").replace("%20", " ") for name, _, value in pairs}
