"""The script that turns are written by, run the short way and else the client's own.

In a cluster every call's keys lie on one node, and every node has connections of its own.
"""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from typing import Any, Protocol

import redis
from redis.cluster import ClusterNode, RedisCluster
from redis.exceptions import RedisClusterException

from ivr.live.address import Client
from ivr.live.pinned import NeedsClient, PinnedConnections, Run


class Script:
    """One Lua script at a client's servers. Safe between threads.

    Running one again must be harmless: a connection that breaks does not tell what was done.
    """

    def __init__(self, client: Client, text: str) -> None:
        self._registered = client.register_script(text)
        self._pinned = _pinned(client, str(self._registered.sha))

    def run(self, *runs: Run) -> list[Any]:
        """The answers, in the order of the runs. Raises what the client raises."""
        try:
            return self._pinned.run(*runs)
        except NeedsClient:  # the client loads the script, follows slots, finds the new primary
            return [self._registered(keys=keys, args=arguments) for keys, arguments in runs]

    def leave(self) -> None:
        """Connect anew for the next run."""
        self._pinned.leave()


class _Pinned(Protocol):
    def run(self, *runs: Run) -> list[Any]: ...
    def leave(self) -> None: ...


def _pinned(client: Client, sha: str) -> _Pinned:
    if isinstance(client, RedisCluster):
        return _PinnedToNodes(client, sha)
    return PinnedConnections(client.connection_pool, sha)


class _PinnedToNodes:
    """Pinned connections to each node of a cluster, by where the client knows the slots to be."""

    def __init__(self, client: RedisCluster, sha: str) -> None:
        self._client = client
        self._sha = sha
        self._nodes: dict[str, PinnedConnections] = {}

    def run(self, *runs: Run) -> list[Any]:
        by_node: dict[ClusterNode, list[int]] = defaultdict(list)
        for place, (keys, _) in enumerate(runs):
            by_node[self._client.get_node_from_key(keys[0])].append(place)
        answers: dict[int, Any] = {}
        for node, places in by_node.items():
            found = self._run_at(node, [runs[place] for place in places])
            answers |= zip(places, found, strict=True)
        return [answers[place] for place in range(len(runs))]

    def leave(self) -> None:
        for pinned in tuple(self._nodes.values()):
            pinned.leave()

    def _run_at(self, node: ClusterNode, runs: list[Run]) -> list[Any]:
        try:
            return self._pinned_to(node).run(*runs)
        except redis.TimeoutError:
            # Whoever hangs is perhaps replaced by now, and only the other nodes can tell.
            with suppress(redis.RedisError, RedisClusterException):
                self._client.nodes_manager.initialize(last_failed_node_name=node.name)
            raise

    def _pinned_to(self, node: ClusterNode) -> PinnedConnections:
        found = self._nodes.get(node.name)
        if found is None:
            pool = self._client.get_redis_connection(node).connection_pool
            found = self._nodes.setdefault(node.name, PinnedConnections(pool, self._sha))
        return found
