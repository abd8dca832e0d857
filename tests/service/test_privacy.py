"""A person's data, live or on record: shown, or erased; and what is left is said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from ivr.call.session import Meta
from ivr.call.subscriber import Subscriber
from ivr.errors import StoreUnavailable
from ivr.guard.breaker import Breaker
from ivr.live.calls import SILENT, Calls, TurnRecord
from ivr.live.connections import live
from ivr.live.memory import MemoryCalls
from ivr.live.redis_calls import RedisCalls
from ivr.records import CallRecords, Incidents
from ivr.records.holds import Hold, Holds
from ivr.service.finish import Finisher
from ivr.service.privacy import PersonalRecords
from tests import servers
from tests.redis_groups import cluster_group, sentinel_group
from tests.web.voice.door import new_sid

NOW = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
LATER = NOW + SILENT
WHO = Subscriber("+5491155551234")
HIS, OTHERS = "+5491155551234", "+5491144440000"


@pytest.fixture(scope="module")
def redis_url() -> Iterator[str]:
    with servers.debian_redis() as url:
        yield url


@pytest.fixture(scope="module")
def sentinel_url() -> Iterator[str]:
    with sentinel_group() as group:
        yield group.url


@pytest.fixture(scope="module")
def cluster_url() -> Iterator[str]:
    with cluster_group() as group:
        yield group.url


@pytest.fixture(params=["memory", "redis", "sentinel", "cluster"])
def calls(request: pytest.FixtureRequest) -> Iterator[Calls]:
    if request.param == "memory":
        yield MemoryCalls()
        return
    with live(request.getfixturevalue(f"{request.param}_url")) as client:
        client.flushdb()
        yield RedisCalls(lambda: client, Breaker())


@pytest.fixture
def privacy(engine: Engine, calls: Calls) -> PersonalRecords:
    finisher = Finisher(calls, Incidents(engine), CallRecords(engine))
    return PersonalRecords(engine, calls, finisher)


def told(calls: Calls, caller: str, at: datetime = NOW, **answers: str) -> str:
    """A caller has given answers, and the call is not over yet."""
    sid = new_sid()
    writes = {f"incident.{k}": {"value": v, "by": "voice"} for k, v in answers.items()}
    meta = Meta("+541151705383", caller, "AR", "0123456789ab", at)
    calls.commit(TurnRecord(sid, "0", "d", at, "incident.contact Keys", meta, writes))
    return sid


def test_calls_that_are_over_are_erased_wherever_they_are(
    privacy: PersonalRecords, calls: Calls, engine: Engine
) -> None:
    silent = told(calls, HIS, contact="Zunilda")
    ended = told(calls, HIS, LATER, contact="Zunilda")
    calls.ended(ended, "completed", LATER)
    stored = told(calls, HIS, contact="Zunilda")
    privacy.finisher.over(stored, "completed", 42, NOW)
    other = told(calls, OTHERS, LATER, contact="Beto")
    done = privacy.erase(WHO, LATER)
    assert {call.call_sid for call in done.calls} == {silent, ended, stored}
    assert done.complete
    assert calls.kept() == [other]
    tickets = Incidents(engine).latest()
    assert [(t.caller, t.fields, t.queue, t.status) for t in tickets] == [
        (None, {}, None, "partial")
    ] * 3
    assert {record.caller for record in CallRecords(engine).latest()} == {None}


# He may hear his ticket's number again, so neither his answers nor his ticket may change now.
def test_a_call_that_goes_on_is_left_and_said(
    privacy: PersonalRecords, calls: Calls, engine: Engine
) -> None:
    running = told(calls, HIS, contact="Zunilda")
    privacy.finisher._store_forms(running, calls.read(running), NOW)  # type: ignore[arg-type]
    done = privacy.erase(WHO, NOW + timedelta(minutes=1))
    assert (done.calls, done.under_way, done.complete) == ([], [running], False)
    assert Incidents(engine).by_call(running)[0].caller == HIS
    privacy.finisher.over(running, "completed", 42, NOW)
    done = privacy.erase(WHO, NOW + timedelta(minutes=2))
    assert [call.call_sid for call in done.calls] == [running]
    assert done.complete


def test_a_call_of_others_that_speaks_of_him(
    privacy: PersonalRecords, calls: Calls, engine: Engine
) -> None:
    sid = told(calls, OTHERS, contact="Beto", description="avisen al 11 5555-1234")
    done = privacy.erase(WHO, LATER)
    assert [mention.incident.call_sid for mention in done.mentions] == [sid]
    (ticket,) = Incidents(engine).by_call(sid)
    assert ticket.fields["description"] == {"status": "erased"}
    assert ticket.fields["contact"]["value"] == "Beto"  # type: ignore[index]


@pytest.mark.parametrize("speaks_of", ["number", "call"])
def test_what_is_held_is_left_and_said(
    privacy: PersonalRecords, calls: Calls, engine: Engine, speaks_of: str
) -> None:
    sid = told(calls, HIS, contact="Zunilda")
    value = HIS if speaks_of == "number" else sid
    hold = Holds(engine).place(Hold(speaks_of, value, "Juzgado 3", None, NOW))  # type: ignore[arg-type]
    done = privacy.erase(WHO, LATER)
    assert (done.calls, done.complete) == ([], False)
    assert [(call.call_sid, why) for call, why in done.held] == [(sid, hold)]
    assert Incidents(engine).by_call(sid)[0].caller == HIS


def test_what_is_known_is_shown(privacy: PersonalRecords, calls: Calls) -> None:
    running = told(calls, HIS, LATER, contact="Zunilda")
    stored = told(calls, HIS, contact="Zunilda")
    privacy.finisher.over(stored, "completed", 42, NOW)
    told(calls, OTHERS, contact="Beto")
    known = privacy.known(WHO)
    assert [call.call_sid for call in known.on_record.calls] == [stored]
    assert set(known.live) == {running}
    assert known.holds == []
    assert calls.read(running) is not None  # to look changes nothing


# Half of an erasure that claims to be whole would be worse than none.
def test_with_a_store_away_nothing_is_claimed(engine: Engine) -> None:
    calls = MemoryCalls()
    privacy = PersonalRecords(
        engine, calls, Finisher(calls, Incidents(engine), CallRecords(engine))
    )
    stored = told(calls, HIS, contact="Zunilda")
    privacy.finisher.over(stored, "completed", 42, NOW)
    calls.down = True
    with pytest.raises(StoreUnavailable):
        privacy.erase(WHO, LATER)
    assert Incidents(engine).by_call(stored)[0].caller == HIS
