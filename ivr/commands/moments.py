"""Moments as people write them: a time of today, a day and a time, with or without an offset."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from ivr.errors import IvrError

_TIME = re.compile(r"([01]?[0-9]|2[0-4]):([0-5][0-9])\Z")
_AS = "write 18:00, 2026-11-25T18:00, or 2026-11-25T18:00-03:00"


class UnreadableMoment(IvrError):
    """What was written is no moment, or one that is past."""


def moment(text: str, zone: str, now: datetime) -> datetime:
    """The moment that ``text`` means to who lives in ``zone``; a time alone is today's.

    Raises UnreadableMoment, also if it is not after ``now``.
    """
    here = now.astimezone(ZoneInfo(zone))
    found = _of_today(text, here) or _written(text, here)
    if found <= now:
        tomorrow = (here + timedelta(days=1)).date()
        remedy = f"; for tomorrow write {tomorrow}T{text}" if _TIME.match(text) else ""
        raise UnreadableMoment(f"{text} is past: it is {here:%Y-%m-%d %H:%M} in {zone}{remedy}")
    return found


def is_local(text: str) -> bool:
    """Whether ``text`` names a wall time, which is another moment in another zone."""
    try:
        return bool(_TIME.match(text)) or datetime.fromisoformat(text).tzinfo is None
    except ValueError:
        return True


def _of_today(text: str, here: datetime) -> datetime | None:
    match = _TIME.match(text)
    if not match:
        return None
    midnight = here.replace(hour=0, minute=0, second=0, microsecond=0)
    if match[1] == "24":
        if match[2] != "00":
            raise UnreadableMoment(f"{text!r} lies after midnight; the day ends at 24:00")
        return midnight + timedelta(days=1)
    return midnight.replace(hour=int(match[1]), minute=int(match[2]))


def _written(text: str, here: datetime) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise UnreadableMoment(f"{text!r} is no moment; {_AS}") from error
    if len(text) <= len("2026-11-25"):
        raise UnreadableMoment(f"{text!r} names no time of day; {_AS}")
    return found if found.tzinfo else found.replace(tzinfo=here.tzinfo)
