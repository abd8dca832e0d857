"""Where the live store is: one server, a primary that Sentinels know, or a cluster.

``REDIS_URL`` says it by its scheme, and each way goes by the client library's own client::

    redis://  rediss://  unix://                     one server
    redis+sentinel://host:26379,host:26379/name/0    the primary called name, whichever it is now
    redis+cluster://host:6379,host:6379              a cluster, entered by any of its nodes

``rediss+…`` speaks TLS. A user and a password stand before the hosts, as in ``redis://``. A query
after a list of hosts may hold ``ssl_…`` and, for Sentinels that ask for a password of their own,
``sentinel_username`` and ``sentinel_password``.

A client waits no longer than a caller can bear: 0.3 s to connect, 0.5 s to read, one quick retry of
a refused or broken connection and none of a timeout. Its answers are bytes. It connects on first
use; only a cluster is asked for its nodes at once, and what that raises,
:func:`ivr.live.connections.guarded` understands. An address prints without its passwords.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

import redis
from redis.backoff import ConstantBackoff
from redis.cluster import ClusterNode, RedisCluster
from redis.connection import parse_url
from redis.retry import Retry
from redis.sentinel import Sentinel, SentinelManagedConnection, SentinelManagedSSLConnection

from ivr.errors import ConfigError, Problem
from ivr.live.valkey.folder import socket_url
from ivr.settings import Settings

Client = redis.Redis | RedisCluster
Host = tuple[str, int]

CONNECT_SECONDS = 0.3
READ_SECONDS = 0.5
_POOL = 32  # eight blocking threads, the sweeper and a few streams, with room
_TLS = {"ssl_ca_certs", "ssl_ca_path", "ssl_cert_reqs", "ssl_certfile", "ssl_keyfile"}
_SENTINELS_OWN = {"sentinel_username": "username", "sentinel_password": "password"}
_BOUNDS: dict[str, Any] = {
    "socket_connect_timeout": CONNECT_SECONDS,
    "socket_timeout": READ_SECONDS,
    "max_connections": _POOL,
    "health_check_interval": 0,
    "decode_responses": False,
    "protocol": 2,
}


@dataclass(frozen=True, slots=True)
class OneServer:
    """One server, by a URL as the client library reads it."""

    url: str

    def __str__(self) -> str:
        parts = urlsplit(self.url)
        return f"one server, {parts.netloc.rpartition('@')[2] or parts.path}"

    def connect(self) -> redis.Redis:
        """A client of that server."""
        return redis.Redis.from_url(self.url, retry=_one_retry(), **_BOUNDS)


class _Connection(SentinelManagedConnection):
    """The library's (8.1), mended in two points that lose calls.

    It is closed when an answer does not come in time. Kept, a server that hangs is asked again for
    ever, and an answer that comes late is read as that of the next command.

    Whenever it has to connect it asks the Sentinels. The library's asks only where a pool hands it
    out; anywhere else it goes back to the server it had, or at first to localhost.
    """

    def read_response(self, *args: Any, **kwargs: Any) -> Any:
        """The answer to the next command; TimeoutError closes the connection."""
        return super().read_response(*args, **{"disconnect_on_error": True, **kwargs})

    def send_packed_command(self, *args: Any, **kwargs: Any) -> None:
        """Send it to the primary, asked for anew if there is no connection."""
        self.connect()  # type: ignore[no-untyped-call]  # nothing, while there is one
        super().send_packed_command(*args, **kwargs)  # type: ignore[no-untyped-call]


class _TlsConnection(_Connection, SentinelManagedSSLConnection):
    """The same over TLS."""


@dataclass(frozen=True, slots=True)
class SentinelPrimary:
    """The server that Sentinels call the primary of ``name``; asked anew at each connection."""

    sentinels: tuple[Host, ...]
    name: str
    db: int
    options: Mapping[str, Any]
    sentinel_options: Mapping[str, Any]

    def __str__(self) -> str:
        return f"the primary of {self.name!r} by Sentinel, {_joined(self.sentinels)}"

    def sentinel(self) -> Sentinel:
        """A client of the Sentinels themselves, in the order written."""
        asked = {**self.sentinel_options, **_BOUNDS, "retry": Retry(ConstantBackoff(0), 0)}
        return Sentinel(self.sentinels, sentinel_kwargs=asked)

    def connect(self) -> redis.Redis:
        """A client of whichever server is the primary when a connection is made."""
        kind = _TlsConnection if self.options.get("ssl") else _Connection
        options = {**self.options, **_BOUNDS, "db": self.db, "retry": _one_retry()}
        found: redis.Redis = self.sentinel().master_for(self.name, connection_class=kind, **options)
        return found


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster, entered by any of ``nodes``; the other ones are learnt from the first met."""

    nodes: tuple[Host, ...]
    options: Mapping[str, Any]

    def __str__(self) -> str:
        return f"a cluster, {_joined(self.nodes)}"

    def connect(self) -> RedisCluster:
        """A client that knows which node has which slot, and learns it anew when they move."""
        nodes = [ClusterNode(host, port) for host, port in self.nodes]
        return RedisCluster(startup_nodes=nodes, retry=_one_retry(), **self.options, **_BOUNDS)


