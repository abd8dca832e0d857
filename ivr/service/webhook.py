"""One webhook, start to end: step, commit, answer what the step asked, render.

Nothing here decides what a caller hears; that is the machine's. This is the only place where the
pure step meets the stores, and where their failures become events.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

import structlog

from ivr.call.events import (
    Call,
    Event,
    ExitReasonRead,
    Keys,
    NoInput,
    SpeechInput,
    StoreDown,
    TicketFailed,
    TicketOpened,
)
from ivr.call.position import Position
from ivr.call.session import Meta, Session
from ivr.call.turn import Json, OpenTicket, ReadExitReason, Turn
from ivr.call.verbs import Gather, Say, SessionValue, Verb
from ivr.engine import machine
from ivr.engine.twiml import Renderer
from ivr.errors import StoreUnavailable
from ivr.live.redis_calls import Calls, Committed, TurnRecord, to_milliseconds
from ivr.plan.nodes import CallPlan, KeypadEntry
from ivr.plan.versions import Plans
from ivr.records import Draft, IncidentStore
from routing.model import Floor

_log = structlog.get_logger(__name__)
_MOST_CACHED = 1024  # about 5 MB; nearly all that callers of eleven countries do in two turns
_MOST_PLANS = 16


@dataclass(frozen=True, slots=True)
class Answer:
    """The document, and where the call stands after it."""

    twiml: str
    turn: Turn


@dataclass(frozen=True, slots=True)
class TurnTaken:
    """One turn that was taken, for who watches calls: from where, by what, to where."""

    call: Call
    position: Position
    event: Event
    now: datetime
    turn: Turn


@dataclass(frozen=True, slots=True)
class _CachedTurn:
    """A turn remembered: the same for every caller who does the same at the same place."""

    answer: Answer
    number: str
    digest: str
    note: str

    def entry(self, sid: str, now: datetime) -> TurnRecord:
        return TurnRecord(sid, self.number, self.digest, now, self.note, None)


@dataclass(slots=True)
class Turns:
    """Takes turns. ``floor`` is asked for what is known of the agents' floor.

    ``watch`` is told of every turn, after it is done.
    """

    plans: Plans
    calls: Calls
    tickets: IncidentStore
    floor: Callable[[], Floor] = Floor
    watch: Callable[[TurnTaken], None] | None = None
    _renderers: dict[str, Renderer] = field(default_factory=dict)
    _cached: dict[object, _CachedTurn] = field(default_factory=dict)

    def begin(self, call: Call, event: Event, now: datetime, floor: Floor | None = None) -> Answer:
        """The first webhook of a call, on the current plan."""
        plan = self.plans.current
        return self.take(call, Position(plan.version, "queue", "es"), event, now, floor)

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
        floor = self.floor() if floor is None else floor
        now = to_milliseconds(now)  # as exact as the moment that a repeated turn gets back
        place = (plan.version, machine.country_of(plan, call).code, position, event)
        if cacheable := self._cached.get(place):
            return self._from_cache(cacheable, call, position, event, now)
        turn = machine.step(plan, position, call, event, now, floor)
        if turn.cacheable:
            cacheable = self._remember(place, plan, position, event, turn)
            return self._from_cache(cacheable, call, position, event, now)
        try:
            done = self.calls.commit(_entry(plan, position, call, event, turn, now))
        except StoreUnavailable as trouble:
            _log.warning("turn.store_down", reason=str(trouble))
            turn = self._without_store(plan, call, turn, now, floor)
            return self._answer(plan, TurnTaken(call, position, event, now, turn), Session())
        if done.first != now:  # the carrier repeats itself: the same moment, the same bytes
            turn = machine.step(plan, position, call, event, done.first, floor)
        if turn.query is not None:
            turn = self._answer_query(plan, call, turn, done, floor)
        return self._answer(plan, TurnTaken(call, position, event, done.first, turn), done.session)

    def _from_cache(
        self, cacheable: _CachedTurn, call: Call, position: Position, event: Event, now: datetime
    ) -> Answer:
        """Nothing in the answer depends on its being written, so nothing waits for that."""
        self.calls.note(cacheable.entry(call.sid, now))
        if self.watch:
            self.watch(TurnTaken(call, position, event, now, cacheable.answer.turn))
        return cacheable.answer

    def _remember(
        self, place: object, plan: CallPlan, position: Position, event: Event, turn: Turn
    ) -> _CachedTurn:
        answer = Answer(self._renderer(plan).render(turn.verbs, {}), turn)
        note = f"{position.node} {_note(plan, position, event)}"
        cacheable = _CachedTurn(answer, str(position.turn), _digest(position, event), note)
        if not _of_one_caller(event):
            if len(self._cached) >= _MOST_CACHED:
                for oldest in tuple(self._cached)[:1]:  # other threads do the same
                    self._cached.pop(oldest, None)
            self._cached[place] = cacheable
        return cacheable

    def _answer(self, plan: CallPlan, taken: TurnTaken, session: Session) -> Answer:
        if self.watch:
            self.watch(taken)
        return Answer(self._renderer(plan).render(taken.turn.verbs, session.values), taken.turn)

    def _renderer(self, plan: CallPlan) -> Renderer:
        renderer = self._renderers.get(plan.version)
        if renderer is None:
            if len(self._renderers) >= _MOST_PLANS:
                self._renderers.clear()  # those still needed are soon made again
            renderer = self._renderers[plan.version] = Renderer(plan.prompts)
        return renderer

    def _without_store(
        self, plan: CallPlan, call: Call, turn: Turn, now: datetime, floor: Floor
    ) -> Turn:
        """With live state gone, menus go on; a form gives way to a person, and who waits stays."""
        if isinstance(turn.query, ReadExitReason):
            return machine.step(plan, turn.position, call, ExitReasonRead(None), now, floor)
        if turn.query is not None or turn.in_form or "wish" in turn.writes:
            return machine.step(plan, turn.position, call, StoreDown(), now, floor)
        return turn

    def _answer_query(
        self, plan: CallPlan, call: Call, turn: Turn, done: Committed, floor: Floor
    ) -> Turn:
        event = self._outcome(plan, call, turn, done)
        after = machine.step(plan, turn.position, call, event, done.first, floor, turn.verbs)
        if after.writes and done.fresh:
            for name, value in after.writes.items():
                self._mark(call.sid, name, value)
        return after

    def _mark(self, sid: str, name: str, value: Json) -> None:
        try:
            self.calls.mark(sid, name, value)
        except StoreUnavailable as trouble:
            _log.warning("turn.mark_lost", name=name, reason=str(trouble))

    def _outcome(self, plan: CallPlan, call: Call, turn: Turn, done: Committed) -> Event:
        if not isinstance(turn.query, OpenTicket):
            return ExitReasonRead(done.session.text("wish"))
        kind = turn.query.kind
        told = dict(done.session.forms())
        if kind not in told:
            return TicketOpened(None)
        draft = draft_of(call.sid, kind, done.session)
        if draft is None:
            return TicketFailed()
        try:
            incident = self.tickets.keep(draft, turn.query.status, done.first)
        except StoreUnavailable as trouble:
            _log.error("turn.ticket_failed", reason=str(trouble))
            return TicketFailed()
        return TicketOpened(incident.number)


def draft_of(sid: str, kind: str, session: Session) -> Draft | None:
    """What a form has been told, ready to be stored; None without knowing who called."""
    if session.meta is None:
        return None
    return Draft(
        call_sid=sid,
        kind=kind,
        queue=session.text("queue"),
        country=session.meta.country,
        language=session.text("language") or "",
        caller=session.meta.ani,
        dnis=session.meta.dnis,
        plan=session.meta.plan,
        service=session.text("service"),
        fields=session.answers(kind),
    )


def _entry(
    plan: CallPlan, position: Position, call: Call, event: Event, turn: Turn, now: datetime
) -> TurnRecord:
    return TurnRecord(
        sid=call.sid,
        turn=str(position.turn),
        digest=_digest(position, event),
        now=now,
        note=f"{position.node} {_note(plan, position, event)}",
        meta=_meta(plan, call, now),
        writes=_keeps(turn, position),
        want=turn.query is not None or _needs_session(turn.verbs),
    )


def _meta(plan: CallPlan, call: Call, now: datetime) -> Meta:
    country = machine.country_of(plan, call).code
    return Meta(call.dnis, call.ani, country, plan.version, now)


def _keeps(turn: Turn, position: Position) -> dict[str, Json]:
    writes = dict(turn.writes)
    if position.turn == 0:
        writes.setdefault("language", turn.position.language)
    return writes


def _digest(position: Position, event: Event) -> str:
    # The first request of a call names no plan: repeated across a publish it is still the same.
    place = _written(position) if position.turn else ""
    told = f"{place}{event}".encode(errors="replace")
    return hashlib.blake2b(told, digest_size=8).hexdigest()


@lru_cache(maxsize=4096)
def _written(position: Position) -> str:
    return str(position)


def _note(plan: CallPlan, position: Position, event: Event) -> str:
    """The event for the journal: a menu key as it is, anything personal only by its length."""
    match event:
        case Keys(digits) if isinstance(plan.nodes.get(position.node), KeypadEntry):
            return f"keys[{len(digits)}]"
        case Keys(digits):
            return f"keys {digits}"
        case SpeechInput(text):
            return f"speech[{len(text)}]"
        case _:
            return type(event).__name__


def _of_one_caller(event: Event) -> bool:
    """What is remembered of a turn must be no more than a key, or that there was none."""
    return not (isinstance(event, NoInput) or (isinstance(event, Keys) and len(event.digits) == 1))


def _needs_session(verbs: tuple[Verb, ...]) -> bool:
    return any(
        isinstance(value, SessionValue)
        for verb in verbs
        for sound in (verb.sounds if isinstance(verb, Gather) else (verb,))
        if isinstance(sound, Say)
        for _, value in sound.values
    )
