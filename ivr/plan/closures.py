"""Closures by date as written → as routing decides on them. The file may be absent or empty."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from ivr.plan.model import ClosureEntry
from ivr.plan.week import TimeSpan, UnreadableTimes, span
from ivr.plan.writing import Writing
from ivr.plan.written import CLOSURES, Written
from routing.model import Closure

_DAYS = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\s+to\s+(\d{4}-\d{2}-\d{2}))?\Z")
_AS = "write 2026-12-30, or 2026-12-24 to 2027-01-01"
_MOST_DAYS = 366
_ALL = "all"
_COMMENT = ("#", "---")

Place = tuple[str, ...]


def is_blank(text: bytes | None) -> bool:
    """Whether there is no file, or it holds nothing but comments."""
    lines = (line.strip() for line in (text or b"").decode("utf-8-sig", "replace").splitlines())
    return not any(line and not line.startswith(_COMMENT) for line in lines)


def entries(written: Written) -> Iterator[tuple[Place, str, ClosureEntry]]:
    """Each closure with its place in the file and the days it is written for."""
    for days, entry in written.closures.items():
        if isinstance(entry, list):
            for index, each in enumerate(entry):
                yield (days, str(index)), days, each
        else:
            yield (days,), days, entry


def compile_closures(writing: Writing) -> tuple[Closure, ...]:
    """The closures of the plan in the order of the file. Problems carry their lines."""
    found: list[Closure] = []
    for place, days, entry in entries(writing.written):
        _names(writing, place, entry)
        try:
            first, last = _days(days)
            times = [span((*place, "closed"), text) for text in entry.closed]
        except UnreadableTimes as error:
            writing.problem(CLOSURES, error.place or place, error.what, error.remedy)
            continue
        for begins, ends in _bounds(first, last, times):
            found.append(_closure(writing.written, place, entry, begins, ends))
    return tuple(found)


def _closure(
    written: Written, place: Place, entry: ClosureEntry, begins: datetime, ends: datetime
) -> Closure:
    return Closure(
        queues=frozenset(_queues(written, entry)),
        begins=begins,
        ends=ends,
        reason=entry.reason or "",
        countries=frozenset(entry.countries) if entry.countries else None,
        written=place,
    )


def _queues(written: Written, entry: ClosureEntry) -> Iterator[str]:
    """Those that are named; else every queue that keeps hours: one that is always open stays."""
    if entry.queues == [_ALL]:
        return iter(written.queues)
    keeping = (name for name, queue in written.queues.items() if queue.hours != "always")
    return iter(entry.queues) if entry.queues else keeping


def _days(text: str) -> tuple[date, date]:
    match = _DAYS.match(text)
    if not match:
        raise UnreadableTimes((text,), f"{text!r} names no days", _AS)
    try:
        first = date.fromisoformat(match[1])
        last = date.fromisoformat(match[2] or match[1])
    except ValueError as error:
        raise UnreadableTimes((text,), f"{text!r} has a day that does not exist", _AS) from error
    if last < first:
        raise UnreadableTimes((text,), f"{text!r} runs backwards", "put the earlier day first")
    if (last - first).days >= _MOST_DAYS:
        remedy = "write `hours: closed` at a queue that does not open again"
        raise UnreadableTimes((text,), f"{text!r} is longer than a year", remedy)
    return first, last


def _bounds(first: date, last: date, times: list[TimeSpan]) -> Iterator[tuple[datetime, datetime]]:
    """When each closure begins and ends, in the wall time of whichever country is dialled."""
    midnight = datetime.min.time()
    if not times:
        yield (
            datetime.combine(first, midnight),
            datetime.combine(last + timedelta(days=1), midnight),
        )
    for ahead in range((last - first).days + 1 if times else 0):
        day = datetime.combine(first + timedelta(days=ahead), midnight)
        for each in times:
            yield day + timedelta(minutes=each.start), day + timedelta(minutes=each.end)


def _names(writing: Writing, place: Place, entry: ClosureEntry) -> None:
    written = writing.written
    for key, named, known in (
        ("queues", entry.queues, [*written.queues, _ALL]),
        ("countries", entry.countries, list(written.countries)),
    ):
        for name in named:
            if name not in known or (name == _ALL and len(named) > 1):
                what = f"there is no {key.rstrip('s').replace('rie', 'ry')} {name!r}"
                remedy = f"there are {', '.join(known)}"
                writing.problem(CLOSURES, (*place, key), what, remedy)
