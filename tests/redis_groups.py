"""Several of Debian's redis-servers that act as one: under Sentinel, and as a cluster."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from signal import SIGCONT, SIGSTOP
from subprocess import Popen
from typing import Any

import redis

from tests.servers import free_port, redis_binary, running, until

HOST = "127.0.0.1"
SLOTS = 16384
NAME = "mymaster"


@dataclass
class Server:
    """One redis-server of a group."""

    port: int
    process: Popen[bytes]

    @property
    def place(self) -> str:
        return f"{HOST}:{self.port}"

    @property
    def client(self) -> redis.Redis:
        return redis.Redis(port=self.port, decode_responses=True)

    def kill(self) -> None:
        """As a process that dies: its connections break at once."""
        self.process.kill()
        self.process.wait()

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """As a machine that hangs: connections are taken, and nothing is answered."""
        self.process.send_signal(SIGSTOP)
        try:
            yield
        finally:
            self.process.send_signal(SIGCONT)


@dataclass
class SentinelGroup:
    """One primary, two replicas, three Sentinels."""

    servers: list[Server]
    sentinels: list[Server]

    @property
    def url(self) -> str:
        return f"redis+sentinel://{','.join(s.place for s in self.sentinels)}/{NAME}/0"

    @property
    def first(self) -> Server:
        """The server that clients are sent to. Raises RedisError while Sentinels disagree."""
        found = {int(sentinel.client.sentinel_master(NAME)["port"]) for sentinel in self.sentinels}
        if len(found) > 1:
            raise redis.RedisError(f"the Sentinels disagree: {found}")
        return next(server for server in self.servers if server.port in found)

    def await_another(self, before: Server) -> None:
        """Until the Sentinels have replaced a primary that no longer answers."""
        _wait(lambda: self.first != before and self.first.client.role()[0] == "master")

    def hand_over(self) -> None:
        """Change places on purpose: writes are paused first, as none may be lost."""
        before = self.first
        before.client.client_pause(3000, all=False)
        self.sentinels[0].client.sentinel_failover(NAME)
        self.await_another(before)
        before.client.replicaof(HOST, self.first.port)  # Sentinels do so too, after 10 s
        _wait(lambda: before.client.role()[0] == "slave")
        before.client.client_unpause()


@contextmanager
def sentinel_group() -> Iterator[SentinelGroup]:
    """A primary that needs one replica to write, as an installation should be set up."""
    with ExitStack() as stack:
        safe = ("--min-replicas-to-write", "1")
        first = _started(stack, safe)
        copies = [_started(stack, (*safe, "--replicaof", f"{HOST} {first.port}")) for _ in "12"]
        _wait(lambda: all(_in_step(copy.client) for copy in copies))
        sentinels = [_sentinel(stack, first.port) for _ in range(3)]
        group = SentinelGroup([first, *copies], sentinels)
        _wait(lambda: all(_knows_all(sentinel.client) for sentinel in sentinels))
        yield group


def _sentinel(stack: ExitStack, primary: int) -> Server:
    file = _folder(stack) / "sentinel.conf"
    # Its own settings are what the docs advise: below a second a pause looks like a death.
    file.write_text(
        f"sentinel monitor {NAME} {HOST} {primary} 2\n"
        f"sentinel down-after-milliseconds {NAME} 1000\n"
        f"sentinel failover-timeout {NAME} 5000\n"
    )
    return _started(stack, ("--sentinel",), str(file))


def _knows_all(sentinel: redis.Redis) -> bool:
    state = sentinel.sentinel_master(NAME)
    return bool(state["num-other-sentinels"] == 2 and state["num-slaves"] == 2)


@dataclass
class ClusterGroup:
    """Three primaries that share the slots, and one replica of the first."""

    servers: list[Server]
    replica: Server

    @property
    def url(self) -> str:
        return f"redis+cluster://{self.servers[2].place},{self.servers[0].place}"

    def owner(self, slot: int) -> Server:
        """The primary that has a slot now."""
        return self.servers[slot * 3 // SLOTS]

    def begin_move(self, slot: int, source: Server, target: Server) -> None:
        """From now on the slot's keys may be at either."""
        target.client.execute_command("CLUSTER SETSLOT", slot, "IMPORTING", _id(source))
        source.client.execute_command("CLUSTER SETSLOT", slot, "MIGRATING", _id(target))

    def move_keys(self, slot: int, source: Server, target: Server) -> int:
        """Hand the keys over; returns how many there were."""
        keys = source.client.execute_command("CLUSTER GETKEYSINSLOT", slot, 1000)
        for key in keys:
            source.client.migrate(HOST, target.port, key, 0, 1000)
        return len(keys)

    def end_move(self, slot: int, target: Server) -> None:
        """The slot is the target's."""
        for server in (target, *self.servers):
            server.client.execute_command("CLUSTER SETSLOT", slot, "NODE", _id(target))

    @property
    def first(self) -> Server:
        """The primary that has a replica."""
        return self.servers[0]

    def await_another(self, before: Server) -> None:
        """Until the replica has the slots of the first primary, which no longer answers."""
        _wait(lambda: self.replica.client.role()[0] == "master")
        _wait(lambda: all(_is_whole(s.client) for s in (self.replica, *self.servers[1:])))


