"""Erasure: nothing leads from what is left to a person, and reports still count it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, text

from ivr.call.subscriber import Subscriber
from ivr.records import CallRecords, Incidents
from ivr.records.database import database, sweep_deleted
from ivr.records.erasure import erase_call, erase_mention, on_record
from ivr.records.upgrade import upgrade
from tests.records.test_call_records import ENDED
from tests.records.test_incident_store import DRAFT, NOW

WHO = Subscriber("+5491155551234")
LATER = datetime(2026, 12, 1, tzinfo=UTC)
TOLD = {
    "severity": {"value": "out-of-service", "by": "keypad"},
    "callback": {"value": "+541155551234", "by": "keypad", "confirmed": True},
    "contact": {"value": "Zunilda Quispe", "by": "voice"},
    "description": {"by": "recording", "recording": "https://api.example.com/RE1", "value": None},
}
SECRETS = ("5551234", "Zunilda", "RE1", "CA00000000000000000000000000000001", "keys[9]")


@pytest.fixture
def number(engine: Engine) -> str:
    """A call of the subscriber, whole, on record."""
    draft = replace(DRAFT, caller="+5491155551234", fields=TOLD)
    kept = Incidents(engine).keep(draft, "open", NOW)
    journal = ({"turn": "1 d 2 incident keys[9]"},)
    CallRecords(engine).finish(
        replace(ENDED, call_sid=DRAFT.call_sid, caller="+5491155551234", journal=journal)
    )
    return kept.number


def test_an_erased_call_is_counted_and_names_nobody(engine: Engine, number: str) -> None:
    before = Incidents(engine).by_number(number)
    (call,) = on_record(engine, WHO).calls
    assert erase_call(engine, call, WHO, LATER) == ["https://api.example.com/RE1"]
    after = Incidents(engine).by_number(number)
    assert before is not None
    assert after is not None
    for kept in ("number", "kind", "status", "queue", "country", "dnis", "service", "created_at"):
        assert getattr(after, kept) == getattr(before, kept)
    assert (after.caller, after.fields, after.erased_at) == (None, {}, LATER)
    (record,) = CallRecords(engine).latest()
    assert (record.caller, record.journal, record.erased_at) == (None, (), LATER)
    assert (record.outcome, record.seconds, record.started_at) == ("person", 93, ENDED.started_at)
    assert record.call_sid == after.call_sid  # they still belong together
    assert on_record(engine, WHO).calls == []


def test_nothing_of_it_stays_anywhere_in_the_tables(engine: Engine, number: str) -> None:
    (call,) = on_record(engine, WHO).calls
    erase_call(engine, call, WHO, LATER)
    with engine.connect() as connection:
        tables = [
            connection.execute(text(f"SELECT * FROM {t}")).all() for t in ("incidents", "calls")
        ]
    left = json.dumps(tables, default=str)
    assert number in left
    assert [secret for secret in SECRETS if secret in left] == []


# SQLite overwrites what is deleted, and its journal is emptied.
def test_nothing_of_it_stays_in_the_files(sqlite_url: str) -> None:
    engine = database(sqlite_url)
    upgrade(engine)
    Incidents(engine).keep(replace(DRAFT, caller=WHO.number, fields=TOLD), "open", NOW)
    (call,) = on_record(engine, WHO).calls
    erase_call(engine, call, WHO, LATER)
    sweep_deleted(engine)
    path = engine.url.database
    assert path is not None
    with open(path, "rb") as main, open(f"{path}-wal", "rb") as journal:
        left = main.read() + journal.read()
    engine.dispose()
    assert [secret for secret in SECRETS if secret.encode() in left] == ["RE1"]  # to be deleted


# A ticket that somebody else opened and in which this number is to be called back.
def test_a_ticket_to_call_him_back_is_his(engine: Engine) -> None:
    draft = replace(DRAFT, caller="+5491144440000", fields=TOLD)
    kept = Incidents(engine).keep(draft, "open", NOW)
    (call,) = on_record(engine, WHO).calls
    erase_call(engine, call, WHO, LATER)
    after = Incidents(engine).by_number(kept.number)
    assert after is not None
    assert (after.caller, after.fields) == (
        "+5491144440000",
        {},
    )  # whose number is not his to erase


def test_where_somebody_else_speaks_of_him_only_that_goes(engine: Engine) -> None:
    fields = {
        "severity": {"value": "out-of-service"},
        "description": {"value": "avisen al 11 5555-1234 por favor", "by": "voice"},
    }
    draft = replace(DRAFT, caller="+5491144440000", fields=fields)
    kept = Incidents(engine).keep(draft, "open", NOW)
    found = on_record(engine, WHO)
    assert found.calls == []
    (mention,) = found.mentions
    assert set(mention.answers) == {"description"}
    erase_mention(engine, mention, LATER)
    after = Incidents(engine).by_number(kept.number)
    assert after is not None
    assert after.fields == {**fields, "description": {"status": "erased"}}
    assert after.caller == "+5491144440000"
    assert on_record(engine, WHO).mentions == []


def test_others_are_left_alone(engine: Engine, number: str) -> None:
    other = Incidents(engine).keep(
        replace(DRAFT, call_sid="CA2", caller="+5491155559999"), "open", NOW
    )
    (call,) = on_record(engine, WHO).calls
    erase_call(engine, call, WHO, LATER)
    assert Incidents(engine).by_number(other.number) == other


# Partial tickets of a call that goes on, and calls that left no ticket at all.
def test_either_part_of_a_call_is_enough(engine: Engine) -> None:
    CallRecords(engine).finish(replace(ENDED, call_sid="CA2", caller="+541155551234"))
    Incidents(engine).keep(replace(DRAFT, call_sid="CA3", caller="5491155551234"), "partial", NOW)
    found = on_record(engine, WHO).calls
    assert {call.call_sid for call in found} == {"CA2", "CA3"}
    for call in found:
        erase_call(engine, call, WHO, LATER)
    assert on_record(engine, WHO).calls == []


def test_many_records_are_looked_through(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ivr.records.whole_calls.AT_ONCE", 5)
    store = Incidents(engine)
    for place in range(23):
        caller = WHO.number if place % 4 == 0 else "+5491144440000"
        store.keep(replace(DRAFT, call_sid=f"CA{place:02}", caller=caller), "open", NOW)
    assert len(on_record(engine, WHO).calls) == 6
