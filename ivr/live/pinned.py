"""The short way to the live store, for the one script that turns are written by.

A connection kept ready, and one exchange on it, for one run or for many. What the client does
besides (a pool's bookkeeping, a look whether the connection still lives, retries, events) costs
more than the exchange itself, so it is left for when something is amiss.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import Any

import redis
from redis.exceptions import NoScriptError

Run = tuple[Sequence[str], Sequence[str | int]]  # the script's keys and arguments


class NeedsClient(Exception):
    """The connection broke or the script is not known there: ask in the client's own way.

    The script may have run.
    """


class PinnedConnections:
    """Runs one script on connections of its own, as many as threads ask at once."""

    def __init__(self, client: redis.Redis, sha: str) -> None:
        self._pool = client.connection_pool
        self._sha = sha
        self._idle: deque[Any] = deque()  # its append and pop are atomic

    def run(self, *runs: Run) -> list[Any]:
        """The script's answers. Raises NeedsClient, or what the client raises without a retry."""
        connection = self._connection()
        try:
            connection.send_packed_command(connection.pack_commands(map(self._command, runs)))
            answers = [connection.read_response() for _ in runs]
        except (redis.ConnectionError, NoScriptError) as trouble:
            self._leave(connection)
            raise NeedsClient from trouble
        except redis.RedisError:
            # A timeout has used up the time there was; a refusal would only be repeated.
            self._leave(connection)
            raise
        self._idle.append(connection)
        return answers

    def _command(self, run: Run) -> tuple[str | int, ...]:
        keys, arguments = run
        return ("EVALSHA", self._sha, len(keys), *keys, *arguments)

    def _connection(self) -> Any:
        try:
            return self._idle.pop()
        except IndexError:
            return self._pool.connection_class(**self._pool.connection_kwargs)

    def _leave(self, connection: Any) -> None:
        """Whatever it was, the idle connections lead to the same server."""
        connection.disconnect()
        while True:
            try:
                idle = self._idle.pop()
            except IndexError:  # asking first whether there is one would race with other threads
                return
            idle.disconnect()
