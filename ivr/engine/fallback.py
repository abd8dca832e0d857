"""What a caller hears when we fail: one honest sentence, and a person.

Used when our own code raises, and behind the fallback URL that the carrier asks when it could not
reach or run the first document.
"""

from __future__ import annotations

from dataclasses import replace

from ivr.call.call import Call
from ivr.call.position import Position
from ivr.call.verbs import Play, Say, Verb
from ivr.engine import machine
from ivr.engine.handover.handover import handover_verb
from ivr.engine.kinds.wait import MUSIC
from ivr.plan.call_plan import QUEUE, CallPlan


def verbs(plan: CallPlan, call: Call, position: Position | None) -> tuple[Verb, ...]:
    """The way to a person from wherever the call stood (None: not known)."""
    country = machine.country_of(plan, call)
    if position is None:
        position = Position(plan.version, QUEUE, machine.greeted_in(plan, country, call))
    if position.waiting:
        return (Play(MUSIC),)  # he is in line already; the carrier asks again when it ends
    position = replace(position, plan=plan.version)  # where it leads from here is in this plan
    known = position.queue if position.queue in plan.queues else None
    handover = handover_verb(plan, country, position, known or plan.default_queue)
    return Say("service-failure", position.language), handover
