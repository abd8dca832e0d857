"""Whether a desk takes calls: its hours, the country's holidays and every closure, together."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from ivr.plan.call_plan import CallPlan, Country
from routing import hours
from routing.model import Closed, Closure, Open


def opening(
    plan: CallPlan, country: Country, queue: str, now: datetime, by_hand: Iterable[Closure] = ()
) -> Open | Closed:
    """Whether ``queue`` is open at ``now`` for who dialled ``country``.

    ``by_hand`` are the closures made while the service runs; they come before those of the plan.
    """
    closures = closures_of(plan, country, queue, by_hand)
    return hours.status(plan.queues[queue].hours, country.calendar, country.zone, now, closures)


def closures_of(
    plan: CallPlan, country: Country, queue: str, by_hand: Iterable[Closure] = ()
) -> tuple[Closure, ...]:
    """The closures that concern a queue in a country."""
    every = (*by_hand, *plan.closures)
    return tuple(each for each in every if each.concerns(queue, country.code))
