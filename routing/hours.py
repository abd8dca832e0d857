"""Is a queue open, and when does it open again? Pure: the moment is an argument."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from routing.calendars import is_holiday
from routing.model import Calendar, Closed, Closure, Hours, Open

_LOOK_AHEAD_DAYS = 366
_ALL_DAY: tuple[tuple[time, time | None], ...] = ((time(), None),)


def status(
    hours: Hours, calendar: Calendar, zone: str, now: datetime, closures: Sequence[Closure] = ()
) -> Open | Closed:
    """Open or Closed at ``now`` (aware) for a schedule kept in the time zone ``zone``.

    ``closures`` are those that concern the queue. The first that holds tells why it is closed.
    """
    if hours.always and not closures:
        return Open()
    local = now.astimezone(ZoneInfo(zone))
    closure = next(_holding(closures, local), None)
    if closure is None and _within(hours, calendar, local):
        return Open()
    keeps = hours.closed_on_holidays and not hours.always
    holiday = local.date() if keeps and is_holiday(calendar, local.date()) else None
    return Closed(_reopens(hours, calendar, local, closures), holiday, closure)


def bounds(closure: Closure, zone: str) -> tuple[datetime, datetime | None]:
    """When a closure begins and ends in the time zone ``zone``."""
    tz = ZoneInfo(zone)
    return _local(closure.begins, tz), closure.ends and _local(closure.ends, tz)


def _local(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone)


def _holding(closures: Iterable[Closure], local: datetime) -> Iterator[Closure]:
    for closure in closures:
        begins, ends = bounds(closure, str(local.tzinfo))
        over = [moment for moment in (ends, closure.opened) if moment and moment <= local]
        if begins <= local and not over:
            yield closure


def _within(hours: Hours, calendar: Calendar, local: datetime) -> bool:
    return any(
        start <= local.time() and (end is None or local.time() < end)
        for start, end in _spans(hours, calendar, local.date())
    )


def _spans(hours: Hours, calendar: Calendar, day: date) -> tuple[tuple[time, time | None], ...]:
    if hours.always:
        return _ALL_DAY
    spans = hours.week[day.weekday()]
    if spans and hours.closed_on_holidays and is_holiday(calendar, day):
        return ()
    return spans


def _reopens(
    hours: Hours, calendar: Calendar, local: datetime, closures: Sequence[Closure]
) -> datetime | None:
    ends = [ends for _, ends in (bounds(each, str(local.tzinfo)) for each in closures)]
    if hours.never or any(closure.ends is None for closure in _holding(closures, local)):
        return None
    for ahead in range(_LOOK_AHEAD_DAYS + 1):
        day = local.date() + timedelta(days=ahead)
        starts = [
            datetime.combine(day, start, tzinfo=local.tzinfo)
            for start, _ in _spans(hours, calendar, day)
        ]
        for moment in sorted([*starts, *(end for end in ends if end and end.date() == day)]):
            if moment > local and _opens(hours, calendar, moment, closures):
                return moment
    return None


def _opens(hours: Hours, calendar: Calendar, local: datetime, closures: Sequence[Closure]) -> bool:
    return _within(hours, calendar, local) and not any(_holding(closures, local))
