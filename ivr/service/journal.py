"""What the journal of a call says of a turn, and how a turn's input is told from another's."""

from __future__ import annotations

import hashlib
from datetime import datetime
from functools import lru_cache

from ivr.call.call import Call
from ivr.call.events import Event, Keys, SpeechInput
from ivr.call.facts import ACCEPTED, LANGUAGE, SessionKey
from ivr.call.position import Position
from ivr.call.session import Meta
from ivr.call.turn import Json, Turn
from ivr.call.verbs import Gather, Say, SessionValue, Verb
from ivr.engine import machine, whisper
from ivr.engine.node import node_at
from ivr.live.calls import TurnRecord, to_milliseconds
from ivr.plan.call_plan import CallPlan


def record(
    plan: CallPlan, call: Call, position: Position, event: Event, turn: Turn, now: datetime,
    key: bytes,
) -> TurnRecord:  # fmt: skip
    """A turn as it is committed. ``key`` is the installation's (see ``digest``)."""
    return TurnRecord(
        sid=call.sid,
        turn=str(position.turn),
        digest=digest(position, event, key),
        now=now,
        note=note(plan, position, event),
        meta=_meta(plan, call, now),
        writes=_writes(turn, position),
        want=turn.query is not None or _speaks_of_session(turn.verbs),
    )


def acceptance(caller: str, position: Position, now: datetime, key: bytes) -> TurnRecord:
    """That who was dialled at ``position`` takes the call ``caller``, unless that is over."""
    return TurnRecord(
        sid=caller,
        turn=str(position.turn),
        digest=digest(position, Keys(whisper.ACCEPT), key),
        now=to_milliseconds(now),
        note=f"{position.node} accepted",
        meta=None,
        writes={ACCEPTED: str(position.turn)},
    )


def digest(position: Position, event: Event, key: bytes) -> str:
    """Tells the input of a turn from another's: 64 bits, keyed, so that it gives nothing away.

    Without a key, all short answers could be tried until one fits. The machines of an installation
    share the key; one that has another would take a repeated webhook for a new one.
    """
    # The first request of a call names no plan: repeated across a publish it is still the same.
    place = _written(position) if position.turn else ""
    told = f"{place}{event}".encode(errors="replace")
    return hashlib.blake2b(told, digest_size=8, key=key).hexdigest()


@lru_cache(maxsize=4096)
def _written(position: Position) -> str:
    return str(position)


def note(plan: CallPlan, position: Position, event: Event) -> str:
    """Where the call stood, and what happened: what is personal only by its length."""
    return f"{position.node} {_told(plan, position, event)}"


def _told(plan: CallPlan, position: Position, event: Event) -> str:
    match event:
        case Keys(digits):
            node = node_at(plan, position.node)
            return node.journal(event) if node else f"keys[{len(digits)}]"
        case SpeechInput(text):
            return f"speech[{len(text)}]"
        case _:
            return type(event).__name__


def _meta(plan: CallPlan, call: Call, now: datetime) -> Meta:
    country = machine.country_of(plan, call).code
    return Meta(call.dnis, call.ani, country, plan.version, now)


def _writes(turn: Turn, position: Position) -> dict[SessionKey, Json]:
    writes = dict(turn.writes)
    if position.turn == 0:
        writes.setdefault(LANGUAGE, turn.position.language)
    return writes


def _speaks_of_session(verbs: tuple[Verb, ...]) -> bool:
    return any(
        isinstance(value, SessionValue)
        for verb in verbs
        for sound in (verb.sounds if isinstance(verb, Gather) else (verb,))
        if isinstance(sound, Say)
        for _, value in sound.values
    )
