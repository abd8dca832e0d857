"""What a caller hears when we fail: one honest sentence, and a person.

Used when our own code raises, and behind the fallback URL that the carrier asks when it could not
reach or run the first document.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ivr.call.call import Call
from ivr.call.position import Position, salvage
from ivr.call.verbs import Play, Say, Verb
from ivr.engine import machine
from ivr.engine.handover.handover import handover_verb
from ivr.engine.kinds.wait import MUSIC
from ivr.plan.call_plan import QUEUE, CallPlan


def place(plan: CallPlan, call: Call, query: Mapping[str, str]) -> Position:
    """Where a call stands as far as the ``query`` of its last address still tells."""
    country = machine.country_of(plan, call)
    start = Position(plan.version, QUEUE, machine.greeted_in(plan, country, call))
    there = salvage(query, start)
    spoken = {name[:2] for country in plan.countries.values() for name in country.languages}
    return there if there.language[:2] in spoken else replace(there, language=start.language)


def verbs(plan: CallPlan, call: Call, position: Position) -> tuple[Verb, ...]:
    """The way to a person from wherever the call stood."""
    country = machine.country_of(plan, call)
    if position.waiting:
        return (Play(MUSIC),)  # he is in line already; the carrier asks again when it ends
    position = replace(position, plan=plan.version)  # where it leads from here is in this plan
    known = position.queue if position.queue in plan.queues else None
    handover = handover_verb(plan, country, position, known or plan.default_queue)
    return Say("service-failure", position.language), handover
