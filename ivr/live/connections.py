"""Connections to the live state (Redis or Valkey), with budgets a waiting caller can bear."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import redis
from redis import exceptions
from redis.backoff import ConstantBackoff
from redis.retry import Retry

from ivr.errors import StoreUnavailable
from ivr.live.valkey.folder import socket_url
from ivr.settings import Settings

CONNECT_SECONDS = 0.3
READ_SECONDS = 0.5
_POOL = 32  # eight blocking threads, the sweeper and a few streams, with room

# A server that must be left, by error class; the client library drops the code from these.
_LEAVE = (exceptions.ReadOnlyError, exceptions.BusyLoadingError, exceptions.MasterDownError)
_FULL = (exceptions.OutOfMemoryError, exceptions.TryAgainError, exceptions.ClusterDownError)

# Inside scripts and pipelines the same errors arrive wrapped, so they are looked for in the text.
_LEAVE_TEXT = re.compile(r"\b(NOREPLICAS|READONLY|LOADING|MASTERDOWN|CLUSTERDOWN)\b")
_FULL_TEXT = re.compile(r"\b(OOM|MISCONF|BUSY|TRYAGAIN)\b")


def live(where: Settings | str) -> redis.Redis:
    """A client for the live state: of ``where`` itself, or of an installation's settings.

    Connects on first use. 0.3 s to connect, 0.5 s to read, one quick retry of a refused or broken
    connection and none of a timeout, so a dead server costs at most 0.5 s. Values are bytes.
    """
    url = where if isinstance(where, str) else where.redis_url or socket_url(where.data)
    return redis.Redis.from_url(
        url,
        socket_connect_timeout=CONNECT_SECONDS,
        socket_timeout=READ_SECONDS,
        # redis-py retries ten times by default, which takes four seconds on a missing socket.
        retry=Retry(ConstantBackoff(0.02), 1, supported_errors=(redis.ConnectionError,)),
        max_connections=_POOL,
        health_check_interval=0,
        decode_responses=False,
        protocol=2,
    )


@contextmanager
def guarded(client: redis.Redis) -> Iterator[None]:
    """Turn every sign that the store cannot serve into StoreUnavailable.

    A server that may no longer write (failed over, loading) is left: the pool is dropped, so that
    the next command connects anew. An error of our own making (a wrong type, a script's bug) is
    not hidden: it stays redis.ResponseError.
    """
    try:
        yield
    except redis.RedisError as trouble:
        if isinstance(trouble, _LEAVE) or _LEAVE_TEXT.search(str(trouble)):
            client.connection_pool.disconnect()
        elif not _unable(trouble):
            raise
        reason = f"{type(trouble).__name__}: {trouble}"
        raise StoreUnavailable(f"The live store cannot serve now ({reason})") from trouble


def _unable(trouble: redis.RedisError) -> bool:
    if isinstance(trouble, (redis.ConnectionError, redis.TimeoutError, *_FULL)):
        return True
    return bool(_FULL_TEXT.search(str(trouble)))
