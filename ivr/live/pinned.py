"""The short way to a server of the live store, for the one script that turns are written by.

A connection kept ready, and one exchange on it, for one run or for many. What the client does
besides (a pool's bookkeeping, a look whether the connection still lives, retries, events) costs
more than the exchange itself, so it is left for when something is amiss.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import Any

import redis
from redis.exceptions import AskError, ClusterDownError, NoScriptError, TryAgainError

Run = tuple[Sequence[str], Sequence[str | int]]  # the script's keys and arguments

# MOVED and ASK (one class) lead to another node, TRYAGAIN to a slot that is moving just now.
_FOR_THE_CLIENT = (
    redis.ConnectionError,
    NoScriptError,
    AskError,
    TryAgainError,
    ClusterDownError,
)


class NeedsClient(Exception):
    """The connection broke, the script or the slot is not there: ask in the client's own way.

    The script may have run.
    """


class PinnedConnections:
    """Runs one script on connections of its own to one server, as many as threads ask at once."""

    def __init__(self, pool: redis.ConnectionPool, sha: str) -> None:
        self._pool = pool
        self._sha = sha
        self._idle: deque[Any] = deque()  # its append and pop are atomic

    def run(self, *runs: Run) -> list[Any]:
        """The script's answers. Raises NeedsClient, or what the client raises without a retry."""
        connection = self._connection()
        try:
            connection.send_packed_command(connection.pack_commands(map(self._command, runs)))
            answers = [connection.read_response() for _ in runs]
        except _FOR_THE_CLIENT as trouble:
            self._leave(connection)
            raise NeedsClient from trouble
        except BaseException:
            # A timeout has used up the time there was; a refusal would only be repeated; whatever
            # else it is, what is still unread would be taken for the next answer.
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
        connection.disconnect()
        self.leave()

    def leave(self) -> None:
        """Close the idle ones: whatever was found amiss, they lead to the same server."""
        while True:
            try:
                idle = self._idle.pop()
            except IndexError:  # asking first whether there is one would race with other threads
                return
            idle.disconnect()
