"""Open or closed, in the zone of the country, on the days that it works."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.hours import holiday_name, is_holiday, known_calendar, status
from routing.model import Calendar, Closed, Hours, Open

DAY = ((time(9), time(18)),)
OFFICE = Hours(False, (DAY, DAY, DAY, DAY, DAY, (), ()), closed_on_holidays=True)
ALL_DAY = ((time(0), None),)
WEEKDAYS = Hours(False, (ALL_DAY,) * 5 + ((),) * 2)
DIVIDED = Hours(False, (((time(14), time(18)), (time(9), time(12))),) * 7)
NIGHT = Hours(False, (((time(22), None), (time(0), time(6))),) * 7)
NONE = Calendar()
AR = Calendar("AR")
BUENOS_AIRES, SANTIAGO = "America/Argentina/Buenos_Aires", "America/Santiago"
NEW_YORK, SAO_PAULO, MEXICO = "America/New_York", "America/Sao_Paulo", "America/Mexico_City"


def at(text: str, zone: str = "UTC") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def is_open(hours: Hours, text: str, zone: str, calendar: Calendar = NONE) -> bool:
    """At a moment that is written in the zone itself, handed over in UTC."""
    return isinstance(status(hours, calendar, zone, at(text, zone).astimezone(UTC)), Open)


@pytest.mark.parametrize(
    ("hours", "text", "opened"),
    [
        (OFFICE, "2026-11-24T08:59:59", False),
        (OFFICE, "2026-11-24T09:00", True),
        (OFFICE, "2026-11-24T17:59:59", True),
        (OFFICE, "2026-11-24T18:00", False),
        (OFFICE, "2026-11-28T12:00", False),  # Saturday
        (WEEKDAYS, "2026-11-27T23:59:59", True),  # the day ends at 24:00, not a second before
        (WEEKDAYS, "2026-11-28T00:00", False),
        (WEEKDAYS, "2026-11-30T00:00", True),
        (DIVIDED, "2026-11-24T12:00", False),
        (DIVIDED, "2026-11-24T14:00", True),
        (DIVIDED, "2026-11-24T09:30", True),
        (NIGHT, "2026-11-24T23:59", True),
        (NIGHT, "2026-11-25T00:00", True),
        (NIGHT, "2026-11-25T06:00", False),
        (Hours(), "2026-12-25T03:00", True),
    ],
)
@pytest.mark.parametrize("zone", [BUENOS_AIRES, SANTIAGO, NEW_YORK, SAO_PAULO, MEXICO])
def test_open_or_closed(hours: Hours, text: str, opened: bool, zone: str) -> None:
    assert is_open(hours, text, zone) is opened


# One moment, different desks: the same office hours hold in each country's own time.
def test_one_moment_in_several_zones() -> None:
    moment = at("2026-11-24T12:30")
    open_in = {
        zone
        for zone in (BUENOS_AIRES, SAO_PAULO, SANTIAGO, NEW_YORK, MEXICO)
        if isinstance(status(OFFICE, NONE, zone, moment), Open)
    }
    assert open_in == {BUENOS_AIRES, SAO_PAULO, SANTIAGO}


# Only Santiago and New York change their offset: office hours move with the wall clock.
@pytest.mark.parametrize(
    ("zone", "moment", "opened"),
    [
        (NEW_YORK, "2026-03-06T13:30", False),  # 08:30 EST
        (NEW_YORK, "2026-03-09T13:30", True),  # 09:30 EDT, after the change of 8 March
        (NEW_YORK, "2026-10-30T13:30", True),
        (NEW_YORK, "2026-11-02T13:30", False),
        (SANTIAGO, "2026-04-03T12:30", True),  # 09:30 in summer time
        (SANTIAGO, "2026-04-06T12:30", False),  # 08:30 after the change of 5 April
        (SANTIAGO, "2026-09-04T12:30", False),
        (SANTIAGO, "2026-09-07T12:30", True),
    ],
)
def test_daylight_saving(zone: str, moment: str, opened: bool) -> None:
    assert isinstance(status(OFFICE, NONE, zone, at(moment)), Open) is opened


# In the hour that comes twice the desk is open twice; the one that is skipped opens nothing.
@pytest.mark.parametrize("fold", [0, 1])
def test_the_hour_that_comes_twice(fold: int) -> None:
    early = Hours(False, (((time(1), time(2)),),) * 7)
    moment = datetime(2026, 11, 1, 1, 30, tzinfo=ZoneInfo(NEW_YORK), fold=fold)
    assert isinstance(status(early, NONE, NEW_YORK, moment.astimezone(UTC)), Open)


@pytest.mark.parametrize(
    ("hours", "calendar", "text", "reopens"),
    [
        (OFFICE, NONE, "2026-11-24T07:00", "2026-11-24T09:00"),
        (OFFICE, NONE, "2026-11-24T18:00", "2026-11-25T09:00"),
        (OFFICE, NONE, "2026-11-27T19:00", "2026-11-30T09:00"),  # over the week-end
        (OFFICE, AR, "2026-12-07T20:00", "2026-12-09T09:00"),  # over a holiday (8 December)
        (OFFICE, AR, "2026-12-08T12:00", "2026-12-09T09:00"),
        (OFFICE, AR, "2026-12-31T20:00", "2027-01-04T09:00"),  # over New Year and the week-end
        (DIVIDED, NONE, "2026-11-24T12:30", "2026-11-24T14:00"),
        (DIVIDED, NONE, "2026-11-24T07:00", "2026-11-24T09:00"),
        (WEEKDAYS, NONE, "2026-11-28T00:00", "2026-11-30T00:00"),
    ],
)
def test_reopens(hours: Hours, calendar: Calendar, text: str, reopens: str) -> None:
    moment = at(text, BUENOS_AIRES).astimezone(UTC)
    closed = status(hours, calendar, BUENOS_AIRES, moment)
    assert isinstance(closed, Closed)
    assert closed.reopens == at(reopens, BUENOS_AIRES)


def test_reopens_at_the_wall_clocks_nine_after_the_change() -> None:
    closed = status(OFFICE, NONE, SANTIAGO, at("2026-09-05T20:00", SANTIAGO))
    assert isinstance(closed, Closed)
    assert closed.reopens is not None
    assert closed.reopens.isoformat() == "2026-09-07T09:00:00-03:00"


def test_a_desk_that_never_opens() -> None:
    closed = status(Hours(False), NONE, BUENOS_AIRES, at("2026-11-24T12:00"))
    assert closed == Closed(None)


@pytest.mark.parametrize(
    ("calendar", "text", "holiday"),
    [
        (AR, "2026-12-25T12:00", date(2026, 12, 25)),
        (AR, "2026-11-24T07:00", None),  # closed, but no holiday
        (Calendar("AR", excepted=(date(2026, 12, 25),)), "2026-12-25T08:00", None),
        (
            Calendar("AR", ((date(2026, 11, 24), "Día del NOC"),)),
            "2026-11-24T12:00",
            date(2026, 11, 24),
        ),
        (
            Calendar(None, ((date(2026, 11, 24), "Día del NOC"),)),
            "2026-11-24T12:00",
            date(2026, 11, 24),
        ),
    ],
)
def test_closed_for_a_holiday(calendar: Calendar, text: str, holiday: date | None) -> None:
    closed = status(OFFICE, calendar, BUENOS_AIRES, at(text, BUENOS_AIRES))
    assert isinstance(closed, Closed)
    assert closed.holiday == holiday


def test_an_excepted_day_is_a_working_day() -> None:
    calendar = Calendar("AR", excepted=(date(2026, 12, 25),))
    assert is_open(OFFICE, "2026-12-25T12:00", BUENOS_AIRES, calendar)


def test_a_desk_may_work_on_holidays() -> None:
    assert is_open(DIVIDED, "2026-12-25T10:00", BUENOS_AIRES, AR)


# It is the country's own day that counts: in Buenos Aires Christmas begins three hours after UTC's.
def test_a_holiday_begins_at_local_midnight() -> None:
    late = Hours(False, (ALL_DAY,) * 7, closed_on_holidays=True)
    assert isinstance(status(late, AR, BUENOS_AIRES, at("2026-12-25T02:59")), Open)
    assert isinstance(status(late, AR, BUENOS_AIRES, at("2026-12-25T03:00")), Closed)


@pytest.mark.parametrize(
    ("country", "day", "language", "name"),
    [
        ("AR", date(2026, 12, 25), "es-AR", "Navidad"),
        ("AR", date(2026, 12, 25), "en", "Christmas Day"),
        ("BR", date(2026, 12, 25), "pt-BR", "Natal"),
        ("BR", date(2026, 12, 25), "en", "Christmas Day"),
        ("US", date(2026, 11, 26), "en", "Thanksgiving Day"),
        ("MX", date(2026, 9, 16), "es-MX", "Día de la Independencia"),
        ("AR", date(2026, 11, 25), "es-AR", None),
    ],
)
def test_names_of_holidays(country: str, day: date, language: str, name: str | None) -> None:
    assert holiday_name(Calendar(country), day, language) == name


# A language that the calendar does not have: the country's own name is better than none.
def test_a_holiday_in_a_language_the_calendar_lacks() -> None:
    assert holiday_name(Calendar("AR"), date(2026, 12, 25), "pt-BR") == "Navidad"


def test_own_days_are_named_as_written() -> None:
    calendar = Calendar("AR", ((date(2026, 11, 24), "Día del NOC"),))
    assert holiday_name(calendar, date(2026, 11, 24), "en") == "Día del NOC"
    assert is_holiday(calendar, date(2026, 11, 24))


@pytest.mark.parametrize(
    ("name", "known"), [("AR", True), ("PA", True), ("QQ", False), ("", False)]
)
def test_known_calendar(name: str, known: bool) -> None:
    assert known_calendar(name) is known


zones = st.sampled_from([BUENOS_AIRES, SANTIAGO, NEW_YORK, SAO_PAULO])
moments = st.integers(0, 2 * 365 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


@given(st.sampled_from([OFFICE, WEEKDAYS, DIVIDED, NIGHT]), zones, moments)
def test_where_it_reopens_it_is_open(hours: Hours, zone: str, moment: datetime) -> None:
    now = status(hours, AR, zone, moment)
    if isinstance(now, Closed):
        assert now.reopens is not None
        assert now.reopens.astimezone(UTC) > moment
        assert isinstance(status(hours, AR, zone, now.reopens), Open)
