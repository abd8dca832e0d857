"""The contract of an incident store, for memory, SQLite and PostgreSQL alike."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from structlog.testing import capture_logs

from ivr.records import Draft, Incidents, IncidentStore, MemoryIncidents, valid_number
from ivr.records.database import database
from ivr.records.upgrade import upgrade

NOW = datetime(2026, 11, 22, 12, 30, 15, 123456, tzinfo=UTC)
LATER = NOW + timedelta(minutes=2)

DRAFT = Draft(
    call_sid="CA00000000000000000000000000000001",
    kind="incident",
    queue="data",
    country="AR",
    language="es-AR",
    caller="+541151705383",
    dnis="+548008005383",
    plan="3f2a",
    service="data-voice-internet",
    fields={"severity": "out-of-service", "circuit_id": "BUE-1234/ñ"},
)


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def store(request: pytest.FixtureRequest) -> Iterator[IncidentStore]:
    if request.param == "memory":
        yield MemoryIncidents()
        return
    engine = database(request.getfixturevalue(f"{request.param}_url"))
    upgrade(engine)
    yield Incidents(engine)
    engine.dispose()


def test_what_is_kept_is_found_again_by_number_and_by_call(store: IncidentStore) -> None:
    kept = store.keep(DRAFT, "open", NOW)
    assert valid_number(kept.number)
    assert store.by_number(kept.number) == kept
    assert store.by_call(DRAFT.call_sid) == [kept]
    for name in ("queue", "country", "language", "caller", "dnis", "plan", "service", "fields"):
        assert getattr(kept, name) == getattr(DRAFT, name)
    assert (kept.status, kept.created_at, kept.updated_at) == ("open", NOW, NOW)


def test_nothing_is_found_where_nothing_is(store: IncidentStore) -> None:
    assert store.by_number("1000011") is None
    assert store.by_call("CA9") == []
    assert store.latest() == []


def test_a_replay_changes_nothing(store: IncidentStore) -> None:
    first = store.keep(DRAFT, "open", NOW)
    assert store.keep(DRAFT, "open", LATER) == first
    assert store.by_call(DRAFT.call_sid) == [first]


def test_a_partial_becomes_open_under_the_same_number(store: IncidentStore) -> None:
    partial = store.keep(replace(DRAFT, fields={"severity": "not-affected"}), "partial", NOW)
    opened = store.keep(DRAFT, "open", LATER)
    assert opened == replace(partial, status="open", fields=DRAFT.fields, updated_at=LATER)
    assert store.by_number(partial.number) == opened


def test_open_never_goes_back_and_loses_nothing_to_a_late_partial(store: IncidentStore) -> None:
    opened = store.keep(replace(DRAFT, service=None), "open", NOW)
    late = replace(
        DRAFT,
        queue="nm",
        language="en",
        caller="+5511",
        fields={"severity": "not-affected", "access": "yes"},
    )
    kept = store.keep(late, "partial", LATER)
    assert kept == replace(
        opened,
        service=DRAFT.service,
        fields={**DRAFT.fields, "access": "yes"},
        updated_at=LATER,
    )
    assert store.by_call(DRAFT.call_sid) == [kept]


def test_what_is_told_later_wins_and_what_is_not_told_stays(store: IncidentStore) -> None:
    store.keep(DRAFT, "open", NOW)
    fields = {"severity": "not-affected", "circuit_id": None, "since": ["today", 3]}
    second = replace(DRAFT, queue="nm", service=None, caller=None, fields=fields)
    kept = store.keep(second, "open", LATER)
    assert kept.fields == {**DRAFT.fields, "severity": "not-affected", "since": ["today", 3]}
    assert (kept.queue, kept.service, kept.caller) == ("nm", DRAFT.service, DRAFT.caller)


def test_each_kind_and_each_call_has_a_number_of_its_own(store: IncidentStore) -> None:
    drafts = [DRAFT, replace(DRAFT, kind="callback"), replace(DRAFT, call_sid="CA2")]
    kept = [store.keep(draft, "open", NOW) for draft in drafts]
    assert len({incident.number for incident in kept}) == 3
    assert store.by_call(DRAFT.call_sid) == kept[:2]


def test_the_newest_come_first_and_can_be_picked(store: IncidentStore) -> None:
    for place, queue in enumerate(("data", "nm", "data", None)):
        status = "open" if place != 2 else "partial"
        store.keep(replace(DRAFT, call_sid=f"CA{place}", queue=queue), status, NOW)

    def calls(**picked: str) -> list[str]:
        return [incident.call_sid for incident in store.latest(**picked)]

    assert calls() == ["CA3", "CA2", "CA1", "CA0"]
    assert calls(queue="data") == ["CA2", "CA0"]
    assert calls(queue="data", status="partial") == ["CA2"]
    assert [incident.call_sid for incident in store.latest(limit=1)] == ["CA3"]


def test_times_are_utc_wherever_the_clock_stood(store: IncidentStore) -> None:
    there = NOW.astimezone(timezone(timedelta(hours=-3)))
    number = store.keep(DRAFT, "open", there).number
    found = store.by_number(number)
    assert found is not None
    assert found.created_at == NOW
    assert found.created_at.utcoffset() == timedelta(0)
    with pytest.raises(ValueError, match="without a time zone"):
        store.keep(replace(DRAFT, call_sid="CA2"), "open", NOW.replace(tzinfo=None))


def test_many_at_once_make_one_incident_of_a_call(store: IncidentStore) -> None:
    def keep(place: int) -> str:
        draft = replace(DRAFT, call_sid=f"CA{place % 4}", fields={f"f{place}": place})
        return store.keep(draft, "partial" if place % 2 else "open", NOW).number

    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(keep, range(64)))
    assert len(set(numbers)) == len(store.latest(limit=100)) == 4
    for place in range(4):
        (one,) = store.by_call(f"CA{place}")
        assert one.fields == {f"f{n}": n for n in range(64) if n % 4 == place}


def test_what_is_no_json_is_refused(store: IncidentStore) -> None:
    with capture_logs(), pytest.raises(Exception, match=r"not JSON serializable|TypeError"):
        store.keep(replace(DRAFT, fields={"when": NOW}), "open", NOW)
    assert store.latest() == []


# The carrier's From may have 255 characters, and a recogniser's words may hold anything.
@pytest.mark.parametrize("strange", ["sip:" + "x" * 251, "sip:a\x00b@c", "sip:\ud800@c"])
def test_no_caller_is_refused_for_what_he_is_called(store: IncidentStore, strange: str) -> None:
    draft = replace(DRAFT, caller=strange, dnis=strange, fields={"contact": strange})
    kept = store.keep(draft, "open", NOW)
    found = store.by_number(kept.number)
    assert found is not None
    assert (found.number, found.fields) == (kept.number, {"contact": strange})
    assert store.keep(draft, "open", LATER).number == kept.number
