"""Closures by date: those that are past or change nothing, and the words of their reasons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import groupby

from ivr.call.verbs import Say
from ivr.check.calendars import past
from ivr.check.finding import Finding
from ivr.check.loading import Loaded
from ivr.check.places import Places
from ivr.plan.call_plan import CallPlan, Country
from ivr.plan.closing import by_hand, languages_of
from ivr.plan.written import CLOSURES
from routing import hours
from routing.model import Closure, Open

_LAST_MINUTE = time(23, 59)
_A_MOMENT = timedelta(minutes=1)  # what ends at midnight belongs to the day before


def closure_findings(loaded: Loaded, places: Places, today: date) -> Iterator[Finding]:
    """All findings about closures.yaml, and about the reasons for closing by hand."""
    for written, group in groupby(loaded.plan.closures, key=lambda each: each.written):
        times = list(group)
        last = (max(each.ends for each in times if each.ends) - _A_MOMENT).date()
        if last < today:
            yield past(places, CLOSURES, written, last)
        elif not any(_changes(loaded.plan, closure) for closure in times):
            what = "this closes nothing that would be open then"
            remedy = "look at its days, times and queues, or remove it"
            yield places.at(CLOSURES, written, "C707", what, remedy)
        if any(each.ends and each.ends.time() == _LAST_MINUTE for each in times):
            what = "this leaves a minute out: a call at 23:59 finds the desk open"
            place = (*written, "closed")
            yield places.at(CLOSURES, place, "Q308", what, "the day ends at 24:00")
    yield from (reason.missing(loaded, places) for reason in _reasons(loaded.plan)
                if not reason.is_said_in(loaded.plan))  # fmt: skip


def said_reasons(plan: CallPlan) -> Iterator[tuple[str, Say]]:
    """Every reason that has words, in every language in which it can be said."""
    return (
        ("", Say(each.prompt, each.language)) for each in _reasons(plan) if each.is_said_in(plan)
    )


@dataclass(frozen=True, slots=True)
class _Reason:
    """A reason in a language; ``written`` is the closure that gives it, empty if none does."""

    prompt: str
    language: str
    written: tuple[str, ...]

    def is_said_in(self, plan: CallPlan) -> bool:
        return plan.prompts.has(self.prompt, self.language)

    def missing(self, loaded: Loaded, places: Places) -> Finding:
        base = self.language.partition("-")[0]
        known = loaded.plan.prompts.languages()
        file = f"{loaded.words.name}/{base if base in known else self.language}.ftl"
        what = f"there are no words for {self.prompt!r} in {base}"
        remedy = f"add `{self.prompt} = …` in {file}"
        if self.written:
            return places.at(CLOSURES, (*self.written, "reason"), "W501", what, remedy)
        said = next(tag for tag in known if loaded.plan.prompts.has(self.prompt, tag))
        return places.at_prompt(self.prompt, said, "W501", what, remedy)


def _reasons(plan: CallPlan) -> Iterator[_Reason]:
    found: dict[_Reason, None] = {}
    for closure in plan.closures:
        if closure.reason:
            for language in languages_of(plan, closure.countries):
                found[_Reason(closure.reason, language, closure.written)] = None
    given = {reason.prompt for reason in found}
    for prompt in by_hand(plan.prompts):
        if prompt not in given:
            for language in languages_of(plan, None):
                found[_Reason(prompt, language, ())] = None
    yield from found


def _changes(plan: CallPlan, closure: Closure) -> bool:
    return any(
        closure.concerns(queue, country.code) and _is_open_in(plan, queue, country, closure)
        for queue in plan.queues
        for country in plan.countries.values()
    )


def _is_open_in(plan: CallPlan, queue: str, country: Country, closure: Closure) -> bool:
    """Whether the desk would be open at any moment of a closure."""
    begins, ends = hours.bounds(closure, country.zone)
    status = hours.status(plan.queues[queue].hours, country.calendar, country.zone, begins)
    if isinstance(status, Open):
        return True
    return status.reopens is not None and (ends is None or status.reopens < ends)
