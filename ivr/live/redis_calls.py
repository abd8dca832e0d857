"""Live calls in Redis or Valkey: one script, one round trip a turn.

A call's session is one hash; all calls of a slot share one sorted set of when each was last heard
of, so that a lost hang-up is found, and one of when those that were looked at are due again. All
keys of a call carry the same hash tag, so on a cluster each script touches one slot. Commands stay
within Redis 7.0.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, product
from pathlib import Path
from typing import Any

from ivr.call.facts import ENDED, SessionKey
from ivr.call.session import Session
from ivr.call.turn import Json
from ivr.errors import StoreRefused, StoreUnavailable
from ivr.guard.breaker import Breaker
from ivr.live.address import Client
from ivr.live.calls import (
    AT_ONCE,
    SILENT,
    Committed,
    TurnRecord,
    from_ms,
    journal_field,
    parse,
    to_ms,
)
from ivr.live.connections import guarded
from ivr.live.script import Script
from ivr.live.write_behind import WriteBehind
from ivr.telemetry.metrics import LOST

COMMIT = Path(__file__).with_name("commit.lua").read_text("utf-8")
_MARK = Path(__file__).with_name("mark.lua").read_text("utf-8")
_SLOTS = 64
_LIVE = "ivr:{{{}}}:live"  # when each call was last heard of
_LATER = "ivr:{{{}}}:later"  # when those that were looked at are due again
_NOTHING = Session()
_NO_CALL = -1
_as_json = json.JSONEncoder(ensure_ascii=False).encode  # json.dumps would make one each time


@dataclass(frozen=True, slots=True)
class _Store:
    client: Client
    script: Script


class RedisCalls:
    """Calls in Redis or Valkey.

    ``connect`` is called at the first use, and again until it succeeds: a cluster that does not
    answer yet must not keep a service from starting.
    """

    def __init__(self, connect: Callable[[], Client], breaker: Breaker) -> None:
        self._connect = connect
        self._breaker = breaker
        self._store: _Store | None = None
        self._behind = WriteBehind(self._write)

    def commit(self, entry: TurnRecord) -> Committed:
        """Take a turn, once."""
        command = commit_command(entry)
        with self._serving() as store:
            ((fresh, first, flat),) = store.script.run(command)
        session = parse(dict(zip(flat[::2], flat[1::2], strict=True))) if flat else _NOTHING
        return Committed(fresh == 1, from_ms(int(first)), session)

    def note(self, entry: TurnRecord) -> None:
        """Take a turn a few milliseconds later, together with others. Never waits, never fails."""
        self._behind.put(entry)

    def _write(self, entries: list[TurnRecord]) -> None:
        runs = [commit_command(entry) for entry in entries]
        with self._serving() as store:
            answers = store.script.run(*runs)
        LOST.inc(sum(fresh == _NO_CALL for fresh, *_ in answers))

    def read(self, sid: str) -> Session | None:
        """The session of a call, None if there is none."""
        self._behind.flush()
        with self._serving() as store:
            found: Any = store.client.hgetall(_session_key(sid))
        return parse(found) if found else None

    def mark(self, sid: str, name: SessionKey, value: Json) -> None:
        """Keep one more value of a call; nothing happens if there is none."""
        self._mark(sid, name, value, "")

    def ended(self, sid: str, status: str, now: datetime) -> None:
        """The call is over, and due."""
        self._mark(sid, ENDED, status, str(to_ms(now - SILENT)))

    def _mark(self, sid: str, name: SessionKey, value: Json, score: str) -> None:
        arguments = (_session_key(sid), _live_key(sid), sid, name, _as_json(value), score)
        with self._serving() as store:
            store.client.eval(_MARK, 2, *arguments)

    def forget(self, sid: str) -> None:
        """All that a call left is on record; drop it here."""
        with self._serving() as store, store.client.pipeline(transaction=False) as pipe:
            pipe.delete(_session_key(sid))
            pipe.zrem(_live_key(sid), sid)
            pipe.zrem(_later_key(sid), sid)
            pipe.execute()

    def due(self, now: datetime, limit: int = AT_ONCE) -> list[str]:
        """The calls to be looked at, the longest overdue first."""
        found: dict[bytes, float] = {}
        for since, key in ((now - SILENT, _LIVE), (now, _LATER)):
            for sid, score in self._scored(key, to_ms(since), limit):
                overdue = to_ms(since) - score
                found[sid] = max(overdue, found.get(sid, 0))
        return [sid.decode() for sid in sorted(found, key=found.__getitem__, reverse=True)][:limit]

    def _scored(self, key: str, most: int, limit: int) -> Iterator[tuple[bytes, float]]:
        """The members of all slots with their scores, as many of each as may be wanted."""
        with self._serving() as store, store.client.pipeline(transaction=False) as pipe:
            for slot in range(_SLOTS):
                pipe.zrangebyscore(key.format(slot), "-inf", most, 0, limit, withscores=True)
            answers = pipe.execute()
        return chain.from_iterable(answers)

    def put_by(self, sid: str, until: datetime) -> None:
        """A call was looked at, and is due again then."""
        with self._serving() as store, store.client.pipeline(transaction=False) as pipe:
            # In this order: whoever dies in between leaves a call that is found twice, not never.
            pipe.zadd(_later_key(sid), {sid: to_ms(until)})
            pipe.zrem(_live_key(sid), sid)
            pipe.execute()

    def kept(self) -> list[str]:
        """Every call that is kept, in no order."""
        with self._serving() as store, store.client.pipeline(transaction=False) as pipe:
            for key, slot in product((_LIVE, _LATER), range(_SLOTS)):
                pipe.zrange(key.format(slot), 0, -1)
            answers = pipe.execute()
        return [sid.decode() for sid in set(chain.from_iterable(answers))]

    @contextmanager
    def _serving(self) -> Iterator[_Store]:
        try:
            with (
                self._breaker.before("the live store"),
                guarded(self._store.client if self._store else None),
            ):
                yield self._store or self._connected()
        except StoreRefused:
            raise
        except StoreUnavailable:
            if self._store:
                self._store.script.leave()
            raise

    def _connected(self) -> _Store:
        client = self._connect()
        self._store = _Store(client, Script(client, COMMIT))
        return self._store


def commit_command(entry: TurnRecord) -> tuple[list[str], list[str | int]]:
    """The keys and arguments that ``COMMIT`` takes for an entry."""
    return [_session_key(entry.sid), _live_key(entry.sid)], _arguments(entry)


def _arguments(entry: TurnRecord) -> list[str | int]:
    flat: list[str | int] = [
        entry.sid,
        journal_field(entry),
        to_ms(entry.now),
        entry.note,
        entry.meta.dump() if entry.meta else "",
        int(entry.want),
    ]
    for name, value in entry.writes.items():
        flat += [name, _as_json(value)]
    return flat


def _slot(sid: str) -> int:
    return zlib.crc32(sid.encode()) % _SLOTS


def _session_key(sid: str) -> str:
    return f"ivr:{{{_slot(sid)}}}:call:{sid}"


def _live_key(sid: str) -> str:
    return _LIVE.format(_slot(sid))


def _later_key(sid: str) -> str:
    return _LATER.format(_slot(sid))
