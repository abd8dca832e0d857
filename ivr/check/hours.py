"""Opening hours that do not say what was meant: times that overlap, or leave a minute out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from ivr.check.finding import Finding
from ivr.check.loading import Loaded
from ivr.check.places import QUEUES, Places
from ivr.engine.node import node_at
from ivr.plan.model import WeekEntry
from ivr.plan.week import DAY_MINUTES, DAY_NAMES, TimeSpan, Week, week

_WEEK_MINUTES = len(DAY_NAMES) * DAY_MINUTES
_Timed = tuple[int, int, TimeSpan]  # its start and end in minutes since Monday's midnight
_Flaw = tuple[TimeSpan, str, str, str]  # where, code, what, remedy


def hour_findings(loaded: Loaded, places: Places) -> Iterator[Finding]:
    """All findings about when queues are open."""
    for name, entry in loaded.written.queues.items():
        if isinstance(entry.hours, WeekEntry):
            for span, code, what, remedy in _flaws(week(entry.hours.model_extra or {})):
                path = (name, "hours", *span.place)
                yield places.at(QUEUES, path, code, what, remedy, f"{name}:wait")
        refusal = node_at(loaded.plan, loaded.plan.queues[name].refusal("closed"))
        if entry.default and entry.hours == "closed" and (refusal is None or refusal.decides):
            yield places.at(
                QUEUES, (name, "hours"), "Q310",
                f"{name!r} takes whoever no other queue claims, and never opens",
                "open it, or let another queue take over: `{when: closed, to: …}`", f"{name}:wait",
            )  # fmt: skip


def _flaws(times: Week) -> Iterator[_Flaw]:
    every = sorted(_timed(times), key=lambda timed: timed[:2])
    for _, _, span in every:
        yield from _of_one(span)
    again = [(start + _WEEK_MINUTES, end, span) for start, end, span in every[:1]]
    latest: _Timed | None = None
    for first, second in pairwise([*every, *again]):
        latest = max(latest or first, first, key=lambda timed: timed[1])
        yield from _of_two(latest, second)


def _timed(times: Week) -> Iterator[_Timed]:
    for day, spans in enumerate(times):
        for span in spans:
            yield day * DAY_MINUTES + span.start, day * DAY_MINUTES + span.end, span


def _of_one(span: TimeSpan) -> Iterator[_Flaw]:
    if span.end % DAY_MINUTES == DAY_MINUTES - 1:
        what = f"{span.text!r} leaves a minute out: a call at 23:59 hears that nobody is there"
        yield span, "Q308", what, "the day ends at 24:00"
    elif span.end % 60 == 59:
        what = f"{span.text!r} closes a minute before the hour"
        yield span, "Q309", what, "the minute that is written is the first one closed"
    if span.start == 1:
        what = f"{span.text!r} leaves a minute out: a call at midnight hears that nobody is there"
        yield span, "Q308", what, "the day begins at 00:00"


def _of_two(first: _Timed, second: _Timed) -> Iterator[_Flaw]:
    (start, end, one), (next_start, next_end, other) = first, second
    both = f"{one.text!r} and {other.text!r}"
    if (start, end) == (next_start, next_end):
        yield other, "Q309", f"{other.text!r} stands twice", "keep one"
    elif next_start < end:
        what = f"{both} overlap" if one is not other else f"{one.text!r} overlaps the next day's"
        yield other, "Q307", what, "let one end where the other begins, or write them as one"
    elif next_start == end and next_start % DAY_MINUTES:
        yield other, "Q309", f"{both} are one span", f'write "{_joined(one, other)}"'
    elif next_start - end == 1 and end % DAY_MINUTES != DAY_MINUTES - 1:
        what = f"{both} leave a minute out, in which the desk is closed"
        yield other, "Q308", what, "let one end where the other begins"


def _joined(one: TimeSpan, other: TimeSpan) -> str:
    return f"{one.text.partition('-')[0].strip()}-{other.text.partition('-')[2].strip()}"
