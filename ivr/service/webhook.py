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
    Keys,
    NoInput,
    Recalled,
    StoreDown,
    TicketFailed,
    TicketOpened,
)
from ivr.call.events import Spoken as SpokenEvent
from ivr.call.position import Position
from ivr.call.session import Meta, Session
from ivr.call.turn import Json, OpenTicket, Recall, Turn
from ivr.call.verbs import Gather, Kept, Say, Verb
from ivr.engine import machine
from ivr.engine.twiml import Renderer
from ivr.errors import StoreUnavailable
from ivr.live.redis_calls import Calls, Committed, Entry, to_milliseconds
from ivr.plan.nodes import CallPlan
from ivr.plan.nodes import Entry as EntryNode
from ivr.plan.versions import Plans
from ivr.records import Draft, IncidentStore
from routing.model import Floor

_log = structlog.get_logger(__name__)
_MOST_LIGHT = 1024  # about 5 MB; nearly all that callers of eleven countries do in two turns
_MOST_PLANS = 16


@dataclass(frozen=True, slots=True)
class Answer:
    """The document, and where the call stands after it."""

    twiml: str
    turn: Turn


@dataclass(frozen=True, slots=True)
class Taken:
    """One turn that was taken, for who watches calls: from where, by what, to where."""

    call: Call
    position: Position
    event: Event
    now: datetime
    turn: Turn


@dataclass(frozen=True, slots=True)
class _Light:
    """A light turn: the same for every caller who does the same at the same place."""

    answer: Answer
    number: str
    digest: str
    note: str

    def entry(self, sid: str, now: datetime) -> Entry:
        return Entry(sid, self.number, self.digest, now, self.note, None)


@dataclass(slots=True)
class Turns:
    """Takes turns. ``floor`` is asked for what is known of the agents' floor.

    ``watch`` is told of every turn, after it is done.
    """

    plans: Plans
    calls: Calls
    tickets: IncidentStore
    floor: Callable[[], Floor] = Floor
    watch: Callable[[Taken], None] | None = None
    _renderers: dict[str, Renderer] = field(default_factory=dict)
    _light: dict[object, _Light] = field(default_factory=dict)

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
        if light := self._light.get(place):
            return self._lightly(light, call, position, event, now)
        turn = machine.step(plan, position, call, event, now, floor)
        if turn.light:
            light = self._learnt(place, plan, position, event, turn)
            return self._lightly(light, call, position, event, now)
        try:
            done = self.calls.commit(_entry(plan, position, call, event, turn, now))
        except StoreUnavailable as trouble:
            _log.warning("turn.store_down", reason=str(trouble))
            turn = self._without_store(plan, call, turn, now, floor)
            return self._answer(plan, Taken(call, position, event, now, turn), Session())
        if done.first != now:  # the carrier repeats itself: the same moment, the same bytes
            turn = machine.step(plan, position, call, event, done.first, floor)
        if turn.ask is not None:
            turn = self._ask(plan, call, turn, done, floor)
        return self._answer(plan, Taken(call, position, event, done.first, turn), done.session)

    def _lightly(
        self, light: _Light, call: Call, position: Position, event: Event, now: datetime
    ) -> Answer:
        """Nothing in the answer depends on its being written, so nothing waits for that."""
        self.calls.note(light.entry(call.sid, now))
        if self.watch:
            self.watch(Taken(call, position, event, now, light.answer.turn))
        return light.answer

    def _learnt(
        self, place: object, plan: CallPlan, position: Position, event: Event, turn: Turn
    ) -> _Light:
        answer = Answer(self._renderer(plan).render(turn.verbs, {}), turn)
        note = f"{position.node} {_note(plan, position, event)}"
        light = _Light(answer, str(position.turn), _digest(position, event), note)
        if not _of_one_caller(event):
            if len(self._light) >= _MOST_LIGHT:
                for oldest in tuple(self._light)[:1]:  # other threads do the same
                    self._light.pop(oldest, None)
            self._light[place] = light
        return light

    def _answer(self, plan: CallPlan, taken: Taken, session: Session) -> Answer:
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
        if isinstance(turn.ask, Recall):
            return machine.step(plan, turn.position, call, Recalled(None), now, floor)
        if turn.ask is not None or turn.in_form or "wish" in turn.keeps:
            return machine.step(plan, turn.position, call, StoreDown(), now, floor)
        return turn

    def _ask(self, plan: CallPlan, call: Call, turn: Turn, done: Committed, floor: Floor) -> Turn:
        event = self._outcome(plan, call, turn, done)
        after = machine.step(plan, turn.position, call, event, done.first, floor, turn.verbs)
        if after.keeps and done.fresh:
            for name, value in after.keeps.items():
                self._mark(call.sid, name, value)
        return after

    def _mark(self, sid: str, name: str, value: Json) -> None:
        try:
            self.calls.mark(sid, name, value)
        except StoreUnavailable as trouble:
            _log.warning("turn.mark_lost", name=name, reason=str(trouble))

    def _outcome(self, plan: CallPlan, call: Call, turn: Turn, done: Committed) -> Event:
        if not isinstance(turn.ask, OpenTicket):
            return Recalled(done.session.text("wish"))
        kind = turn.ask.kind
        told = dict(done.session.forms())
        if kind not in told:
            return TicketOpened(None)
        draft = draft_of(call.sid, kind, done.session)
        if draft is None:
            return TicketFailed()
        try:
            incident = self.tickets.keep(draft, turn.ask.status, done.first)
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
) -> Entry:
    return Entry(
        sid=call.sid,
        turn=str(position.turn),
        digest=_digest(position, event),
        now=now,
        note=f"{position.node} {_note(plan, position, event)}",
        meta=_meta(plan, call, now),
        keeps=_keeps(turn, position),
        want=turn.ask is not None or _needs_session(turn.verbs),
    )


def _meta(plan: CallPlan, call: Call, now: datetime) -> Meta:
    country = machine.country_of(plan, call).code
    return Meta(call.dnis, call.ani, country, plan.version, now)


def _keeps(turn: Turn, position: Position) -> dict[str, Json]:
    keeps = dict(turn.keeps)
    if position.turn == 0:
        keeps.setdefault("language", turn.position.language)
    return keeps


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
        case Keys(digits) if isinstance(plan.nodes.get(position.node), EntryNode):
            return f"keys[{len(digits)}]"
        case Keys(digits):
            return f"keys {digits}"
        case SpokenEvent(text):
            return f"speech[{len(text)}]"
        case _:
            return type(event).__name__


def _of_one_caller(event: Event) -> bool:
    """What is remembered of a turn must be no more than a key, or that there was none."""
    return not (isinstance(event, NoInput) or (isinstance(event, Keys) and len(event.digits) == 1))


def _needs_session(verbs: tuple[Verb, ...]) -> bool:
    return any(
        isinstance(value, Kept)
        for verb in verbs
        for sound in (verb.sounds if isinstance(verb, Gather) else (verb,))
        if isinstance(sound, Say)
        for _, value in sound.values
    )
