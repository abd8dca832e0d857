"""What a holiday is called when it is said."""

from __future__ import annotations

from datetime import date

from prompts import say_as
from routing.calendars import holiday_name, public_names
from routing.model import Calendar


def spoken_holiday(calendar: Calendar, day: date, language: str) -> str | None:
    """The holiday's name in ``language``: the calendar's, else ours.

    None if neither has one: another language's words must not be said in this one's voice.
    """
    name = holiday_name(calendar, day, language)
    if name or any(own.day == day for own in calendar.added):
        return name
    names = [say_as.holiday(each, language) for each in public_names(calendar, day)]
    known = [each for each in names if each]
    return ", ".join(known) if known and len(known) == len(names) else None
