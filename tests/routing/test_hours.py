"""Open or closed, in the zone of the country, on the days that it works."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.hours import status
from routing.model import Calendar, Closed, Closure, Hours, Open, OwnHoliday

DAY = ((time(9), time(18)),)
OFFICE = Hours(False, (DAY, DAY, DAY, DAY, DAY, (), ()), closed_on_holidays=True)
ALL_DAY = ((time(0), None),)
WEEKDAYS = Hours(False, (ALL_DAY,) * 5 + ((),) * 2)
DIVIDED = Hours(False, (((time(14), time(18)), (time(9), time(12))),) * 7)
NIGHT = Hours(False, (((time(22), None), (time(0), time(6))),) * 7)
NONE = Calendar()
AR = Calendar("AR")
NOC_DAY = OwnHoliday(date(2026, 11, 24), (("es-AR", "Día del NOC"),))
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
            Calendar("AR", (NOC_DAY,)),
            "2026-11-24T12:00",
            date(2026, 11, 24),
        ),
        (
            Calendar(None, (NOC_DAY,)),
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


NOON = datetime.fromisoformat("2026-11-24T12:00")  # wall time of whichever country is dialled
STORM = Closure(frozenset({"data"}), NOON, NOON.replace(hour=15), "closed-by-storm")


@pytest.mark.parametrize(
    ("hours", "text", "reopens"),
    [
        (OFFICE, "2026-11-24T11:59:59", None),
        (OFFICE, "2026-11-24T12:00", "2026-11-24T15:00"),
        (OFFICE, "2026-11-24T14:59:59", "2026-11-24T15:00"),
        (OFFICE, "2026-11-24T15:00", None),
        (DIVIDED, "2026-11-24T12:30", "2026-11-24T15:00"),  # not at two, when it still holds
        (Hours(), "2026-11-24T13:00", "2026-11-24T15:00"),  # a desk that is always open, too
        (Hours(), "2026-11-24T15:00", None),
    ],
)
def test_a_closure_holds_whatever_the_hours_say(
    hours: Hours, text: str, reopens: str | None
) -> None:
    found = status(hours, NONE, BUENOS_AIRES, at(text, BUENOS_AIRES), [STORM])
    if reopens is None:
        assert found == Open()
    else:
        assert found == Closed(at(reopens, BUENOS_AIRES), closure=STORM)


def test_a_closure_that_outlasts_the_day_opens_with_the_next() -> None:
    long = replace(STORM, ends=NOON.replace(hour=20))
    found = status(OFFICE, NONE, BUENOS_AIRES, at("2026-11-24T13:00", BUENOS_AIRES), [long])
    assert found == Closed(at("2026-11-25T09:00", BUENOS_AIRES), closure=long)


def test_a_closure_of_weeks_is_looked_past() -> None:
    long = replace(STORM, ends=datetime.fromisoformat("2027-02-01"))
    found = status(OFFICE, AR, BUENOS_AIRES, at("2026-11-24T13:00", BUENOS_AIRES), [long])
    assert found == Closed(at("2027-02-01T09:00", BUENOS_AIRES), closure=long)


def test_what_is_closed_until_it_is_opened_again_names_no_day() -> None:
    endless = replace(STORM, ends=None)
    now = at("2026-11-24T13:00", BUENOS_AIRES)
    for hours in (OFFICE, Hours()):
        assert status(hours, NONE, BUENOS_AIRES, now, [endless]) == Closed(None, closure=endless)


def test_a_closure_that_is_opened_early() -> None:
    early = replace(STORM, opened=at("2026-11-24T13:00", BUENOS_AIRES))
    before, after = (at(f"2026-11-24T{time}", BUENOS_AIRES) for time in ("12:59", "13:00"))
    # Before it was opened nobody knew; what was said then was its end.
    promised = Closed(at("2026-11-24T15:00", BUENOS_AIRES), closure=early)
    assert status(OFFICE, NONE, BUENOS_AIRES, before, [early]) == promised
    assert status(OFFICE, NONE, BUENOS_AIRES, after, [early]) == Open()
    endless = replace(early, ends=None)
    assert status(OFFICE, NONE, BUENOS_AIRES, after, [endless]) == Open()


# A closure on paper is in the time of each country, one that was made by hand is one moment.
def test_wall_time_and_moments() -> None:
    moment = replace(
        STORM, begins=at("2026-11-24T15:00"), ends=at("2026-11-24T16:00")
    )  # noon in Buenos Aires, ten in New York
    for zone, hour in ((BUENOS_AIRES, 12), (NEW_YORK, 10)):
        now = at(f"2026-11-24T{hour}:30", zone)
        assert isinstance(status(OFFICE, NONE, zone, now, [moment]), Closed)
    ten = at("2026-11-24T10:30", BUENOS_AIRES)
    assert isinstance(status(OFFICE, NONE, BUENOS_AIRES, ten, [moment]), Open)
    assert isinstance(
        status(OFFICE, NONE, NEW_YORK, at("2026-11-24T12:30", NEW_YORK), [STORM]), Closed
    )


def test_the_first_closure_that_holds_tells_why() -> None:
    later = replace(STORM, begins=NOON.replace(hour=13), ends=NOON.replace(hour=17), reason="x")
    now = at("2026-11-24T13:30", BUENOS_AIRES)
    found = status(OFFICE, NONE, BUENOS_AIRES, now, [STORM, later])
    assert found == Closed(at("2026-11-24T17:00", BUENOS_AIRES), closure=STORM)


def test_a_closure_on_a_holiday_keeps_the_holiday() -> None:
    christmas = replace(
        STORM,
        begins=datetime.fromisoformat("2026-12-25"),
        ends=datetime.fromisoformat("2026-12-26"),
    )
    now = at("2026-12-25T12:00", BUENOS_AIRES)
    found = status(OFFICE, AR, BUENOS_AIRES, now, [christmas])
    assert found == Closed(at("2026-12-28T09:00", BUENOS_AIRES), date(2026, 12, 25), christmas)


zones = st.sampled_from([BUENOS_AIRES, SANTIAGO, NEW_YORK, SAO_PAULO])
moments = st.integers(0, 2 * 365 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


closures = st.lists(
    st.tuples(moments, st.integers(1, 10_000)).map(
        lambda drawn: Closure(frozenset({"data"}), drawn[0], drawn[0] + timedelta(minutes=drawn[1]))
    ),
    max_size=3,
)


@given(st.sampled_from([OFFICE, WEEKDAYS, DIVIDED, NIGHT, Hours()]), zones, moments, closures)
def test_where_it_reopens_it_is_open(
    hours: Hours, zone: str, moment: datetime, shut: list[Closure]
) -> None:
    now = status(hours, AR, zone, moment, shut)
    if isinstance(now, Closed):
        assert now.reopens is not None
        assert now.reopens.astimezone(UTC) > moment
        assert isinstance(status(hours, AR, zone, now.reopens, shut), Open)
