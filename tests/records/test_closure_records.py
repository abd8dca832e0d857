"""Desks closed by hand, in SQL: one closure at a time for a queue in a country."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from ivr.errors import StoreUnavailable
from ivr.records import ClosureRecords
from ivr.records.database import database
from routing.model import Closure
from tests.servers import free_port

NOON = datetime(2026, 11, 25, 15, tzinfo=UTC)
HOUR = timedelta(hours=1)
STORM = Closure(frozenset({"data"}), NOON, NOON + 3 * HOUR, "closed-by-storm", frozenset({"AR"}))


@pytest.fixture
def records(engine: Engine) -> ClosureRecords:
    return ClosureRecords(engine)


def test_a_closure_is_found_again(records: ClosureRecords) -> None:
    endless = replace(STORM, queues=frozenset({"nm"}), ends=None, reason="")
    records.close([STORM, endless])
    assert set(records.since(NOON)) == {STORM, endless}


def test_one_row_for_each_queue_and_country(records: ClosureRecords) -> None:
    wide = replace(STORM, queues=frozenset({"data", "nm"}), countries=frozenset({"AR", "BR"}))
    records.close([wide])
    found = {(*each.queues, *(each.countries or ())) for each in records.since(NOON)}
    assert found == {("data", "AR"), ("data", "BR"), ("nm", "AR"), ("nm", "BR")}


def test_what_is_over_is_not_told(records: ClosureRecords) -> None:
    records.close([STORM])
    assert records.since(NOON + 3 * HOUR - timedelta(seconds=1)) == (STORM,)
    assert records.since(NOON + 3 * HOUR) == ()


def test_a_closure_takes_the_place_of_another(records: ClosureRecords) -> None:
    longer = replace(STORM, begins=NOON + HOUR, ends=None, reason="closed-for-safety")
    elsewhere = replace(STORM, countries=frozenset({"BR"}))
    records.close([STORM, elsewhere])
    records.close([longer])
    assert set(records.since(NOON)) == {replace(STORM, opened=NOON + HOUR), longer, elsewhere}
    assert records.since(NOON + HOUR)[0] == longer


def test_closed_twice_at_one_moment_is_closed_once(records: ClosureRecords) -> None:
    records.close([STORM])
    records.close([replace(STORM, reason="")])
    assert records.since(NOON) == (replace(STORM, reason=""),)


def test_opened_again(records: ClosureRecords) -> None:
    brazil = replace(STORM, countries=frozenset({"BR"}))
    records.close([STORM, brazil])
    assert records.reopen("data", ["AR", "CL"], NOON + HOUR) == [STORM]
    # Until then it was closed, and nobody knew that it would not stay so.
    assert set(records.since(NOON)) == {replace(STORM, opened=NOON + HOUR), brazil}
    assert records.reopen("data", ["AR"], NOON + HOUR) == []
    assert records.reopen("nm", ["BR"], NOON + HOUR) == []


def test_what_has_not_begun_never_was(records: ClosureRecords) -> None:
    records.close([replace(STORM, begins=NOON + HOUR)])
    assert len(records.reopen("data", ["AR"], NOON)) == 1
    assert records.since(NOON - HOUR) == ()


def test_a_database_that_is_away() -> None:
    away = ClosureRecords(database(f"postgresql://u@127.0.0.1:{free_port()}/x"))
    with pytest.raises(StoreUnavailable):
        away.since(NOON)
    with pytest.raises(StoreUnavailable):
        away.close([STORM])
