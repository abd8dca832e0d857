"""Connections to the live store: budgets, and which errors mean that it cannot serve."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
import redis
from structlog.testing import capture_logs

from ivr.errors import StoreRefused, StoreUnavailable
from ivr.live.connections import guarded, live
from ivr.live.valkey.embedded import EmbeddedStore
from ivr.settings import Settings


@pytest.fixture
def silent_url(tmp_path: Path) -> Iterator[str]:
    """A server that accepts connections and never says a word."""
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "silent.sock"))
        listener.listen()
        yield f"unix://{tmp_path / 'silent.sock'}"


@pytest.fixture(params=["valkey", "debian"])
def client(request: pytest.FixtureRequest) -> Iterator[redis.Redis]:
    """A client of the embedded Valkey, then of Debian's Redis 7.0."""
    if request.param == "debian":
        url = request.getfixturevalue("debian_redis_url")
    else:
        store = request.getfixturevalue("store")
        url = f"unix://{store.folder / 'valkey.sock'}"
    with live(url) as connected:
        yield connected
        connected.flushdb()


def test_values_are_bytes(client: redis.Redis) -> None:
    client.set("key", "olá")
    assert client.get("key") == "olá".encode()


def test_settings_without_a_url_lead_to_the_embedded_server(store: EmbeddedStore) -> None:
    settings = Settings(data=store.folder, redis_url=None)
    with live(settings) as client:
        assert client.ping()


def test_a_missing_server_is_told_at_once(tmp_path: Path) -> None:
    began = time.monotonic()
    with (
        live(f"unix://{quote(str(tmp_path))}/none.sock") as client,
        pytest.raises(StoreUnavailable),
        guarded(client),
    ):
        client.ping()
    assert time.monotonic() - began < 0.3


def test_a_silent_server_costs_one_read_timeout(silent_url: str) -> None:
    began = time.monotonic()
    with live(silent_url) as client, pytest.raises(StoreUnavailable), guarded(client):
        client.ping()
    assert 0.4 < time.monotonic() - began < 0.9


def test_a_broken_connection_is_mended_without_an_error(client: redis.Redis) -> None:
    client.ping()
    with live_like(client) as other:
        other.client_kill_filter(_type="normal", skipme=True)
    assert client.ping()


@pytest.fixture
def read_only(client: redis.Redis) -> Iterator[redis.Redis]:
    """A client whose server was just made a replica, as after a failover."""
    client.replicaof("127.0.0.1", "1")
    yield client
    client.replicaof("NO", "ONE")


def test_a_read_only_server_is_left_and_reconnected_to(read_only: redis.Redis) -> None:
    before = read_only.client_id()
    with pytest.raises(StoreUnavailable, match="ReadOnly"), guarded(read_only):
        read_only.set("key", 1)
    assert read_only.client_id() != before


def test_a_read_only_server_is_recognised_inside_a_script(read_only: redis.Redis) -> None:
    before = read_only.client_id()
    with pytest.raises(StoreUnavailable), guarded(read_only):
        read_only.eval("return redis.call('SET', KEYS[1], 1)", 1, "key")
    assert read_only.client_id() != before


def test_a_read_only_server_is_recognised_inside_a_pipeline(read_only: redis.Redis) -> None:
    pipeline = read_only.pipeline()
    pipeline.get("key").set("key", 1)
    with pytest.raises(StoreUnavailable), guarded(read_only):
        pipeline.execute()


def test_an_error_of_the_server_that_a_script_passes_on_is_recognised(client: redis.Redis) -> None:
    script = "return redis.error_reply('ERR Error running script: -LOADING server is loading')"
    with pytest.raises(StoreUnavailable, match="LOADING"), guarded(client):
        client.eval(script, 0)


def test_a_write_without_enough_replicas_is_unavailable(client: redis.Redis) -> None:
    client.config_set("min-replicas-to-write", 1)
    try:
        with pytest.raises(StoreUnavailable, match="NOREPLICAS"), guarded(client):
            client.set("key", 1)
    finally:
        client.config_set("min-replicas-to-write", 0)


def test_a_full_server_is_unavailable(client: redis.Redis) -> None:
    client.config_set("maxmemory", "100kb")
    client.config_set("maxmemory-policy", "noeviction")
    try:
        with pytest.raises(StoreUnavailable, match="OutOfMemory"), guarded(client):
            client.set("key", "x")
    finally:
        client.config_set("maxmemory", 0)


# The server is there and answers: the fault is with this one thing, and others are served.
def test_a_mistake_of_ours_is_a_refusal_and_no_outage(client: redis.Redis) -> None:
    client.set("key", "text")
    with (
        capture_logs() as logs,
        pytest.raises(StoreRefused, match="WRONGTYPE"),
        guarded(client),
    ):
        client.lpush("key", 1)
    assert [line["event"] for line in logs] == ["live.refused"]


def test_what_cannot_be_sent_is_a_refusal(client: redis.Redis) -> None:
    with pytest.raises(StoreRefused), guarded(client):
        client.set("key", "\ud800")
    with pytest.raises(StoreRefused), guarded(client):
        client.set("key", object())  # type: ignore[arg-type]


# Client libraries have bugs of their own, and servers say what nobody has heard before.
@pytest.mark.parametrize(
    "strange", [KeyError("node"), AttributeError("None"), RuntimeError("x"), redis.RedisError("x")]
)
def test_an_error_that_nobody_thought_of_is_an_outage(strange: Exception) -> None:
    with capture_logs() as logs, pytest.raises(StoreUnavailable) as told, guarded(None):
        raise strange
    assert not isinstance(told.value, StoreRefused)
    assert [line["event"] for line in logs] == ["live.strange_error"]


def live_like(client: redis.Redis) -> redis.Redis:
    """Another client of the same server."""
    return redis.Redis(
        connection_pool=redis.ConnectionPool(
            connection_class=client.connection_pool.connection_class,
            **client.connection_pool.connection_kwargs,
        )
    )
