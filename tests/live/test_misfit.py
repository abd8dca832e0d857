"""A ``REDIS_URL`` that leads to what can never serve is refused before any call comes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ivr.errors import ConfigError, StoreUnavailable
from ivr.live import misfit
from ivr.live.address import address
from ivr.live.misfit import refuse_misfit
from tests.redis_groups import ClusterGroup, SentinelGroup, cluster_group, sentinel_group
from tests.servers import free_port


@pytest.fixture(scope="module")
def sentinels() -> Iterator[SentinelGroup]:
    with sentinel_group() as group:
        yield group


@pytest.fixture(scope="module")
def cluster() -> Iterator[ClusterGroup]:
    with cluster_group() as group:
        yield group


def refusal(url: str) -> str:
    with pytest.raises(ConfigError) as refused:
        refuse_misfit(address(url))
    return str(refused.value)


def test_what_fits(sentinels: SentinelGroup, cluster: ClusterGroup, debian_redis_url: str) -> None:
    for url in (sentinels.url, cluster.url, debian_redis_url):
        refuse_misfit(address(url))


def test_a_sentinel_is_no_store(sentinels: SentinelGroup) -> None:
    said = refusal(f"redis://{sentinels.sentinels[0].place}/0")
    assert "names a Sentinel" in said
    assert "redis+sentinel://" in said


def test_a_node_is_no_cluster(cluster: ClusterGroup) -> None:
    assert "one node of a cluster" in refusal(f"redis://{cluster.servers[0].place}/0")


def test_a_server_is_no_sentinel(debian_redis_url: str) -> None:
    place = debian_redis_url.removeprefix("redis://").removesuffix("/0")
    assert f"{place}, which is no Sentinel" in refusal(f"redis+sentinel://{place}/mymaster")


def test_a_server_is_no_cluster(debian_redis_url: str) -> None:
    place = debian_redis_url.removeprefix("redis://").removesuffix("/0")
    assert "is a single one" in refusal(f"redis+cluster://{place}")


def test_a_primary_that_no_sentinel_knows(sentinels: SentinelGroup) -> None:
    url = sentinels.url.replace("mymaster", "calls")
    assert "the primary 'calls'; the Sentinels know: mymaster" in refusal(url)


def test_one_sentinel_of_several_is_enough(sentinels: SentinelGroup) -> None:
    place = sentinels.sentinels[0].place
    refuse_misfit(address(f"redis+sentinel://127.0.0.1:{free_port()},{place}/mymaster"))


def test_too_old_a_server(debian_redis_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(misfit, "_OLDEST", (99, 0))
    assert "is the oldest that serves" in refusal(debian_redis_url)


# Calls are answered while the store is away, so its absence is no reason not to start.
@pytest.mark.parametrize(
    "way", ["redis://{}", "redis+sentinel://{}/mymaster", "redis+cluster://{}"]
)
def test_nobody_there(way: str) -> None:
    with pytest.raises(StoreUnavailable):
        refuse_misfit(address(way.format(f"127.0.0.1:{free_port()}")))
