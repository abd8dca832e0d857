"""When queues open and close in each country: every boundary of the days to come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from ivr.plan.call_plan import CallPlan, Country, Queue
from routing import hours
from routing.model import Open

DAYS = 30


def matrix(plan: CallPlan, start: datetime, only: str | None = None) -> Iterator[str]:
    """For each country (or ``only`` this one) its numbers, and what opens or closes when.

    Times are local to the country. Queues that never close have no boundary.
    """
    for country in plan.countries.values():
        if only is None or country.code == only:
            yield f"\n{country.name} ({country.zone})"
            yield "  numbers  " + ", ".join(
                n.published for n in plan.numbers.values() if n.country == country.code
            )
            yield from _boundaries(plan, country, start)


def _boundaries(plan: CallPlan, country: Country, start: datetime) -> Iterator[str]:
    queues = [queue for queue in plan.queues.values() if not queue.hours.always]
    zone = ZoneInfo(country.zone)
    first = start.astimezone(zone)
    for ahead in range(DAYS + 1):
        day = first.date() + timedelta(days=ahead)
        name = hours.holiday_name(country.calendar, day, country.languages[0])
        closing = [queue.name for queue in queues if queue.hours.closed_on_holidays]
        if name and closing:
            yield f"  {day:%a %Y-%m-%d}        {name}: {', '.join(closing)} closed"
        for moment in _moments(queues, day, zone):
            if moment >= first:
                yield from _changes(queues, country, moment)


def _moments(queues: list[Queue], day: date, zone: ZoneInfo) -> list[datetime]:
    spans = [span for queue in queues for span in queue.hours.week[day.weekday()]]
    times = {moment for span in spans for moment in span if moment is not None}
    times.add(time(0))  # where a day that runs to midnight ends
    return [datetime.combine(day, moment, tzinfo=zone) for moment in sorted(times)]


def _changes(queues: list[Queue], country: Country, moment: datetime) -> Iterator[str]:
    changed: dict[str, list[str]] = {"opens": [], "closes": []}
    for queue in queues:
        before = _is_open(queue, country, moment - timedelta(minutes=1))
        after = _is_open(queue, country, moment)
        if before != after:
            changed["opens" if after else "closes"].append(queue.name)
    told = [f"{what} {', '.join(names)}" for what, names in changed.items() if names]
    if told:
        yield f"  {moment:%a %Y-%m-%d %H:%M}  {'; '.join(told)}"


def _is_open(queue: Queue, country: Country, moment: datetime) -> bool:
    state = hours.status(queue.hours, country.calendar, country.zone, moment)
    return isinstance(state, Open)