@contextmanager
def cluster_group() -> Iterator[ClusterGroup]:
    """Three primaries and a replica, all slots covered."""
    with ExitStack() as stack:
        servers = [_clustered(stack) for _ in range(4)]
        first, second, third, replica = servers
        for number, server in enumerate((first, second, third)):
            since, until_ = (-(-SLOTS * part // 3) for part in (number, number + 1))
            server.client.execute_command("CLUSTER ADDSLOTSRANGE", since, until_ - 1)
        for server in servers[1:]:
            _meet(first, server)
        _wait(lambda: all(_is_whole(server.client) for server in servers))
        _wait(lambda: _replicates(replica, first))
        yield ClusterGroup([first, second, third], replica)


def _meet(server: Server, other: Server) -> None:
    bus = int(other.client.config_get("cluster-port")["cluster-port"])
    server.client.execute_command("CLUSTER MEET", HOST, other.port, bus)


def _clustered(stack: ExitStack) -> Server:
    ports = ("--cluster-enabled", "yes", "--cluster-port", str(free_port()))
    return _started(stack, (*ports, "--cluster-node-timeout", "1500"))


def _is_whole(client: redis.Redis) -> bool:
    state: Any = client.cluster("INFO")
    return bool(state["cluster_state"] == "ok" and state["cluster_known_nodes"] == "4")


def _replicates(replica: Server, primary: Server) -> bool:
    replica.client.execute_command("CLUSTER REPLICATE", _id(primary))
    return _in_step(replica.client)


def _in_step(replica: redis.Redis) -> bool:
    return bool(replica.info("replication").get("master_link_status") == "up")


def _id(server: Server) -> str:
    return str(server.client.cluster("MYID"))


def _started(stack: ExitStack, options: tuple[str, ...], *file: str) -> Server:
    port = free_port()
    # A folder of its own: what a replica keeps would be loaded by the next server started there.
    always = ["--port", str(port), "--bind", HOST, "--save", "", "--dir", str(_folder(stack))]
    soon = () if file else ("--repl-diskless-sync-delay", "0")
    process = stack.enter_context(running([redis_binary(), *file, *always, *soon, *options]))
    server = Server(port, process)
    until(server.client.ping, redis.RedisError)
    return server


def _folder(stack: ExitStack) -> Path:
    return Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ivr-redis-")))


def _wait(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            if done():
                return
        except redis.RedisError:
            if time.monotonic() > deadline:
                raise
        assert time.monotonic() < deadline, "the servers did not come to agree"
        time.sleep(0.05)