Address = OneServer | SentinelPrimary | Cluster


def address(where: Settings | str) -> Address:
    """Where ``REDIS_URL`` points, or the embedded server of an installation that sets none.

    Raises ConfigError in plain words for a URL that names no such place.
    """
    url = where if isinstance(where, str) else where.redis_url or socket_url(where.data)
    try:
        return _parsed(url)
    except ValueError as wrong:
        raise refused(str(wrong)) from None


def refused(what: str, remedy: str = "") -> ConfigError:
    """What is wrong with ``REDIS_URL``, as every wrong variable is told."""
    return ConfigError([Problem("environment or .env", 0, f"REDIS_URL {what}", remedy)])


def _parsed(url: str) -> Address:
    parts = urlsplit(url)
    scheme, _, way = parts.scheme.partition("+")
    if not way:
        parse_url(url)  # for its ValueError: the client would raise it inside a call
        return OneServer(url)
    options, sentinels_own = _options(parts, tls=scheme == "rediss")
    if way == "sentinel":
        name, db = _name_and_db(parts.path)
        shared = {key: value for key, value in options.items() if key.startswith("ssl")}
        return SentinelPrimary(_hosts(parts, 26379), name, db, options, shared | sentinels_own)
    if sentinels_own:
        raise ValueError("speaks of Sentinels, but names a cluster; a cluster needs none")
    if parts.path.strip("/") not in ("", "0"):
        raise ValueError("names a database, but a cluster has only one; end it after the hosts")
    return Cluster(_hosts(parts, 6379), options)


def _hosts(parts: SplitResult, port: int) -> tuple[Host, ...]:
    texts = parts.netloc.rpartition("@")[2].split(",")
    hosts = [urlsplit(f"//{text.strip()}") for text in texts]
    if not all(host.hostname for host in hosts):
        raise ValueError("lacks a host; several are written host:port,host:port")
    return tuple((str(host.hostname), host.port or port) for host in hosts)


def _name_and_db(path: str) -> tuple[str, int]:
    name, _, db = path.strip("/").partition("/")
    if not name:
        raise ValueError(
            "does not say which primary: write its name after the Sentinels, /mymaster"
        )
    if not (db or "0").isdecimal():
        raise ValueError(f"has {db!r} where the number of a database belongs, as in /{name}/0")
    return unquote(name), int(db or 0)


def _options(parts: SplitResult, tls: bool) -> tuple[dict[str, Any], dict[str, str]]:
    query = dict(parse_qsl(parts.query))
    if strange := sorted(query.keys() - _TLS - _SENTINELS_OWN.keys()):
        known = ", ".join(sorted(_TLS | _SENTINELS_OWN.keys()))
        raise ValueError(f"has {strange[0]!r} in its query; what may stand there: {known}")
    user, _, password = parts.netloc.rpartition("@")[0].partition(":")
    options: dict[str, Any] = {"username": unquote(user), "password": unquote(password)}
    options = {key: value for key, value in options.items() if value}
    if tls:
        options["ssl"] = True
    options |= {key: value for key, value in query.items() if key in _TLS}
    own = {_SENTINELS_OWN[key]: value for key, value in query.items() if key in _SENTINELS_OWN}
    return options, own


def _one_retry() -> Retry:
    # The library retries ten times by default, which takes four seconds on a missing socket.
    return Retry(ConstantBackoff(0.02), 1, supported_errors=(redis.ConnectionError,))


def _joined(hosts: tuple[Host, ...]) -> str:
    return ",".join(f"{host}:{port}" for host, port in hosts)
