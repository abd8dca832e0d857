"""Call records: one row per call, whatever the order and number of reports."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from sqlalchemy import Engine

from ivr.records import CallRecord, CallRecords

START = datetime(2026, 11, 22, 12, 30, tzinfo=UTC)

RUNNING = CallRecord(
    call_sid="CA1",
    country="BR",
    dnis="+551139572288",
    caller="+50622334455",
    language="pt-BR",
    plan="3f2a",
    started_at=START,
    ended_at=None,
    seconds=None,
    outcome=None,
    queue="vyvx",
    incident=None,
    journal=({"at": 0, "event": "answered"},),
)
ENDED = replace(
    RUNNING,
    ended_at=START + timedelta(seconds=93),
    seconds=93.0,
    outcome="person",
    incident="1000011",
    journal=({"at": 0, "event": "answered"}, {"at": 93, "event": "completed"}),
)
STALE = replace(RUNNING, outcome="in-progress", seconds=40.0)


@pytest.fixture
def records(engine: Engine) -> CallRecords:
    return CallRecords(engine)


def test_a_record_is_found_again(records: CallRecords) -> None:
    assert records.finish(ENDED) == ENDED
    assert records.get("CA1") == ENDED
    assert records.get("CA2") is None


@pytest.mark.parametrize("order", list(permutations([RUNNING, ENDED, STALE, ENDED])))
def test_whatever_the_order_the_end_wins(
    records: CallRecords, order: tuple[CallRecord, ...]
) -> None:
    for record in order:
        records.finish(record)
    assert records.latest() == [ENDED]


def test_of_two_ends_the_first_stays_and_its_gaps_are_filled(records: CallRecords) -> None:
    guess = replace(ENDED, seconds=None, incident=None, journal=())
    records.finish(guess)
    kept = records.finish(replace(ENDED, outcome="hung-up", ended_at=START + timedelta(hours=1)))
    assert kept == records.get("CA1") == ENDED


def test_the_newest_come_first(records: CallRecords) -> None:
    for minute in (1, 3, 2):
        at = START + timedelta(minutes=minute)
        records.finish(replace(RUNNING, call_sid=f"CA{minute}", started_at=at))
    assert [record.call_sid for record in records.latest(limit=2)] == ["CA3", "CA2"]


def test_many_reports_at_once_leave_one_row(records: CallRecords) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(records.finish, [RUNNING, ENDED, STALE, ENDED] * 8))
    assert records.latest() == [ENDED]
