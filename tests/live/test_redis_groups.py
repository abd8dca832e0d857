"""Whole calls under Sentinel and on a cluster: a failover among them, a slot that moves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ivr.app import open_service
from ivr.errors import StoreUnavailable
from ivr.guard.breaker import Breaker
from ivr.live.address import address
from ivr.live.redis_calls import RedisCalls
from ivr.plan.versions import Plans
from ivr.records.database import database
from ivr.records.upgrade import upgrade
from ivr.settings import Settings
from tests.redis_groups import ClusterGroup, SentinelGroup, cluster_group, sentinel_group
from tests.servers import until
from tests.web.voice.door import ACCOUNT, TOKEN, Clock, Door, Line
from tests.web.voice.test_once import TURNS

OPEN = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
HALF = 6  # by then the circuit, its read-back and the phone are told
DoorAt = Callable[[str], Door]


@pytest.fixture
def sentinels() -> Iterator[SentinelGroup]:
    with sentinel_group() as group:
        yield group


@pytest.fixture
def cluster() -> Iterator[ClusterGroup]:
    with cluster_group() as group:
        yield group


@pytest.fixture
def door_at(tmp_path: Path, plans: Plans, settings_in: Callable[..., Settings]) -> DoorAt:
    """The door of a service whose calls live at a URL."""

    def make(url: str) -> Door:
        settings = settings_in(tmp_path, tokens=(TOKEN,), account_sid=ACCOUNT, redis_url=url)
        upgrade(database(settings))
        clock = Clock(OPEN)
        return Door(open_service(settings, plans=plans, clock=clock), clock)

    return make


def lines_of(door: Door, count: int) -> list[Line]:
    return [Line(door).dial() for _ in range(count)]


def tell(lines: list[Line], turns: slice) -> None:
    for line in lines:
        for more in TURNS[turns]:
            line.follow(line.action(), **more)


def all_stored(door: Door, lines: list[Line]) -> None:
    """Each call hears its ticket, and what it told is on record under its queue."""
    for line in lines:
        assert "número de ticket es" in line.text
        (incident,) = door.service.tickets.by_call(line.sid)
        assert incident.fields["circuit_id"]["value"] == "48217"
        assert incident.fields["contact"]["value"] == "Ana Paz"
        line.press("2")
        assert line.find("Enqueue").text == "data"
        assert line.status() == 204


def wait_for_the_store(door: Door, lines: list[Line]) -> None:
    """Until every call is found again; the breaker pauses up to 5 s between its trials."""

    def found() -> None:
        for line in lines:
            assert door.service.calls.read(line.sid) is not None

    until(found, StoreUnavailable)


def slot_of(door: Door, line: Line) -> int:
    client = address(door.service.settings).connect()
    (key,) = client.keys(f"*:call:{line.sid}", target_nodes="primaries")
    return int(client.keyslot(key))


Trouble = Callable[[SentinelGroup | ClusterGroup], AbstractContextManager[object]]


@contextmanager
def killed(group: SentinelGroup | ClusterGroup) -> Iterator[None]:
    first = group.first
    first.kill()
    group.await_another(first)
    yield


@contextmanager
def hung(group: SentinelGroup | ClusterGroup) -> Iterator[None]:
    first = group.first
    with first.frozen():
        group.await_another(first)
        yield


# Who comes back is a replica then; a connection that still leads there must not be used.
@contextmanager
def demoted(group: SentinelGroup | ClusterGroup) -> Iterator[None]:
    first = group.first
    group.hand_over()
    assert group.first != first
    yield


@pytest.mark.parametrize(
    ("group", "trouble"),
    [
        ("sentinels", killed),
        ("sentinels", hung),
        ("sentinels", demoted),
        ("cluster", killed),
        ("cluster", hung),
    ],
)
def test_calls_go_on_where_they_were(
    group: str, trouble: Trouble, door_at: DoorAt, request: pytest.FixtureRequest
) -> None:
    servers = request.getfixturevalue(group)
    door = door_at(servers.url)
    lines = lines_of(door, 8)
    tell(lines, slice(HALF))
    servers.first.client.wait(1, 1000)
    with trouble(servers):
        wait_for_the_store(door, lines)
        tell(lines, slice(HALF, None))
        all_stored(door, lines)


def test_a_turn_without_a_primary_is_answered(sentinels: SentinelGroup, door_at: DoorAt) -> None:
    line = Line(door_at(sentinels.url)).dial()
    tell([line], slice(HALF))
    sentinels.first.kill()
    line.follow(line.action(), **TURNS[HALF])
    assert line.find("Enqueue").text == "data"


def test_a_turn_at_the_primary_is_one_exchange_on_one_connection(
    sentinels: SentinelGroup, door_at: DoorAt
) -> None:
    door = door_at(sentinels.url)
    line = Line(door).dial()
    primary = sentinels.first.client
    connections = primary.info("stats")["total_connections_received"]
    primary.config_resetstat()
    tell([line], slice(HALF))
    stats = primary.info("commandstats")
    assert stats["cmdstat_evalsha"]["calls"] >= HALF
    assert "cmdstat_script|load" not in stats
    assert primary.info("stats")["total_connections_received"] <= connections


def test_calls_are_spread_over_a_cluster(cluster: ClusterGroup, door_at: DoorAt) -> None:
    door = door_at(cluster.url)
    lines = lines_of(door, 40)
    tell(lines, slice(None))
    kept = [int(server.client.dbsize()) for server in cluster.servers]
    assert min(kept) > 0
    assert set(door.service.calls.kept()) == {line.sid for line in lines}
    all_stored(door, lines)
    for line in lines:
        door.service.calls.forget(line.sid)
    assert [server.client.dbsize() for server in cluster.servers] == [0, 0, 0]


def test_a_turn_at_a_node_is_one_exchange_on_one_connection(
    cluster: ClusterGroup, door_at: DoorAt
) -> None:
    door = door_at(cluster.url)
    line = Line(door).dial()
    server = cluster.owner(slot_of(door, line))
    server.client.config_resetstat()
    tell([line], slice(HALF))
    stats = server.client.info("commandstats")
    assert stats["cmdstat_evalsha"]["calls"] >= HALF
    assert "cmdstat_cluster|slots" not in stats
    assert "cmdstat_script|load" not in stats


def test_a_call_goes_on_while_its_slot_moves(cluster: ClusterGroup, door_at: DoorAt) -> None:
    door = door_at(cluster.url)
    line, new = Line(door).dial(), Line(door)
    tell([line], slice(2))
    slot = slot_of(door, line)
    source = cluster.owner(slot)
    target = next(server for server in cluster.servers if server is not source)
    cluster.begin_move(slot, source, target)
    tell([line], slice(2, 4))  # its keys are still at the source
    assert cluster.move_keys(slot, source, target) >= 2
    tell([line], slice(4, HALF))  # ASK
    cluster.end_move(slot, target)
    tell([line], slice(HALF, None))  # MOVED
    tell([new.dial()], slice(None))
    all_stored(door, [line, new])


# A service must start and reach people while its store is away, and find it later by itself.
def test_a_cluster_that_answers_later(door_at: DoorAt) -> None:
    calls = RedisCalls(address("redis+cluster://127.0.0.1:1").connect, Breaker())
    with pytest.raises(StoreUnavailable, match="cannot be connected"):
        calls.read("CA1")
    door = door_at("redis+cluster://127.0.0.1:1")
    assert Line(door).dial().document.tag == "Response"
