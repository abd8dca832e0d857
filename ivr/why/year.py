"""The holidays and closures of a year in one country: what they close, and how they are called."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from ivr.plan.call_plan import CallPlan, Country
from ivr.plan.holidays import spoken_holiday
from ivr.why.times import because
from routing.calendars import holidays_in, is_holiday, kinds_of


@dataclass(frozen=True, slots=True)
class DayOff:
    """A holiday. ``closes`` are the queues that would be open on that day of the week.

    ``names`` holds its name by language, None where it is only said that it is a holiday.
    """

    day: date
    kind: str
    closes: tuple[str, ...]
    names: dict[str, str | None]


def days_off(plan: CallPlan, country: Country, year: int) -> Iterator[DayOff]:
    """The holidays that are kept, in order."""
    added = {own.day for own in country.calendar.added}
    for day in holidays_in(country.calendar, year):
        yield _day(plan, country, day, "added" if day in added else "public")


def working_all_the_same(plan: CallPlan, country: Country, year: int) -> Iterator[DayOff]:
    """The holidays that are not kept here: excepted, or left to the employer by law."""
    calendar = country.calendar
    if calendar.public is None:
        return
    full = replace(country, calendar=replace(calendar, excepted=()))
    for day in calendar.excepted:
        if day.year == year and is_holiday(full.calendar, day):
            yield replace(_day(plan, full, day, "excepted"), closes=())
    for kind in kinds_of(calendar.public):
        if kind not in calendar.also:
            also = replace(country, calendar=replace(full.calendar, also=(*calendar.also, kind)))
            for day in holidays_in(also.calendar, year):
                if not is_holiday(full.calendar, day):
                    yield replace(_day(plan, also, day, kind), closes=())


def closure_lines(plan: CallPlan, country: Country, year: int) -> Iterator[str]:
    """The closures of the file that fall into the year, with the words of their reasons."""
    for closure in plan.closures:
        here = closure.countries is None or country.code in closure.countries
        if here and closure.ends and closure.begins.year <= year <= closure.ends.year:
            yield (
                f"{closure.begins:%Y-%m-%d %H:%M} to {closure.ends:%Y-%m-%d %H:%M}  "
                f"{', '.join(sorted(closure.queues))}{because(closure)}"
            )
            for language in country.languages:
                if plan.prompts.has(closure.reason, language):
                    yield f"  {language}: “{plan.prompts.text(closure.reason, language)}”"


def _day(plan: CallPlan, country: Country, day: date, kind: str) -> DayOff:
    closes = tuple(
        queue.name
        for queue in plan.queues.values()
        if queue.hours.closed_on_holidays and queue.hours.week[day.weekday()]
    )
    names = {tag: spoken_holiday(country.calendar, day, tag) for tag in country.languages}
    return DayOff(day, kind, closes, names)
