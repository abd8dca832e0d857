"""Live calls in the store, written as a worker writes them, only many at a time."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from benchmark.ground import Store
from benchmark.load import BadAnswer
from benchmark.wire import CALLER, DIALLED, call_sid
from ivr.call.session import Meta, Session
from ivr.guard.breaker import Breaker
from ivr.live import redis_calls as calls
from ivr.live.calls import TurnRecord
from ivr.live.redis_calls import RedisCalls

_AT_ONCE = 2000
_PLAN = "0" * 12


def fill(store: Store, count: int, told: Callable[[int], None]) -> float:
    """Add ``count`` calls that have been greeted and have pressed one key.

    ``told`` hears how many there are so far. Returns bytes of the store's memory per call.
    """
    before = _memory(store)
    script = store.client.script_load(calls.COMMIT)
    for first in range(0, count, _AT_ONCE):
        with store.client.pipeline(transaction=False) as pipe:
            for number in range(first, min(first + _AT_ONCE, count)):
                for entry in _turns(call_sid("live", number)):
                    keys, arguments = calls.commit_command(entry)
                    pipe.evalsha(script, len(keys), *keys, *arguments)
            pipe.execute()
        told(min(first + _AT_ONCE, count))
    _settle(store)
    return (_memory(store) - before) / max(count, 1)


def all_noted(store: Store, sids: Sequence[str], turns: int) -> None:
    """Menu turns are written after their answers: see that none is missing a second later.

    Raises BadAnswer if a call's journal is shorter than ``turns``.
    """
    known = RedisCalls(lambda: store.client, Breaker())
    deadline = time.monotonic() + 1
    for sid in sids:
        while len((known.read(sid) or Session()).journal) < turns:
            if time.monotonic() > deadline:
                raise BadAnswer(f"the journal of {sid} lacks a turn that was answered")
            time.sleep(0.01)


def _turns(sid: str) -> tuple[TurnRecord, TurnRecord]:
    now = datetime.now(UTC)
    meta = Meta(DIALLED, CALLER, "AR", _PLAN, now)
    began = TurnRecord(sid, "0", "0" * 16, now, "queue Answered", meta, {"language": "es-AR"})
    choice = {"service": "data-voice-internet", "queue": "data"}
    return began, TurnRecord(sid, "1", "1" * 16, now, "service-assurance keys 1", meta, choice)


def _settle(store: Store) -> None:
    """Let the store rewrite its log now, not in the middle of a measurement."""
    client: Any = store.client
    client.bgrewriteaof()
    while client.info("persistence")["aof_rewrite_in_progress"]:
        time.sleep(0.1)


def _memory(store: Store) -> int:
    client: Any = store.client
    return int(client.info("memory")["used_memory"])
