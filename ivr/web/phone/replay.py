"""A call from its beginning to the present, played again through the real voice door."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from ivr.call.position import Position
from ivr.errors import MalformedRequest
from ivr.simulator import Awaiting, CallResult, Heard, PlacedCall
from ivr.simulator.caller import Act
from ivr.web.phone.line import Line
from ivr.web.phone.request import CallRequest
from ivr.web.phone.trace import TracedTransport
from ivr.web.situation import situation


@dataclass(frozen=True, slots=True)
class Round:
    """What was heard, and what the caller did then; None while he is waited for."""

    heard: tuple[Heard, ...]
    act: Act | None


@dataclass(frozen=True, slots=True)
class Replay:
    """A call as it stands. ``waiting`` is None once it is over; ``result`` is filled then.

    ``place`` is where it stands or stood last, ``path`` the nodes it has come to.
    """

    call_sid: str
    rounds: tuple[Round, ...]
    waiting: Awaiting | None
    result: CallResult | None
    place: Position | None
    path: tuple[str, ...]


def replay(line: Line, to: str, call: CallRequest) -> Replay:
    """Play ``call`` to the number ``to`` (E.164).

    Its webhooks are the same each time, so they are answered alike and have one effect.
    Raises MalformedRequest if the caller does something after the end.
    """
    tapped = TracedTransport(line.transport)
    what = None if call.situation == "normal" else call.situation
    simulator = line.simulator(tapped, situation(call.at, what))
    session = simulator.dial(to, call.caller, call_sid=call.call or f"CA{uuid.uuid4().hex}")
    rounds = tuple(_rounds(session, [each.act() for each in call.acts]))
    return Replay(
        call_sid=session.call_sid,
        rounds=rounds,
        waiting=session.waiting_for,
        result=None if session.waiting_for else session.result(),
        place=tapped.places[-1] if tapped.places else None,
        path=tapped.path(),
    )


def _rounds(session: PlacedCall, acts: list[Act]) -> list[Round]:
    rounds = []
    for number, act in enumerate(acts, 1):
        if session.waiting_for is None:
            raise MalformedRequest(f"the call was over before act {number}; dial again")
        rounds.append(Round(session.heard, act))
        session.act(act)
    return [*rounds, Round(session.heard, None)]
