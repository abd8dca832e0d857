"""Retention: what is over goes, and nothing else; what is held stays and is counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from ivr.records import CallRecords, Incidents, retention
from ivr.records.holds import Hold, HoldsInForce
from ivr.records.recordings import UnwantedRecordings
from ivr.records.retention import Expiry, Purged, purge
from tests.records.test_call_records import ENDED
from tests.records.test_incident_store import DRAFT

NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
OLD, FRESH = NOW - timedelta(days=31), NOW - timedelta(days=29)
BEFORE = NOW - timedelta(days=30)
SOUND = "https://api.example.com/Recordings/RE1"
NOTHING_HELD = HoldsInForce([])


def call(engine: Engine, sid: str, at: datetime, country: str = "AR", **more: object) -> str:
    """A call with a ticket and a recording on record; returns the ticket's number."""
    fields = {"description": {"value": None, "by": "recording", "recording": f"{SOUND}-{sid}"}}
    draft = replace(DRAFT, call_sid=sid, country=country, fields=fields, **more)  # type: ignore[arg-type]
    number = Incidents(engine).keep(draft, "open", at).number
    CallRecords(engine).finish(
        replace(ENDED, call_sid=sid, country=country, started_at=at, incident=number)
    )
    return number


def left(engine: Engine) -> tuple[set[str], set[str]]:
    """The calls that tickets, and that records, are left of."""
    tickets = {incident.call_sid for incident in Incidents(engine).latest(9999)}
    return tickets, {record.call_sid for record in CallRecords(engine).latest(9999)}


def test_what_is_over_goes_and_its_recordings_are_noted(engine: Engine) -> None:
    call(engine, "CA1", OLD)
    call(engine, "CA2", FRESH)
    call(engine, "CA3", OLD, country="BR")
    done = purge(engine, Expiry(BEFORE, "AR"), NOTHING_HELD, NOW)
    assert done == Purged(incidents=1, calls=1, recordings=1)
    assert left(engine) == ({"CA2", "CA3"}, {"CA2", "CA3"})
    assert UnwantedRecordings(engine).all() == [(f"{SOUND}-CA1", NOW)]
    assert purge(engine, Expiry(BEFORE, "AR"), NOTHING_HELD, NOW) == Purged()


# A country that was taken out of the plan has no rule of its own.
def test_what_no_country_of_the_plan_keeps_goes_too(engine: Engine) -> None:
    call(engine, "CA1", OLD, country="UY")
    call(engine, "CA2", OLD)
    call(engine, "CA3", FRESH, country="UY")
    done = purge(engine, Expiry(BEFORE, others_than=("AR", "BR")), NOTHING_HELD, NOW)
    assert (done.incidents, done.calls) == (1, 1)
    assert left(engine) == ({"CA2", "CA3"}, {"CA2", "CA3"})


@pytest.mark.parametrize("kind", ["ticket", "call", "number"])
def test_what_is_held_stays_whole(engine: Engine, kind: str) -> None:
    number = call(engine, "CA1", OLD, caller="+5491155551234")
    call(engine, "CA2", OLD, caller="+5491155559999")
    value = {"ticket": number, "call": "CA1", "number": "+5491155551234"}[kind]
    holds = HoldsInForce([Hold(kind, value, "why", None, NOW)])  # type: ignore[arg-type]
    done = purge(engine, Expiry(BEFORE, "AR"), holds, NOW)
    assert done == Purged(incidents=1, calls=1, recordings=1, held=2)
    assert left(engine) == ({"CA1"}, {"CA1"})


# More than one batch: neither what is held nor what is fresh must stop it or be met for ever.
def test_any_number_of_them_go(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ivr.records.whole_calls.AT_ONCE", 7)
    monkeypatch.setattr(retention, "_BREATH_SECONDS", 0)
    for number in range(40):
        call(engine, f"CA{number:02}", OLD if number % 2 else FRESH)
    kept = [Hold("call", f"CA{number:02}", "why", None, NOW) for number in range(1, 20, 2)]
    done = purge(engine, Expiry(BEFORE, "AR"), HoldsInForce(kept), NOW)
    assert (done.incidents, done.calls, done.held) == (10, 10, 20)
    tickets, records = left(engine)
    assert tickets == records
    assert len(tickets) == 30


def test_a_recording_is_noted_until_it_is_gone_at_the_carrier(engine: Engine) -> None:
    call(engine, "CA1", OLD)
    purge(engine, Expiry(BEFORE, "AR"), NOTHING_HELD, NOW)
    unwanted = UnwantedRecordings(engine)
    assert not unwanted.deleted("https://api.example.com/other")
    assert unwanted.deleted(f"{SOUND}-CA1")
    assert unwanted.all() == []
