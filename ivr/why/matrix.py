"""When queues open and close in each country: every boundary of the days to come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from ivr.plan.call_plan import CallPlan, Country
from ivr.plan.holidays import spoken_holiday
from ivr.plan.opening import closures_of, opening
from ivr.why.times import because, until
from routing.calendars import is_holiday
from routing.hours import bounds
from routing.model import Closure, Open

DAYS = 30


def matrix(
    plan: CallPlan, start: datetime, only: str | None = None, by_hand: tuple[Closure, ...] = ()
) -> Iterator[str]:
    """For each country (or ``only`` this one) its numbers, and what opens or closes when.

    Times are local to the country. A queue that never closes has no boundary.
    """
    for country in plan.countries.values():
        if only is None or country.code == only:
            yield f"\n{country.name} ({country.zone})"
            yield "  numbers  " + ", ".join(
                n.published for n in plan.numbers.values() if n.country == country.code
            )
            yield from _Month(plan, country, by_hand).boundaries(start)


@dataclass(frozen=True, slots=True)
class _Month:
    plan: CallPlan
    country: Country
    by_hand: tuple[Closure, ...]

    def boundaries(self, start: datetime) -> Iterator[str]:
        """The holidays and closures of each day, and each moment at which anything changes."""
        first = start.astimezone(ZoneInfo(self.country.zone))
        yield from self._closures(first, under_way=True)
        for ahead in range(DAYS + 1):
            day = first.date() + timedelta(days=ahead)
            yield from self._holiday(day)
            for moment in self._moments(day):
                if moment >= first:
                    yield from self._closures(moment)
                    yield from self._changes(moment)

    def _holiday(self, day: date) -> Iterator[str]:
        queues = self.plan.queues.values()
        closing = [queue.name for queue in queues if queue.hours.closed_on_holidays]
        if closing and is_holiday(self.country.calendar, day):
            name = spoken_holiday(self.country.calendar, day, self.country.languages[0])
            yield f"  {day:%a %Y-%m-%d}        {name or 'holiday'}: {', '.join(closing)} closed"

    def _every(self) -> dict[Closure, None]:
        found = (closures_of(self.plan, self.country, q, self.by_hand) for q in self.plan.queues)
        return dict.fromkeys(closure for closures in found for closure in closures)

    def _moments(self, day: date) -> list[datetime]:
        zone = ZoneInfo(self.country.zone)
        weeks = [queue.hours.week for queue in self.plan.queues.values()]
        spans = [span for week in weeks for span in week[day.weekday()]]
        times = {moment for span in spans for moment in span if moment is not None}
        times.add(time(0))  # where a day that runs to midnight ends
        edges = [edge for each in self._every() for edge in bounds(each, self.country.zone)]
        made = {edge for edge in edges if edge and edge.date() == day}
        return sorted({datetime.combine(day, each, tzinfo=zone) for each in times} | made)

    def _closures(self, moment: datetime, under_way: bool = False) -> Iterator[str]:
        """Those that begin at a moment, or that began before it and go on."""
        zone = self.country.zone
        for closure in self._every():
            begins, ends = bounds(closure, zone)
            goes_on = begins < moment and (ends is None or moment < ends)
            if goes_on if under_way else begins == moment:
                names = ", ".join(sorted(closure.queues))
                words = f"{names} closed {until(closure, zone)}{because(closure)}"
                yield f"  {moment:%a %Y-%m-%d %H:%M}  {words}"

    def _changes(self, moment: datetime) -> Iterator[str]:
        changed: dict[str, list[str]] = {"opens": [], "closes": []}
        for queue in self.plan.queues:
            before = self._is_open(queue, moment - timedelta(minutes=1))
            after = self._is_open(queue, moment)
            if before != after:
                changed["opens" if after else "closes"].append(queue)
        told = [f"{what} {', '.join(names)}" for what, names in changed.items() if names]
        if told:
            yield f"  {moment:%a %Y-%m-%d %H:%M}  {'; '.join(told)}"

    def _is_open(self, queue: str, moment: datetime) -> bool:
        return isinstance(opening(self.plan, self.country, queue, moment, self.by_hand), Open)
