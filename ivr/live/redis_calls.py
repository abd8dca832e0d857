"""Live calls in Redis or Valkey: one script, one round trip a turn.

A call's session is one hash; all calls of a slot share one sorted set of when each was last heard
of, so that a lost hang-up is found. Both keys carry the same hash tag, so on a cluster each script
touches one slot. Commands stay within Redis 7.0.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from ivr.call.facts import ENDED, SessionKey
from ivr.call.session import Session
from ivr.call.turn import Json
from ivr.errors import StoreRefused, StoreUnavailable
from ivr.guard.breaker import Breaker
from ivr.live.address import Client
from ivr.live.calls import Committed, TurnRecord, from_ms, journal_field, parse, to_ms
from ivr.live.connections import guarded
from ivr.live.script import Script
from ivr.live.write_behind import WriteBehind
from ivr.telemetry.metrics import LOST

COMMIT = Path(__file__).with_name("commit.lua").read_text("utf-8")
_SLOTS = 64
_KEEP_SECONDS = 24 * 3600
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
        """Keep one more value of a call that is still live."""
        with self._serving() as store:
            store.client.hset(_session_key(sid), name, json.dumps(value))

    def ended(self, sid: str, status: str) -> None:
        """The call is over; the sweeper sees it first until it is forgotten."""
        with self._serving() as store, store.client.pipeline(transaction=False) as pipe:
            pipe.hset(_session_key(sid), ENDED, json.dumps(status))
            pipe.expire(_session_key(sid), _KEEP_SECONDS)
            pipe.zadd(_live_key(sid), {sid: 0})
            pipe.execute()

    def forget(self, sid: str) -> None:
        """All that a call left is on record; drop it here."""
        with self._serving() as store, store.client.pipeline(transaction=False) as pipe:
            pipe.delete(_session_key(sid))
            pipe.zrem(_live_key(sid), sid)
            pipe.execute()

    def silent_since(self, moment: datetime, limit: int = 500) -> list[str]:
        """Calls not heard of since ``moment``, those that have ended first."""
        with self._serving() as store, store.client.pipeline(transaction=False) as pipe:
            for slot in range(_SLOTS):
                pipe.zrangebyscore(f"ivr:{{{slot}}}:live", 0, to_ms(moment), 0, limit)
            found = pipe.execute()
        return [sid.decode() for sids in found for sid in sids][:limit]

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
        _KEEP_SECONDS,
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
    return f"ivr:{{{_slot(sid)}}}:live"
