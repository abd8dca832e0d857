"""What at the address of a live store can never serve, found at the start and not in a call."""

from __future__ import annotations

from typing import Any, assert_never

import redis
from redis.exceptions import NoPermissionError, RedisClusterException

from ivr.errors import StoreUnavailable
from ivr.live.address import Address, Cluster, OneServer, SentinelPrimary, refused
from ivr.live.connections import guarded

_OLDEST = (6, 2)  # the first with ZADD … GT


def refuse_misfit(where: Address) -> None:
    """Look at the servers themselves.

    Raises ConfigError when what answers is of another kind than ``REDIS_URL`` says, too old, or
    knows no such primary; StoreUnavailable when nothing answers, which may pass.
    """
    with guarded(None):
        match where:
            case OneServer():
                _one_server(where)
            case SentinelPrimary():
                _sentinel(where)
            case Cluster():
                _cluster(where)
            case _:
                assert_never(where)


def _one_server(where: OneServer) -> None:
    with where.connect() as client:
        found = _info(client)
    mode = found.get("redis_mode")
    if mode == "sentinel":
        raise refused(
            "names a Sentinel, which keeps no calls",
            "write redis+sentinel://, the hosts of all Sentinels, and the primary's name",
        )
    if mode == "cluster":
        raise refused(
            "names one node of a cluster, which refuses what other nodes keep",
            "write redis+cluster:// and the hosts of some nodes",
        )
    _old(found)


def _sentinel(where: SentinelPrimary) -> None:
    names = _known_primaries(where)
    if where.name not in names:
        known = ", ".join(sorted(names)) or "none"
        raise refused(f"asks for the primary {where.name!r}; the Sentinels know: {known}")
    with where.connect() as client:
        _old(_info(client))


def _known_primaries(where: SentinelPrimary) -> set[str]:
    trouble: Exception = StoreUnavailable("no Sentinel is named")
    for place, sentinel in zip(where.sentinels, where.sentinel().sentinels, strict=True):
        try:
            return set(map(str, sentinel.sentinel_masters()))
        except redis.ResponseError as strange:
            raise refused(
                f"names {place[0]}:{place[1]}, which is no Sentinel ({strange})",
                "a Sentinel's port is 26379 unless it was changed",
            ) from None
        except redis.RedisError as silent:
            trouble = silent
    raise trouble


def _cluster(where: Cluster) -> None:
    try:
        client = where.connect()
    except RedisClusterException as trouble:
        if "Cluster mode is not enabled" in str(trouble):
            raise refused(
                "names a cluster, but the server there is a single one", "write redis://"
            ) from None
        raise
    with client:
        node = client.get_primaries()[0]
        _old(_info(client.get_redis_connection(node)))


def _info(client: redis.Redis) -> dict[str, Any]:
    try:
        found: dict[str, Any] = client.info("server")
    except NoPermissionError:  # a user who may only do what calls need
        return {}
    return found


def _old(found: dict[str, Any]) -> None:
    version = str(found.get("redis_version", ""))
    numbers = tuple(int(part) for part in version.split(".")[:2] if part.isdecimal())
    oldest = ".".join(map(str, _OLDEST))
    if numbers and numbers < _OLDEST:
        raise refused(f"names a server of version {version}; {oldest} is the oldest that serves")
