"""A wall time is another moment in another country: whose was meant?"""

from __future__ import annotations

from datetime import UTC, datetime

from ivr.commands.moments import is_local, moment
from ivr.engine.reach import queues_reached
from ivr.errors import IvrError
from ivr.plan.call_plan import CallPlan, Country


class AmbiguousClock(IvrError):
    """A wall time that is not the same moment to all whom it concerns."""


def ends_by_country(
    plan: CallPlan, queue: str, countries: list[Country], until: str | None, named: bool,
    now: datetime,
) -> dict[str, datetime | None]:  # fmt: skip
    """When a closure of ``queue`` ends in each of ``countries``: None when it is opened again.

    ``until`` is as it was written. A wall time is each country's own if the countries were
    ``named``; else it must be the same moment to all whom the queue serves.

    Raises UnreadableMoment, or AmbiguousClock.
    """
    if not until:
        return dict.fromkeys((country.code for country in countries), None)
    if named or not is_local(until):
        return {each.code: moment(until, each.zone, now) for each in countries}
    served = [each for each in countries if queue in queues_reached(plan, each)] or countries
    ends = {each.code: moment(until, each.zone, now) for each in served}
    if len(set(ends.values())) > 1:
        raise AmbiguousClock(_which_clock(queue, until, ends))
    return dict.fromkeys((country.code for country in countries), next(iter(ends.values())))


def _which_clock(queue: str, text: str, ends: dict[str, datetime]) -> str:
    first = min(ends, key=lambda code: ends[code])
    some = ends[first]
    by_moment: dict[datetime, list[str]] = {}
    for code, end in ends.items():
        by_moment.setdefault(end.astimezone(UTC), []).append(code)
    told = "; ".join(f"{', '.join(codes)}: {end:%H:%M} UTC" for end, codes in by_moment.items())
    return (
        f"{queue} serves countries whose clocks differ, and {text} is not one moment ({told}). "
        f"Say by whose: --country {first} closes it for that country, --country all for each at "
        f"its own {text}; or for all at one moment: --until {some.isoformat(timespec='minutes')}"
    )
