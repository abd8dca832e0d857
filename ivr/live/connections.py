"""Connections to the live store (Redis or Valkey): made at the first use, left when of no use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import redis
import structlog
from redis import exceptions
from redis.cluster import RedisCluster

from ivr.errors import IvrError, StoreRefused, StoreUnavailable
from ivr.live.address import Client, address
from ivr.settings import Settings
from ivr.telemetry.metrics import STORE_TROUBLE

_log = structlog.get_logger(__name__)
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
# The server has answered, or what was to be sent cannot be written down.
_REFUSALS = (redis.ResponseError, redis.DataError, ValueError, TypeError)
# Inside scripts and pipelines the same errors arrive wrapped, so they are looked for in the text.
_UNABLE_TEXT = re.compile(
    r"\b(NOREPLICAS|READONLY|LOADING|MASTERDOWN|CLUSTERDOWN|OOM|MISCONF|BUSY|TRYAGAIN)\b"
)


def live(where: Settings | str) -> Client:
    """A client for the live store: of a ``REDIS_URL``, or of an installation's settings."""
    return address(where).connect()


@contextmanager
def guarded(client: Client | None) -> Iterator[None]:
    """Turn whatever the client raises into StoreUnavailable: the call goes on without the store.

    Where the server cannot serve, the connections that wait to be used are dropped, so that the
    next command connects anew: they lead to one that failed over, hangs or loads. StoreRefused if
    it answers and refuses this one thing (a wrong type, a script's bug); that, and what nobody
    thought of, is logged as an error.
    """
    try:
        yield
    except IvrError:
        raise
    except Exception as trouble:
        found = _unavailable(trouble)
        STORE_TROUBLE.labels("live", type(found).__name__).inc()
        if not isinstance(found, StoreRefused):
            _drop(client)
        raise found from trouble


def _unavailable(trouble: Exception) -> StoreUnavailable:
    reason = f"{type(trouble).__name__}: {trouble}"
    if isinstance(trouble, _UNABLE) or _UNABLE_TEXT.search(str(trouble)):
        return StoreUnavailable(f"The live store cannot serve now ({reason})")
    if isinstance(trouble, _REFUSALS):
        _log.error("live.refused", reason=reason)
        return StoreRefused(f"The live store refuses this ({reason})")
    _log.exception("live.strange_error")
    return StoreUnavailable(f"The live store failed ({type(trouble).__name__})")


def _drop(client: Client | None) -> None:
    # A client in a state that nobody thought of may fail at this too.
    with suppress(Exception):
        for pool in pools(client) if client else ():
            pool.disconnect(inuse_connections=False)


def pools(client: Client) -> list[redis.ConnectionPool]:
    """The connections of a client: one pool, or one for each node of a cluster."""
    if isinstance(client, RedisCluster):
        nodes = [node.redis_connection for node in client.get_nodes()]
        return [node.connection_pool for node in nodes if node]
    return [client.connection_pool]
