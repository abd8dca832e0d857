"""The sweeper: whatever calls have told gets on record, the oldest first, at any rate."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from ivr.call.session import Meta
from ivr.errors import StoreRefused, StoreUnavailable
from ivr.guard.breaker import Breaker
from ivr.live.calls import SILENT, Calls, TurnRecord
from ivr.live.connections import live
from ivr.live.memory import MemoryCalls
from ivr.live.redis_calls import RedisCalls
from ivr.live.valkey.embedded import EmbeddedStore
from ivr.records import Draft, Incident, MemoryIncidents
from ivr.records.incident import Status
from ivr.service.finish import LOST, MOST_AT_ONCE, Finisher
from tests.web.voice.door import new_sid

NOW = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
TICK = timedelta(seconds=15)  # how often a service sweeps
LONG = os.environ.get("IVR_TEST_LONG") == "1"


class Tickets(MemoryIncidents):
    """Remembers in which order calls came; ``away`` and ``refused`` as a database may be."""

    def __init__(self) -> None:
        super().__init__()
        self.order: dict[str, None] = {}
        self.away = False
        self.refused: set[str] = set()

    def keep(self, draft: Draft, status: Status, now: datetime) -> Incident:
        if self.away:
            raise StoreUnavailable("away")
        if draft.call_sid in self.refused:
            raise StoreRefused("not this one")
        self.order.setdefault(draft.call_sid)
        return super().keep(draft, status, now)


@pytest.fixture(scope="module")
def valkey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with EmbeddedStore(tmp_path_factory.mktemp("sweep")) as store:
        yield store.folder


@pytest.fixture(params=["memory", "valkey"])
def calls(request: pytest.FixtureRequest) -> Iterator[Calls]:
    if request.param == "memory":
        yield MemoryCalls()
        return
    with live(f"unix://{request.getfixturevalue('valkey')}/valkey.sock") as client:
        client.flushall()
        yield RedisCalls(lambda: client, Breaker())


@pytest.fixture
def tickets() -> Tickets:
    return Tickets()


@pytest.fixture
def finisher(calls: Calls, tickets: Tickets) -> Finisher:
    return Finisher(calls, tickets, None)


def told(calls: Calls, at: datetime, sid: str = "", turn: int = 0, **more: str) -> str:
    """A caller has given an answer, and is heard of no more."""
    sid = sid or new_sid()
    answers = {"severity": "out-of-service", **more}
    writes = {f"incident.{k}": {"value": v, "by": "keypad"} for k, v in answers.items()}
    meta = Meta("+541151705383", "+5491155551234", "AR", "0123456789ab", at)
    calls.commit(TurnRecord(sid, str(turn), f"d{turn}", at, "incident.severity Keys", meta, writes))
    return sid


# Ten callers a minute hang up in the middle of a report, and the carrier never tells, for hours. A
# sweeper that takes the first 500 in the order of where they are kept misses most of them.
def test_unreported_hang_ups_all_get_on_record() -> None:
    calls, tickets = MemoryCalls(), Tickets()
    finisher, sids = Finisher(calls, tickets, None), []
    for minute in range(9 * 60 if LONG else 2 * 60):
        now = NOW + timedelta(minutes=minute)
        sids += [told(calls, now + timedelta(seconds=6 * place)) for place in range(10)]
        finisher.sweep(now)
        recorded = (minute - SILENT // timedelta(minutes=1)) * 10
        assert len(tickets.order) >= recorded
    finisher.sweep(now + SILENT + timedelta(minutes=1))
    assert list(tickets.order) == sids
    finisher.sweep(now + LOST + timedelta(minutes=1))
    assert calls.kept() == []


# Whatever the rate: 50 a second are 750 between one sweep and the next.
def test_it_keeps_up_with_fifty_a_second() -> None:
    calls, tickets = MemoryCalls(), Tickets()
    finisher, sids = Finisher(calls, tickets, None), []
    for tick in range(240 if LONG else 44):
        now = NOW + tick * TICK
        sids += [told(calls, now + timedelta(milliseconds=20 * place)) for place in range(750)]
        finisher.sweep(now)
        assert len(tickets.order) >= (tick - SILENT // TICK - 1) * 750
    for _ in range(-(-len(sids) // MOST_AT_ONCE)):
        finisher.sweep(now + SILENT + TICK)
    assert list(tickets.order) == sids


def test_a_backlog_is_taken_oldest_first(
    calls: Calls, finisher: Finisher, tickets: Tickets
) -> None:
    sids = [told(calls, NOW - timedelta(seconds=place)) for place in range(1500)]
    assert finisher.sweep(NOW + SILENT) == 1500
    assert list(tickets.order) == sids[::-1]


# An outage of days: nothing expires, and what is oldest is first when the records are back.
def test_an_outage_of_days_loses_nothing(
    calls: Calls, finisher: Finisher, tickets: Tickets
) -> None:
    tickets.away = True
    sids = [told(calls, NOW + timedelta(hours=place)) for place in range(72)]
    for hour in range(1, 73):
        with capture_logs() as logs:
            assert finisher.sweep(NOW + timedelta(hours=hour)) == 0
        assert [line["event"] for line in logs] == ["sweep.put_off"]  # one word an outage and sweep
    tickets.away = False
    assert finisher.sweep(NOW + timedelta(hours=72)) == 72
    assert list(tickets.order) == sids


def test_one_that_the_records_refuse_keeps_nobody_back(
    calls: Calls, finisher: Finisher, tickets: Tickets
) -> None:
    sids = [told(calls, NOW + timedelta(seconds=place)) for place in range(20)]
    tickets.refused = {sids[0], sids[7]}
    with capture_logs() as logs:
        finisher.sweep(NOW + timedelta(minutes=20))
    assert set(tickets.order) == set(sids) - tickets.refused
    assert [line["call"] for line in logs if line["event"] == "sweep.refused"] == [sids[0], sids[7]]
    tickets.refused = set()
    finisher.sweep(NOW + timedelta(minutes=40))
    assert set(tickets.order) == set(sids)


def test_one_that_cannot_be_read_keeps_nobody_back(
    calls: Calls, finisher: Finisher, tickets: Tickets, monkeypatch: pytest.MonkeyPatch
) -> None:
    sids = [told(calls, NOW + timedelta(seconds=place)) for place in range(5)]
    read = calls.read
    monkeypatch.setattr(calls, "read", lambda sid: 1 // 0 if sid == sids[0] else read(sid))
    finisher.sweep(NOW + timedelta(minutes=20))
    assert list(tickets.order) == sids[1:]


# What is told while we look must not wait for four hours.
def test_a_call_that_goes_on_is_looked_at_again(
    calls: Calls, finisher: Finisher, tickets: Tickets
) -> None:
    sid = told(calls, NOW)
    finisher.sweep(NOW + SILENT)
    told(calls, NOW + timedelta(minutes=12), sid, 1, access="yes")
    finisher.sweep(NOW + timedelta(minutes=13))
    assert "access" not in tickets.by_call(sid)[0].fields
    finisher.sweep(NOW + timedelta(minutes=22))
    assert "access" in tickets.by_call(sid)[0].fields


# A caller waits in the queue for longer than that: he is not lost as long as he is heard of.
def test_a_long_call_is_not_lost(calls: Calls, finisher: Finisher) -> None:
    sid = told(calls, NOW)
    for turn in range(1, 40):
        at = NOW + timedelta(minutes=9 * turn)
        told(calls, at, sid, turn)
        finisher.sweep(at)
    assert calls.read(sid) is not None
    finisher.sweep(at + LOST)
    assert calls.read(sid) is None
