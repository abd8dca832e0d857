"""What ``REDIS_URL`` may say, and what is refused in plain words."""

from __future__ import annotations

import pytest

from ivr.errors import ConfigError
from ivr.live.address import Cluster, OneServer, SentinelPrimary, address

SENTINELS = (("a.example", 26379), ("b.example", 26380))


def test_one_server_is_taken_as_the_client_library_reads_it() -> None:
    for url in ("redis://10.0.0.5:6379/3", "rediss://u:p@h/0", "unix:///run/redis.sock?db=2"):
        assert address(url) == OneServer(url)


def test_a_primary_by_its_sentinels() -> None:
    found = address("redis+sentinel://a.example,b.example:26380/mymaster/2")
    assert found == SentinelPrimary(SENTINELS, "mymaster", 2, {}, {})


def test_the_database_of_a_primary_is_the_first_unless_said() -> None:
    found = address("redis+sentinel://a.example/mymaster")
    assert isinstance(found, SentinelPrimary)
    assert found.db == 0


def test_a_cluster_by_some_of_its_nodes() -> None:
    found = address("redis+cluster://a.example,[::1]:7001/")
    assert found == Cluster((("a.example", 6379), ("::1", 7001)), {})


def test_passwords_are_decoded_and_never_shown() -> None:
    query = "sentinel_username=watch&sentinel_password=s%2Fw&ssl_ca_certs=/etc/ca.pem"
    found = address(f"rediss+sentinel://ivr:p%40ss@a.example/mymaster/0?{query}")
    tls = {"ssl": True, "ssl_ca_certs": "/etc/ca.pem"}
    assert isinstance(found, SentinelPrimary)
    assert found.options == {"username": "ivr", "password": "p@ss", **tls}
    assert found.sentinel_options == {"username": "watch", "password": "s/w", **tls}
    for url in ("redis://ivr:hidden@h/0", "redis+cluster://ivr:hidden@h", "redis://:hidden@h"):
        assert "hidden" not in str(address(url))


def test_a_password_alone() -> None:
    found = address("redis+cluster://:secret@h")
    assert found == Cluster((("h", 6379),), {"password": "secret"})


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("redis+sentinel://a.example:26379", "does not say which primary"),
        ("redis+sentinel://a.example/mymaster/first", "'first' where the number of a database"),
        ("redis+sentinel://a.example,,b.example/mymaster", "lacks a host"),
        ("redis+sentinel:///mymaster", "lacks a host"),
        ("redis+sentinel://a.example:port/mymaster", "[Pp]ort"),
        ("redis+sentinel://a.example/mymaster?retries=3", "'retries' in its query"),
        ("redis+cluster://a.example/2", "a cluster has only one"),
        ("redis+cluster://a.example?sentinel_password=x", "a cluster needs none"),
        ("redis://h/0?socket_timeout=soon", "socket_timeout"),
    ],
)
def test_what_is_refused(url: str, words: str) -> None:
    with pytest.raises(ConfigError, match=f"REDIS_URL .*{words}"):
        address(url)


def test_a_refusal_does_not_show_the_password() -> None:
    with pytest.raises(ConfigError) as refused:
        address("redis+sentinel://:hidden@a.example:x/m")
    assert "hidden" not in str(refused.value)
