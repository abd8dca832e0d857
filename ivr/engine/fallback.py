"""What a caller hears when we fail: one honest sentence, and a person.

Used when our own code raises, and behind the fallback URL that the carrier asks when it could not
reach or run the first document.
"""

from __future__ import annotations

from dataclasses import replace

from ivr.call.events import Call
from ivr.call.position import Position
from ivr.call.verbs import Dial, Enqueue, Link, Play, Say, Verb
from ivr.engine import machine
from ivr.engine.kinds.wait import MUSIC
from ivr.plan.nodes import QUEUE, CallPlan, Ring


def verbs(plan: CallPlan, call: Call, position: Position | None) -> tuple[Verb, ...]:
    """The way to a person from wherever the call stood (None: not known)."""
    if position is None:
        language = machine.greeted_in(plan, machine.country_of(plan, call), call)
        position = Position(plan.version, QUEUE, language)
    if position.waiting:
        return (Play(MUSIC),)  # he is in line already; the carrier asks again when it ends
    name = position.queue if position.queue in plan.queues else plan.default_queue
    here = replace(position.at(QUEUE), queue=name)
    sorry = Say("service-failure", position.language)
    return sorry, _handover(plan, name or plan.default_queue, here)


def _handover(plan: CallPlan, name: str, here: Position) -> Verb:
    ring = plan.nodes.get(plan.queues[name].ring or "")
    if isinstance(ring, Ring):
        to = Link("dial-result", here.at(ring.id).next_turn())
        return Dial(ring.targets[:1] if ring.in_turn else ring.targets, to, ring.ring)
    wait = replace(here.at(f"{name}:wait"), waiting=True)
    return Enqueue(name, Link("queue-left", here.next_turn()), Link("wait", wait.next_turn()))
