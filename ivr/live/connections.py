"""Connections to the live store (Redis or Valkey): made at the first use, left when of no use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import redis
from redis import exceptions
from redis.cluster import RedisCluster

from ivr.errors import StoreUnavailable
from ivr.live.address import Client, address
from ivr.settings import Settings

# Signs that a server cannot serve; the client library drops the code from these.
_UNABLE = (
    redis.ConnectionError,  # LOADING is one
    redis.TimeoutError,
    exceptions.ReadOnlyError,
    exceptions.OutOfMemoryError,
    exceptions.TryAgainError,
    exceptions.AskError,  # MOVED is one
    exceptions.ClusterError,  # MASTERDOWN and CLUSTERDOWN are
    exceptions.RedisClusterException,  # no node answers, a slot without a node: no RedisError
)
# Inside scripts and pipelines the same errors arrive wrapped, so they are looked for in the text.
_UNABLE_TEXT = re.compile(
    r"\b(NOREPLICAS|READONLY|LOADING|MASTERDOWN|CLUSTERDOWN|OOM|MISCONF|BUSY|TRYAGAIN)\b"
)


def live(where: Settings | str) -> Client:
    """A client for the live store: of a ``REDIS_URL``, or of an installation's settings."""
    return address(where).connect()


@contextmanager
def guarded(client: Client | None) -> Iterator[None]:
    """Turn every sign that the store cannot serve into StoreUnavailable.

    Then the connections that wait to be used are dropped, so that the next command connects anew:
    they lead to a server that failed over, hangs or loads. An error of our own making (a wrong
    type, a script's bug) is not hidden: it stays redis.ResponseError.
    """
    try:
        yield
    except (redis.RedisError, exceptions.RedisClusterException) as trouble:
        if not (isinstance(trouble, _UNABLE) or _UNABLE_TEXT.search(str(trouble))):
            raise
        for pool in pools(client) if client else ():
            pool.disconnect(inuse_connections=False)
        reason = f"{type(trouble).__name__}: {trouble}"
        raise StoreUnavailable(f"The live store cannot serve now ({reason})") from trouble


def pools(client: Client) -> list[redis.ConnectionPool]:
    """The connections of a client: one pool, or one for each node of a cluster."""
    if isinstance(client, RedisCluster):
        nodes = [node.redis_connection for node in client.get_nodes()]
        return [node.connection_pool for node in nodes if node]
    return [client.connection_pool]
