"""The moments and callers that a plan is walked with: open, closed, holiday, nobody signed in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import pairwise
from zoneinfo import ZoneInfo

from ivr.call.call import Call
from ivr.check.isolate import Scene
from ivr.plan.call_plan import CallPlan, Country, Number
from routing import hours
from routing.calendars import is_holiday
from routing.model import Closed, Closure, Floor

_WEEK = 7
_YEAR = timedelta(days=366)
_WITHHELD = None


@dataclass(frozen=True)
class Scenario:
    """One country as its callers meet it, from the day ``today`` on."""

    plan: CallPlan
    country: Country
    numbers: tuple[Number, ...]
    today: date

    def call(self, ani: str | None = _WITHHELD, dialog: str | None = None) -> Call:
        """A call to a number of the country (one that ``dialog`` answers), from ``ani``."""
        number = next(n for n in self.numbers if dialog in (None, n.dialog))
        return Call("CA" + "0" * 32, number.e164, ani)

    def scene(self, now: datetime | None = None, ani: str | None = _WITHHELD) -> Scene:
        """A call at ``now`` (a working day at noon), everybody signed in."""
        return Scene(self.call(ani), now or self.moments[0], Floor())

    def nobody(self) -> Scene:
        """A call when no agent is signed in anywhere."""
        return Scene(self.call(), self.moments[0], Floor(frozenset(self.plan.queues)))

    def shut(self) -> Scene:
        """A call while every queue is closed by hand until tomorrow."""
        now = self.moments[0]
        day = timedelta(days=1)
        closure = Closure(frozenset(self.plan.queues), now - day, now + day)
        return Scene(self.call(), now, Floor(closures=(closure,)))

    @cached_property
    def moments(self) -> tuple[datetime, ...]:
        """One moment for each combination of open and closed queues; most queues open first."""
        found: dict[tuple[str, ...], datetime] = {}
        for moment in self._candidates():
            found.setdefault(tuple(self.status(q, moment) for q in self.plan.queues), moment)
        ranked = sorted(found.items(), key=lambda item: -item[0].count("open"))
        return tuple(moment for _, moment in ranked)

    def status(self, queue: str, now: datetime) -> str:
        """open, closed, or holiday (closed because of one)."""
        place = self.country
        found = hours.status(self.plan.queues[queue].hours, place.calendar, place.zone, now)
        if not isinstance(found, Closed):
            return "open"
        return "holiday" if found.holiday else "closed"

    def moments_of(self, queue: str) -> list[datetime]:
        """One moment for each status that a queue can have."""
        found = {self.status(queue, moment): moment for moment in reversed(self.moments)}
        return list(found.values())

    def days_of_month(self) -> Iterator[datetime]:
        """Noon of every day of a month that has 31."""
        first = self.today.replace(month=1, day=1)
        for ahead in range(31):
            yield self._local(first + timedelta(days=ahead), time(12))

    def _candidates(self) -> Iterator[datetime]:
        times = sorted(self._times())
        for day in self._days(holidays=False):
            for moment in times:
                yield self._local(day, moment)
        for day in self._days(holidays=True):
            yield self._local(day, time(12))

    def _times(self) -> set[time]:
        """Noon, and a time between each two at which any queue opens or closes."""
        edges = {time(0), time(23, 59)}
        for queue in self.plan.queues.values():
            for spans in queue.hours.week:
                edges |= {edge for span in spans for edge in span if edge}
        middles = {_between(first, second) for first, second in pairwise(sorted(edges))}
        return {time(12)} | middles

    def _days(self, holidays: bool) -> Iterator[date]:
        """The next day of each day of the week, among holidays or among all others."""
        seen: set[int] = set()
        for ahead in range(_YEAR.days):
            day = self.today + timedelta(days=ahead)
            fits = is_holiday(self.country.calendar, day) == holidays
            if fits and day.weekday() not in seen:
                seen.add(day.weekday())
                yield day
            if len(seen) == _WEEK:
                return

    def _local(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, tzinfo=ZoneInfo(self.country.zone))


def _between(first: time, second: time) -> time:
    minutes = (first.hour * 60 + first.minute + second.hour * 60 + second.minute) // 2
    return time(minutes // 60, minutes % 60)


def worlds(plan: CallPlan, today: date) -> list[Scenario]:
    """One for each country that has numbers."""
    return [
        Scenario(plan, country, numbers, today)
        for country in plan.countries.values()
        if (numbers := tuple(n for n in plan.numbers.values() if n.country == country.code))
    ]
