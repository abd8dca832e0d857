"""One contract for live call state: in memory, in Valkey, in Debian's Redis however it is run."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import redis

from ivr.call.session import Meta
from ivr.call.turn import Json
from ivr.errors import StoreRefused, StoreUnavailable
from ivr.guard.breaker import Breaker
from ivr.live.calls import SILENT, Calls, TurnRecord
from ivr.live.connections import live
from ivr.live.memory import MemoryCalls
from ivr.live.redis_calls import RedisCalls
from ivr.live.valkey.embedded import EmbeddedStore
from ivr.telemetry.metrics import LOST
from tests.redis_groups import cluster_group, sentinel_group
from tests.web.voice.door import new_sid

NOW = datetime(2026, 11, 24, 14, 0, 0, 456000, tzinfo=UTC)
META = Meta("+541151705383", "+5491155551234", "AR", "0123456789ab", NOW)


@pytest.fixture(scope="module")
def valkey_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with EmbeddedStore(tmp_path_factory.mktemp("valkey")) as store:
        yield f"unix://{store.folder}/valkey.sock"


@pytest.fixture(scope="module")
def sentinel_url() -> Iterator[str]:
    with sentinel_group() as group:
        yield group.url


@pytest.fixture(scope="module")
def cluster_url() -> Iterator[str]:
    with cluster_group() as group:
        yield group.url


@pytest.fixture
def client(valkey_url: str) -> Iterator[redis.Redis]:
    with live(valkey_url) as client:
        yield client


@pytest.fixture(params=["memory", "valkey", "debian_redis", "sentinel", "cluster"])
def calls(request: pytest.FixtureRequest) -> Iterator[Calls]:
    if request.param == "memory":
        yield MemoryCalls()
        return
    with live(request.getfixturevalue(f"{request.param}_url")) as client:
        client.flushdb()
        yield RedisCalls(lambda: client, Breaker())


def entry(sid: str, turn: int = 0, digest: str = "d0", late: int = 0, **writes: Json) -> TurnRecord:
    now = NOW + timedelta(seconds=late)
    return TurnRecord(sid, str(turn), digest, now, f"node{turn} Keys", META, writes, want=True)


def test_a_turn_is_kept(calls: Calls) -> None:
    sid = new_sid()
    kept: dict[str, Json] = {"incident.circuit_id": {"value": "ñ48217", "by": "keypad"}}
    done = calls.commit(entry(sid, queue="data", **kept))
    assert (done.fresh, done.first) == (True, NOW)
    assert done.session.values == {"queue": "data", **kept}
    assert done.session.meta == META
    assert calls.read(sid) == done.session


# A webhook that the carrier repeats has no second effect, and is told when it came first.
def test_a_replay_changes_nothing(calls: Calls) -> None:
    sid = new_sid()
    calls.commit(entry(sid, queue="data"))
    before = calls.read(sid)
    again = calls.commit(entry(sid, late=90, queue="nm"))
    assert (again.fresh, again.first) == (False, NOW)
    assert calls.read(sid) == before
    assert again.session == before


def test_other_input_at_the_same_turn_is_another_effect(calls: Calls) -> None:
    sid = new_sid()
    calls.commit(entry(sid, queue="data"))
    other = calls.commit(entry(sid, digest="d1", late=5, queue="nm"))
    assert (other.fresh, other.first) == (True, NOW + timedelta(seconds=5))
    assert other.session.text("queue") == "nm"
    # … and the first one, repeated after it, does not come over it again.
    again = calls.commit(entry(sid, late=9, queue="data"))
    assert (again.fresh, again.first) == (False, NOW)
    assert again.session.text("queue") == "nm"
    assert [line.split()[1] for line in again.session.journal] == ["d0", "d1"]


def test_the_journal_is_in_order_of_turns(calls: Calls) -> None:
    sid = new_sid()
    for turn in (0, 1, 2, 10, 11):
        calls.commit(entry(sid, turn, f"d{turn}"))
    session = calls.read(sid)
    assert session is not None
    assert [line.split()[0] for line in session.journal] == ["0", "1", "2", "10", "11"]
    assert session.journal[0].endswith("node0 Keys")


def test_how_the_call_began_is_kept_from_the_first_turn(calls: Calls) -> None:
    sid = new_sid()
    calls.commit(entry(sid))
    later = Meta("+5511", None, "BR", "other", NOW + timedelta(hours=1))
    done = calls.commit(TurnRecord(sid, "1", "d1", NOW, "node1", later, {}, want=True))
    assert done.session.meta == META


def test_a_session_that_nobody_wants_is_not_sent(calls: Calls) -> None:
    done = calls.commit(TurnRecord(new_sid(), "0", "d", NOW, "node", META, {"queue": "data"}))
    assert done.session.values == {}


def noted(sid: str, turn: int = 1, digest: str = "d1") -> TurnRecord:
    return TurnRecord(sid, str(turn), digest, NOW, f"node{turn} Keys", None)


def test_a_noted_turn_is_in_the_journal_when_it_is_read(calls: Calls) -> None:
    sid = new_sid()
    calls.commit(entry(sid))
    for turn in (1, 2, 1):  # the carrier repeats the first
        calls.note(noted(sid, turn, f"d{turn}"))
    session = calls.read(sid)
    assert session is not None
    assert [line.split()[0] for line in session.journal] == ["0", "1", "2"]
    assert session.meta == META


# What is noted late must not bring a call back that is over.
def test_a_noted_turn_begins_no_call(calls: Calls) -> None:
    sid = new_sid()
    calls.note(noted(sid))
    assert calls.read(sid) is None
    assert calls.kept() == calls.due(NOW + timedelta(days=1)) == []


def test_a_noted_turn_is_a_sign_of_life(calls: Calls) -> None:
    sid = new_sid()
    calls.commit(entry(sid, late=-600))
    calls.note(noted(sid))
    assert calls.read(sid) is not None
    assert calls.due(NOW + SILENT - timedelta(seconds=1)) == []


# Minutes may have passed while the store was away: a late note is no news of the caller.
def test_a_late_note_does_not_set_the_clock_back(calls: Calls) -> None:
    sid = new_sid()
    calls.commit(entry(sid, late=600))
    calls.note(noted(sid))
    assert calls.read(sid) is not None
    assert calls.due(NOW + SILENT + timedelta(seconds=1)) == []


def test_a_late_note_does_not_hide_that_a_call_has_ended(calls: Calls) -> None:
    sid = new_sid()
    calls.commit(entry(sid))
    calls.ended(sid, "completed", NOW)
    calls.note(noted(sid))
    assert calls.read(sid) is not None
    assert calls.due(NOW) == [sid]


def test_a_journal_from_before_an_upgrade_is_read(client: redis.Redis) -> None:
    calls, sid = RedisCalls(lambda: client, Breaker()), new_sid()
    calls.commit(entry(sid))
    (key,) = client.keys(f"*{sid}")
    client.hset(key, "t:1", f"d9 {int(NOW.timestamp() * 1000) + 5} node1 Keys")
    session = calls.read(sid)
    assert session is not None
    assert [line.split()[:2] for line in session.journal] == [["0", "d0"], ["1", "d9"]]


def test_marks_and_the_end(calls: Calls) -> None:
    sid = new_sid()
    calls.commit(entry(sid))
    calls.mark(sid, "outcome", "bridged")
    calls.ended(sid, "completed", NOW)
    session = calls.read(sid)
    assert session is not None
    assert (session.text("outcome"), session.text("ended")) == ("bridged", "completed")
    calls.forget(sid)
    assert calls.read(sid) is None
    assert calls.kept() == calls.due(NOW + timedelta(days=9)) == []


def test_a_call_that_is_not_known(calls: Calls) -> None:
    assert calls.read(new_sid()) is None
    calls.forget(new_sid())


# Two reports of one end: what the second finds forgotten must not come back, never to be found.
def test_nothing_is_marked_on_a_call_that_is_forgotten(calls: Calls) -> None:
    sid = new_sid()
    calls.commit(entry(sid))
    calls.forget(sid)
    calls.mark(sid, "outcome", "bridged")
    calls.ended(sid, "completed", NOW)
    assert calls.read(sid) is None
    assert calls.kept() == []


def test_silent_calls_are_due_and_those_that_have_ended(calls: Calls) -> None:
    early, late, ended = new_sid(), new_sid(), new_sid()
    calls.commit(entry(early))
    calls.commit(entry(late, late=60))
    calls.commit(entry(ended, late=120))
    calls.ended(ended, "completed", NOW + SILENT - timedelta(seconds=1))
    assert calls.due(NOW) == []
    assert calls.due(NOW + SILENT) == [ended, early]
    assert calls.due(NOW + SILENT + timedelta(seconds=60)) == [ended, early, late]
    assert set(calls.kept()) == {early, late, ended}


# A limit that is applied before the order would leave the same calls out again and again.
def test_the_longest_overdue_come_first_wherever_they_are_kept(calls: Calls) -> None:
    sids = [new_sid() for _ in range(300)]
    for place, sid in enumerate(sids):
        calls.commit(entry(sid, late=-place))
    assert calls.due(NOW + timedelta(days=1), limit=100) == sids[:-101:-1]


def test_who_was_looked_at_is_out_of_the_way_until_its_time(calls: Calls) -> None:
    looked, other = new_sid(), new_sid()
    calls.commit(entry(looked))
    calls.commit(entry(other, late=60))
    later = NOW + timedelta(hours=4)
    calls.put_by(looked, later)
    assert calls.due(later - timedelta(seconds=1), limit=1) == [other]
    assert calls.due(later) == [other, looked]
    assert set(calls.kept()) == {looked, other}


def test_who_was_looked_at_and_goes_on_is_due_when_silent_again(calls: Calls) -> None:
    sid = new_sid()
    calls.commit(entry(sid))
    calls.put_by(sid, NOW + timedelta(hours=4))
    calls.commit(entry(sid, 1, "d1", late=900))
    again = NOW + timedelta(seconds=900) + SILENT
    assert calls.due(again - timedelta(seconds=1)) == []
    assert calls.due(again) == [sid]
    calls.put_by(sid, NOW + timedelta(hours=5))
    calls.ended(sid, "completed", again)
    assert calls.due(again) == [sid]
    calls.forget(sid)
    assert calls.kept() == calls.due(NOW + timedelta(days=9)) == []


# A turn after a replay is heard of at its own time.
def test_a_later_turn_is_a_sign_of_life(calls: Calls) -> None:
    sid = new_sid()
    calls.commit(entry(sid))
    calls.commit(entry(sid, 1, "d1", late=600))
    assert calls.due(NOW + SILENT + timedelta(seconds=599)) == []


def test_a_turn_is_one_round_trip(client: redis.Redis) -> None:
    calls = RedisCalls(lambda: client, Breaker())
    calls.commit(entry(new_sid()))
    client.config_resetstat()
    calls.commit(entry(new_sid(), queue="data", language="es"))
    stats = client.info("commandstats")
    asked = {
        n: s["calls"] for n, s in stats.items() if n.startswith(("cmdstat_eval", "cmdstat_script"))
    }
    assert asked == {"cmdstat_evalsha": 1}


def test_noted_turns_of_many_calls_are_one_exchange(client: redis.Redis) -> None:
    calls = RedisCalls(lambda: client, Breaker())
    sids = [new_sid() for _ in range(50)]
    for sid in sids:
        calls.commit(entry(sid))
    for sid in sids:
        calls.note(noted(sid))
    journals = [calls.read(sid) for sid in sids]
    assert [len(session.journal) for session in journals if session] == [2] * 50


def test_a_note_of_no_call_is_counted(client: redis.Redis) -> None:
    calls, before = RedisCalls(lambda: client, Breaker()), LOST._value.get()
    calls.note(noted(new_sid()))
    calls.read(new_sid())
    assert LOST._value.get() == before + 1


def test_noted_turns_find_a_server_that_forgot_the_script(client: redis.Redis) -> None:
    calls, sid = RedisCalls(lambda: client, Breaker()), new_sid()
    calls.commit(entry(sid))
    client.script_flush()
    for turn in (1, 2, 3):
        calls.note(noted(sid, turn, f"d{turn}"))
    session = calls.read(sid)
    assert session is not None
    assert len(session.journal) == 4


# A database may be away for longer than anybody thought of.
def test_nothing_expires(client: redis.Redis) -> None:
    client.flushdb()
    calls, sid = RedisCalls(lambda: client, Breaker()), new_sid()
    calls.commit(entry(sid))
    calls.mark(sid, "outcome", "bridged")
    calls.put_by(sid, NOW)
    calls.ended(sid, "completed", NOW)
    assert {client.ttl(key) for key in client.keys("*")} == {-1}


# On a cluster a script touches one slot: both keys of a call share their hash tag.
def test_keys_of_a_call_share_a_slot(client: redis.Redis) -> None:
    client.flushdb()
    RedisCalls(lambda: client, Breaker()).commit(entry(new_sid()))
    tags = {key.partition(b"{")[2].partition(b"}")[0] for key in client.keys("*")}
    assert len(tags) == 1


# A restarted server has forgotten the script.
def test_the_script_is_sent_again(client: redis.Redis) -> None:
    calls = RedisCalls(lambda: client, Breaker())
    calls.commit(entry(new_sid()))
    client.script_flush()
    assert calls.commit(entry(new_sid())).fresh


def test_an_outage_costs_only_the_first_calls(tmp_path: Path) -> None:
    breaker = Breaker()
    with live(f"unix://{tmp_path}/nobody.sock") as client:
        calls = RedisCalls(lambda: client, breaker)
        for _ in range(2):
            with pytest.raises(StoreUnavailable, match="cannot serve"):
                calls.commit(entry(new_sid()))
        assert breaker.is_open
        calls.note(noted(new_sid()))  # waits for the store in silence
        for ask in (calls.read, calls.forget):
            with pytest.raises(StoreUnavailable, match="tried again soon"):
                ask(new_sid())


# Another program's key, or a half of one: this call goes on without, and the others with it.
@pytest.mark.parametrize(
    "damage", [("queue", "no json"), ("meta", "[1]"), ("t:1:d", "x"), ("queue", b"\xff")]
)
def test_a_call_that_cannot_be_read_is_refused(
    client: redis.Redis, damage: tuple[str, str | bytes]
) -> None:
    breaker = Breaker()
    calls, sid = RedisCalls(lambda: client, breaker), new_sid()
    calls.commit(entry(sid))
    (key,) = client.keys(f"*{sid}")
    client.hset(key, *damage)
    for _ in range(3):
        with pytest.raises(StoreRefused):
            calls.read(sid)
    assert not breaker.is_open
    client.delete(key)
    client.set(key, "of another type")
    for _ in range(3):
        with pytest.raises(StoreRefused):
            calls.commit(entry(sid))
    assert calls.commit(entry(new_sid())).fresh


def test_memory_can_be_switched_off() -> None:
    calls = MemoryCalls()
    calls.down = True
    with pytest.raises(StoreUnavailable):
        calls.commit(entry(new_sid()))
    with pytest.raises(StoreUnavailable):
        calls.due(NOW)
