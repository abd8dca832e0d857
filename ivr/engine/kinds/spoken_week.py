"""Opening hours as they are spoken: days in a row with the same times are one span."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

from prompts.say_as import OpenSpan
from routing.model import Hours

_MIDNIGHT = time()
_Times = list[tuple[time, time | None]]


def open_spans(opening: Hours) -> tuple[OpenSpan, ...]:
    """The spans of a week, in its order. A night is told by the day on which it begins."""
    spans: list[OpenSpan] = []
    for day, times in enumerate(_nights_joined(opening)):
        for opens, closes in times:
            until = closes or _MIDNIGHT
            last = next((s for s in spans if _goes_on(s, day, opens, until)), None)
            if last:
                spans[spans.index(last)] = replace(last, last=day)
            else:
                spans.append(OpenSpan(day, day, opens, until))
    return tuple(spans)


def _goes_on(span: OpenSpan, day: int, opens: time, closes: time) -> bool:
    return span.last == day - 1 and (span.opens, span.closes) == (opens, closes)


def _nights_joined(opening: Hours) -> list[_Times]:
    """The times of each day; those that run past midnight stand with the evening."""
    week: list[_Times] = [list(times) for times in opening.week]
    for day, times in enumerate(opening.week):
        after = (day + 1) % len(week)
        evening, morning = times[-1:], opening.week[after][:1]
        if _runs_to_midnight(evening) and _ends_in_the_morning(morning):
            week[day][-1] = evening[0][0], morning[0][1]
            week[after].remove(morning[0])
    return week


def _runs_to_midnight(evening: tuple[tuple[time, time | None], ...]) -> bool:
    return bool(evening) and evening[0][1] is None and evening[0][0] != _MIDNIGHT


def _ends_in_the_morning(morning: tuple[tuple[time, time | None], ...]) -> bool:
    return bool(morning) and morning[0][0] == _MIDNIGHT and morning[0][1] is not None
