"""Retention: each country in its own night, once, and what was missed is made good."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine
from structlog.testing import capture_logs

from ivr.call.session import Meta
from ivr.live.calls import TurnRecord
from ivr.live.memory import MemoryCalls
from ivr.plan.call_plan import CallPlan
from ivr.plan.versions import Plans
from ivr.records import CallRecords, Incidents
from ivr.records.holds import Hold, Holds
from ivr.service.retention import Retention, rules_of
from ivr.telemetry.metrics import RETENTION
from tests.records.test_call_records import ENDED
from tests.records.test_incident_store import DRAFT

NOON = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
Days = Callable[..., CallPlan]


@pytest.fixture
def keeping(plans: Plans) -> Days:
    """The shipped plan, its countries keeping things as many days as are told; else 365."""

    def plan(**days: int) -> CallPlan:
        countries = {
            code: replace(
                country,
                privacy=replace(country.privacy, retention_days=days.get(code, 365)),
            )
            for code, country in plans.current.countries.items()
        }
        return replace(plans.current, countries=countries)

    return plan


def told(engine: Engine, sid: str, country: str, at: datetime) -> None:
    Incidents(engine).keep(replace(DRAFT, call_sid=sid, country=country), "open", at)
    CallRecords(engine).finish(replace(ENDED, call_sid=sid, country=country, started_at=at))


def left(engine: Engine) -> set[str]:
    tickets = {incident.call_sid for incident in Incidents(engine).latest(999)}
    assert tickets == {record.call_sid for record in CallRecords(engine).latest(999)}
    return tickets


def test_each_country_keeps_things_as_long_as_it_says(engine: Engine, keeping: Days) -> None:
    for country in ("AR", "BR", "CL"):
        for days in (10, 40, 400):
            told(engine, f"{country}{days}", country, NOON - timedelta(days=days))
    plan = keeping(AR=30, BR=7)
    with capture_logs() as logs:
        done = Retention(lambda: plan, engine, MemoryCalls()).nightly(NOON)
    assert left(engine) == {"AR10", "CL10", "CL40"}
    assert set(done) == {*plan.countries, "*"}
    counted = {line["country"]: (line["incidents"], line["calls"]) for line in logs}
    assert counted == {"AR": (2, 2), "BR": (3, 3), "CL": (1, 1)}


def test_what_it_deletes_is_counted(engine: Engine, keeping: Days) -> None:
    def counted(what: str) -> float:
        return float(RETENTION.labels(what)._value.get())

    told(engine, "CA1", "AR", NOON - timedelta(days=40))
    told(engine, "CA2", "AR", NOON - timedelta(days=40))
    Holds(engine).place(Hold("call", "CA2", "why", None, NOON))
    before = {what: counted(what) for what in ("incidents", "calls", "held")}
    Retention(lambda: keeping(AR=30), engine, MemoryCalls()).nightly(NOON)
    assert counted("incidents") == before["incidents"] + 1
    assert counted("calls") == before["calls"] + 1
    assert counted("held") == before["held"] + 2


# An edit of the plan counts from the next night on.
def test_a_night_is_done_once_by_all_together(engine: Engine, keeping: Days) -> None:
    plan = {"live": keeping(AR=30)}
    machines = [Retention(lambda: plan["live"], engine, MemoryCalls()) for _ in range(3)]
    assert [bool(machine.nightly(NOON)) for machine in machines] == [True, False, False]
    told(engine, "CA1", "AR", NOON - timedelta(days=20))
    plan["live"] = keeping(AR=7)
    assert not any(machine.nightly(NOON + timedelta(hours=1)) for machine in machines)
    assert left(engine) == {"CA1"}
    assert any(machine.nightly(NOON + timedelta(days=1)) for machine in machines)
    assert left(engine) == set()


def test_each_country_has_its_own_night(engine: Engine, keeping: Days) -> None:
    plan = keeping()
    retention = Retention(lambda: plan, engine, MemoryCalls())
    retention.nightly(NOON)
    done: dict[str, datetime] = {}
    for minutes in range(0, 24 * 60, 15):
        now = NOON + timedelta(minutes=minutes)
        for country in retention.nightly(now):
            assert country not in done
            done[country] = now
    for code, country in plan.countries.items():
        assert done[code].astimezone(ZoneInfo(country.zone)).hour == 3


def test_nights_that_were_missed_are_made_good(engine: Engine, keeping: Days) -> None:
    told(engine, "CA1", "AR", NOON - timedelta(days=20))
    Retention(lambda: keeping(AR=30), engine, MemoryCalls()).nightly(NOON)
    assert left(engine) == {"CA1"}
    later = NOON + timedelta(days=15)  # nobody was running in between
    done = Retention(lambda: keeping(AR=30), engine, MemoryCalls()).nightly(later)
    assert done["AR"].incidents == 1
    assert left(engine) == set()


# What no machine has finished, since it died at it, is begun anew in the same night.
def test_a_machine_that_dies_at_it_is_followed_by_another(
    engine: Engine, keeping: Days, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(engine, "CA1", "AR", NOON - timedelta(days=40))
    plan = keeping(AR=30)
    with monkeypatch.context() as dying:
        dying.setattr("ivr.service.retention.purge", lambda *_: 1 // 0)
        with pytest.raises(ZeroDivisionError):
            Retention(lambda: plan, engine, MemoryCalls()).nightly(NOON)
    other = Retention(lambda: plan, engine, MemoryCalls())
    assert "AR" not in other.nightly(NOON + timedelta(minutes=30))
    assert "AR" in other.nightly(NOON + timedelta(minutes=90))
    assert left(engine) == set()


def test_countries_that_left_the_plan_have_a_rule(keeping: Days) -> None:
    rest = rules_of(keeping(AR=500))[-1]
    assert rest.days == 500
    assert rest.holds_for("UY")
    assert not rest.holds_for("AR")


def test_even_what_never_got_on_record_goes(engine: Engine, keeping: Days) -> None:
    calls = MemoryCalls()
    for sid, country, days in (("CA1", "AR", 40), ("CA2", "AR", 20), ("CA3", "UY", 400)):
        at = NOON - timedelta(days=days)
        meta = Meta("+541151705383", "+5491155551234", country, "0123456789ab", at)
        calls.commit(TurnRecord(sid, "0", "d", at, "n Keys", meta))
    Holds(engine).place(Hold("number", "+5491155551234", "why", None, NOON))
    Retention(lambda: keeping(AR=30), engine, calls).everything(NOON)
    assert set(calls.kept()) == {"CA1", "CA2", "CA3"}
    Holds(engine).release("number", "+5491155551234")
    Retention(lambda: keeping(AR=30), engine, calls).everything(NOON)
    assert calls.kept() == ["CA2"]
