"""One webhook, start to end: step, commit, answer what the step asked, render.

Nothing here decides what a caller hears; that is the machine's, also where a store is away. This is
the only place where the pure step meets the stores.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import assert_never

import structlog

from ivr.call.call import Call
from ivr.call.events import AcceptanceRead, DialEnded, Event, ExitReasonRead, QueueLeft, Waiting
from ivr.call.facts import ACCEPTED, EXIT_REASON, SessionKey
from ivr.call.position import Position
from ivr.call.session import Session
from ivr.call.turn import Json, OpenTicket, Query, ReadAcceptance, ReadExitReason, Turn
from ivr.engine import fallback, machine
from ivr.errors import StoreUnavailable
from ivr.live.calls import Calls, Committed, to_milliseconds
from ivr.plan.call_plan import QUEUE, CallPlan
from ivr.plan.versions import Plans
from ivr.records import IncidentStore
from ivr.service.cache import Answer, CachedTurn, Renderers, TurnCache
from ivr.service.journal import acceptance, digest, note, record
from ivr.service.tickets import open_ticket
from routing.model import Floor

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class TurnTaken:
    """One turn that was taken, for who watches calls: from where, by what, to where."""

    call: Call
    position: Position
    event: Event
    now: datetime
    turn: Turn


@dataclass(frozen=True, slots=True)
class _Taking:
    """All that decides one turn."""

    plan: CallPlan
    call: Call
    position: Position
    event: Event
    now: datetime
    floor: Floor

    def step(self) -> Turn:
        """What the machine makes of it."""
        return machine.step(self.plan, self.position, self.call, self.event, self.now, self.floor)

    def then(self, turn: Turn, event: Event) -> Turn:
        """What it makes of what happens after ``turn``, before anything of that is heard."""
        said = turn.verbs if turn.query else ()
        return machine.step(self.plan, turn.position, self.call, event, self.now, self.floor, said)


@dataclass(slots=True)
class Turns:
    """Takes turns. ``floor`` is asked for what is known of the agents' floor.

    ``key`` is the installation's, for the journal. ``watch`` is told of each turn taken.
    """

    plans: Plans
    calls: Calls
    tickets: IncidentStore
    key: bytes = b""
    floor: Callable[[], Floor] = Floor
    watch: Callable[[TurnTaken], None] | None = None
    _renderers: Renderers = field(default_factory=Renderers)
    _cache: TurnCache = field(default_factory=TurnCache)

    def begin(self, call: Call, event: Event, now: datetime, floor: Floor | None = None) -> Answer:
        """The first webhook of a call, on the current plan."""
        plan = self.plans.current
        return self.take(call, Position(plan.version, QUEUE, "es"), event, now, floor)

    def take(
        self,
        call: Call,
        position: Position,
        event: Event,
        now: datetime,
        floor: Floor | None = None,
    ) -> Answer:
        """Any webhook that brings a position along."""
        plan = self.plans.at(position.plan)
        if plan is None:
            return self._of_a_lost_plan(call, position, event, now, floor)
        now = to_milliseconds(now)  # as exact as the moment that a repeated turn gets back
        place = _place(plan, call, position, event)
        cached = self._cache.get(place)
        if cached:
            return self._from_cache(cached, call, position, event, now)
        taking = _Taking(plan, call, position, event, now, self.floor() if floor is None else floor)
        turn = taking.step()
        if turn.cacheable:
            cached = self._remember(place, taking, turn)
            return self._from_cache(cached, call, position, event, now)
        return self._commit(taking, turn)

    def _of_a_lost_plan(
        self, call: Call, position: Position, event: Event, now: datetime, floor: Floor | None
    ) -> Answer:
        """A person for who was in a dialog; who is in line or was put through is as in any plan.

        Never a node of another plan: it may have the same name and lead elsewhere.
        """
        plan = self.plans.current
        in_line = isinstance(event, (Waiting, QueueLeft, DialEnded))
        if in_line and position.queue in plan.queues and position.node in plan.nodes:
            return self.take(call, replace(position, plan=plan.version), event, now, floor)
        verbs = fallback.verbs(plan, call, position)
        return Answer(self._renderers.of(plan).render(verbs, {}), Turn(position, verbs))

    def accept(self, caller: str, position: Position, now: datetime) -> None:
        """Keep that who was dialled at ``position`` takes the call ``caller`` with a key.

        It is over when the dialled leg is, and then this tells that somebody was reached. The two
        are connected whether it can be kept or not.
        """
        try:
            self.calls.commit(acceptance(caller, position, now, self.key))
        except StoreUnavailable as trouble:
            _log.warning("turn.acceptance_lost", reason=str(trouble))

    def remembered(
        self, call: Call, position: Position, event: Event, now: datetime
    ) -> Answer | None:
        """As :meth:`take`, if the turn has been taken before on the current plan; else nothing.

        Never waits.
        """
        plan = self.plans.current
        if plan.version != position.plan:
            return None  # whether the version is at hand may have to be found out
        cached = self._cache.get(_place(plan, call, position, event))
        now = to_milliseconds(now)
        return self._from_cache(cached, call, position, event, now) if cached else None

    def _from_cache(
        self, cached: CachedTurn, call: Call, position: Position, event: Event, now: datetime
    ) -> Answer:
        """Nothing in the answer depends on its being written, so nothing waits for that."""
        self.calls.note(cached.record(call.sid, now))
        if self.watch:
            self.watch(TurnTaken(call, position, event, now, cached.answer.turn))
        return cached.answer

    def _remember(self, place: object, taking: _Taking, turn: Turn) -> CachedTurn:
        position, event = taking.position, taking.event
        cached = CachedTurn(
            Answer(self._renderers.of(taking.plan).render(turn.verbs, {}), turn),
            str(position.turn),
            digest(position, event, self.key),
            note(taking.plan, position, event),
        )
        self._cache.put(place, event, cached)
        return cached

    def _commit(self, taking: _Taking, turn: Turn) -> Answer:
        """Have it written before it is heard."""
        plan, call, position = taking.plan, taking.call, taking.position
        entry = record(plan, call, position, taking.event, turn, taking.now, self.key)
        try:
            done = self.calls.commit(entry)
        except StoreUnavailable as trouble:
            return self._without_store(taking, turn, trouble)
        if done.first != taking.now:  # the carrier repeats itself: the same moment, the same bytes
            taking = replace(taking, now=done.first)
            turn = taking.step()
        if turn.query is not None:
            turn = self._answer_query(taking, turn, turn.query, done)
        return self._answer(taking, turn, done.session)

    def _without_store(self, taking: _Taking, turn: Turn, trouble: StoreUnavailable) -> Answer:
        """The turn says itself what happens then."""
        _log.warning("turn.store_down", reason=str(trouble))
        if turn.on_store_down is not None:
            turn = taking.then(replace(turn, query=None), turn.on_store_down)
        return self._answer(taking, turn, Session())

    def _answer_query(self, taking: _Taking, turn: Turn, query: Query, done: Committed) -> Turn:
        after = taking.then(turn, self._outcome(taking, query, done))
        if done.fresh:
            for name, value in after.writes.items():
                self._mark(taking.call.sid, name, value)
        return after

    def _outcome(self, taking: _Taking, query: Query, done: Committed) -> Event:
        """What the world says."""
        match query:
            case OpenTicket():
                sid = taking.call.sid
                return open_ticket(self.tickets, sid, query, done.session, taking.now)
            case ReadExitReason():
                return ExitReasonRead(done.session.text(EXIT_REASON))
            case ReadAcceptance(turn, otherwise):
                accepted = done.session.text(ACCEPTED) == str(turn)
                return AcceptanceRead(accepted or otherwise)
            case _:
                assert_never(query)

    def _mark(self, sid: str, name: SessionKey, value: Json) -> None:
        try:
            self.calls.mark(sid, name, value)
        except StoreUnavailable as trouble:
            _log.warning("turn.mark_lost", name=name, reason=str(trouble))

    def _answer(self, taking: _Taking, turn: Turn, session: Session) -> Answer:
        if self.watch:
            call, position, event = taking.call, taking.position, taking.event
            self.watch(TurnTaken(call, position, event, taking.now, turn))
        twiml = self._renderers.of(taking.plan).render(turn.verbs, session.values)
        return Answer(twiml, turn)


def _place(plan: CallPlan, call: Call, position: Position, event: Event) -> object:
    """What a cacheable turn depends on."""
    return plan.version, machine.country_of(plan, call).code, position, event
