"""The short way to the live store: the client's answers, and the client's way when it is closed."""

from __future__ import annotations

import pytest
import redis

from ivr.live.connections import live
from ivr.live.pinned import NeedsClient, PinnedConnections
from ivr.live.valkey.embedded import EmbeddedStore

SCRIPT = "redis.call('INCR', KEYS[1]) return {KEYS[1], ARGV[1]}"
RUN = (["key"], ["x"])


@pytest.fixture
def client(store: EmbeddedStore) -> redis.Redis:
    connected = live(f"unix://{store.folder / 'valkey.sock'}")
    connected.flushall()
    return connected


def lane_of(client: redis.Redis) -> PinnedConnections:
    return PinnedConnections(client.connection_pool, str(client.script_load(SCRIPT)))


def test_the_script_answers_as_through_the_client(client: redis.Redis) -> None:
    assert lane_of(client).run((["key"], ["olá", 1])) == [[b"key", "olá".encode()]]


def test_many_runs_are_answered_in_their_order(client: redis.Redis) -> None:
    runs = [([f"key{number}"], [number]) for number in range(700)]
    answers = lane_of(client).run(*runs)
    assert answers == [[f"key{n}".encode(), str(n).encode()] for n in range(700)]


# What is left unread of a refused batch must not be taken for the next answer.
def test_one_refusal_among_many(client: redis.Redis) -> None:
    lane = lane_of(client)
    client.rpush("list", "no number")
    with pytest.raises(redis.ResponseError, match="WRONGTYPE"):
        lane.run(RUN, (["list"], ["x"]), (["late"], ["y"]))
    assert lane.run(RUN) == [[b"key", b"x"]]


def test_a_connection_is_used_again(client: redis.Redis) -> None:
    lane = lane_of(client)
    before = client.info("stats")["total_connections_received"]
    for _ in range(5):
        lane.run(RUN)
    assert client.info("stats")["total_connections_received"] == before + 1
    assert client.get("key") == b"5"


def test_a_script_that_the_server_forgot(client: redis.Redis) -> None:
    lane = lane_of(client)
    client.script_flush()
    with pytest.raises(NeedsClient):
        lane.run(RUN)


def test_connections_that_broke_are_left_together(client: redis.Redis) -> None:
    lane = lane_of(client)
    lane.run(RUN)
    client.client_kill_filter(_type="normal", skipme=True)
    with pytest.raises(NeedsClient):
        lane.run(RUN)
    assert lane.run(RUN) == [[b"key", b"x"]]


def test_a_refusal_is_told_as_it_is(client: redis.Redis) -> None:
    lane = lane_of(client)
    client.rpush("list", "no number")
    with pytest.raises(redis.ResponseError, match="WRONGTYPE"):
        lane.run((["list"], ["x"]))
    assert lane.run(RUN) == [[b"key", b"x"]]


# Whatever happens in between, what is left unread must not be taken for the next answer.
def test_an_error_that_nobody_thought_of_closes_the_connection(
    client: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    lane = lane_of(client)
    lane.run(RUN)
    kind = client.connection_pool.connection_class
    with monkeypatch.context() as broken:
        broken.setattr(kind, "read_response", lambda *_, **__: 1 // 0)
        with pytest.raises(ZeroDivisionError):
            lane.run((["other"], ["y"]))
    assert lane.run(RUN) == [[b"key", b"x"]]
