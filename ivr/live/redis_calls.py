"""Live call state: one script, one round trip a turn.

A call's session is one hash; all calls of a slot share one sorted set of when each was last heard
of, so that a lost hang-up is found. Both keys carry the same hash tag, so on a cluster each script
touches one slot. Commands stay within Redis 7.0.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Any, Protocol

import redis

from ivr.call.session import Meta, Session, load_meta
from ivr.call.turn import Json
from ivr.errors import StoreUnavailable
from ivr.live.breaker import Breaker
from ivr.live.connections import guarded
from ivr.live.pinned import NeedsClient, PinnedConnections, Run
from ivr.live.write_behind import WriteBehind
from ivr.telemetry.metrics import LOST

_SLOTS = 64
_KEEP_SECONDS = 24 * 3600
_JOURNAL = "t:"
_NOTHING = Session()
_NO_CALL = -1
_as_json = json.JSONEncoder(ensure_ascii=False).encode  # json.dumps would make one each time
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)

# KEYS  session, live set   ARGV  sid, turn, now (ms), note, meta, ttl, want, name, value, name …
# A turn already taken with the same input changes nothing and gives its first moment back. The same
# turn with other input is another line: a queue's wait and its end answer one document.
# Without meta nothing is written of a call that is not there: once over it must not come back.
COMMIT = """
if ARGV[5] == '' and redis.call('EXISTS', KEYS[1]) == 0 then return {-1, ARGV[3], {}} end
local seen = redis.call('HGET', KEYS[1], ARGV[2])
local first = seen and string.match(seen, '^%d+') or ARGV[3]
if not seen then
  local fields = {ARGV[2], ARGV[3] .. ' ' .. ARGV[4]}
  for i = 8, #ARGV do fields[#fields + 1] = ARGV[i] end
  redis.call('HSET', KEYS[1], unpack(fields))
  if ARGV[5] ~= '' then redis.call('HSETNX', KEYS[1], 'meta', ARGV[5]) end
  redis.call('EXPIRE', KEYS[1], ARGV[6])
  if redis.call('HEXISTS', KEYS[1], 'ended') == 0 then
    redis.call('ZADD', KEYS[2], 'GT', ARGV[3], ARGV[1])
  end
end
local session = ARGV[7] == '1' and redis.call('HGETALL', KEYS[1]) or {}
return {seen and 0 or 1, first, session}
"""


@dataclass(frozen=True, slots=True)
class TurnRecord:
    """One turn to be committed. ``digest`` tells its input apart from another's.

    Without ``meta`` it is dropped unless the call is known.
    """

    sid: str
    turn: str
    digest: str
    now: datetime
    note: str
    meta: Meta | None
    writes: Mapping[str, Json] = field(default_factory=dict)
    want: bool = False


@dataclass(frozen=True, slots=True)
class Committed:
    """``first`` is when this turn was taken first; ``session`` is filled if it was wanted."""

    fresh: bool
    first: datetime
    session: Session


class Calls(Protocol):
    """Where live calls are kept. All but ``note`` raise StoreUnavailable when they cannot."""

    def commit(self, entry: TurnRecord) -> Committed: ...
    def note(self, entry: TurnRecord) -> None: ...
    def read(self, sid: str) -> Session | None: ...
    def mark(self, sid: str, name: str, value: Json) -> None: ...
    def ended(self, sid: str, status: str) -> None: ...
    def forget(self, sid: str) -> None: ...
    def silent_since(self, moment: datetime, limit: int = 500) -> list[str]: ...


class RedisCalls:
    """Calls in Redis or Valkey."""

    def __init__(self, client: redis.Redis, breaker: Breaker) -> None:
        self._redis = client
        self._breaker = breaker
        self._commit = client.register_script(COMMIT)
        self._lane = PinnedConnections(client, str(self._commit.sha))
        self._behind = WriteBehind(self._write)

    def commit(self, entry: TurnRecord) -> Committed:
        """Take a turn, once."""
        keys, arguments = commit_command(entry)
        with self._guarded():
            try:
                ((fresh, first, flat),) = self._lane.run((keys, arguments))
            except NeedsClient:  # running it again is harmless, that is what a turn's digest is for
                fresh, first, flat = self._commit(keys=keys, args=arguments)
        session = parse(dict(zip(flat[::2], flat[1::2], strict=True))) if flat else _NOTHING
        return Committed(fresh == 1, from_ms(int(first)), session)

    def note(self, entry: TurnRecord) -> None:
        """Take a turn a few milliseconds later, together with others. Never waits, never fails."""
        self._behind.put(entry)

    def _write(self, entries: list[TurnRecord]) -> None:
        runs = [commit_command(entry) for entry in entries]
        with self._guarded():
            try:
                answers = self._lane.run(*runs)
            except NeedsClient:
                answers = self._once_more(runs)
        LOST.inc(sum(fresh == _NO_CALL for fresh, *_ in answers))

    def _once_more(self, runs: Sequence[Run]) -> list[Any]:
        (keys, arguments), *others = runs
        first = self._commit(keys=keys, args=arguments)  # the client's own way loads the script
        try:
            return [first, *(self._lane.run(*others) if others else ())]
        except NeedsClient as trouble:
            raise StoreUnavailable("the live store broke the connection twice") from trouble

    def read(self, sid: str) -> Session | None:
        """The session of a call, None if there is none."""
        self._behind.flush()
        with self._guarded():
            found: Any = self._redis.hgetall(_session_key(sid))
        return parse(found) if found else None

    def mark(self, sid: str, name: str, value: Json) -> None:
        """Keep one more value of a call that is still live."""
        with self._guarded():
            self._redis.hset(_session_key(sid), name, json.dumps(value))

    def ended(self, sid: str, status: str) -> None:
        """The call is over; the sweeper sees it first until it is forgotten."""
        with self._guarded(), self._redis.pipeline(transaction=False) as pipe:
            pipe.hset(_session_key(sid), "ended", json.dumps(status))
            pipe.expire(_session_key(sid), _KEEP_SECONDS)
            pipe.zadd(_live_key(sid), {sid: 0})
            pipe.execute()

    def forget(self, sid: str) -> None:
        """All that a call left is on record; drop it here."""
        with self._guarded(), self._redis.pipeline(transaction=False) as pipe:
            pipe.delete(_session_key(sid))
            pipe.zrem(_live_key(sid), sid)
            pipe.execute()

    def silent_since(self, moment: datetime, limit: int = 500) -> list[str]:
        """Calls not heard of since ``moment``, those that have ended first."""
        with self._guarded(), self._redis.pipeline(transaction=False) as pipe:
            for slot in range(_SLOTS):
                pipe.zrangebyscore(f"ivr:{{{slot}}}:live", 0, to_ms(moment), 0, limit)
            found = pipe.execute()
        return [sid.decode() for sids in found for sid in sids][:limit]

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        if not self._breaker.allows(monotonic()):
            raise StoreUnavailable("the live store did not answer lately; it is tried again soon")
        try:
            with guarded(self._redis):
                yield
        except StoreUnavailable:
            self._breaker.failed(monotonic())
            raise
        self._breaker.succeeded()


def commit_command(entry: TurnRecord) -> tuple[list[str], list[str | int]]:
    """The keys and arguments that ``COMMIT`` takes for an entry."""
    return [_session_key(entry.sid), _live_key(entry.sid)], _arguments(entry)


def _arguments(entry: TurnRecord) -> list[str | int]:
    flat: list[str | int] = [
        entry.sid,
        _turn_name(entry),
        to_ms(entry.now),
        entry.note,
        entry.meta.dump() if entry.meta else "",
        _KEEP_SECONDS,
        int(entry.want),
    ]
    for name, value in entry.writes.items():
        flat += [name, _as_json(value)]
    return flat


def parse(found: Mapping[bytes, bytes]) -> Session:
    """A session from its hash."""
    text = {name.decode(): value.decode() for name, value in found.items()}
    meta = text.pop("meta", None)
    names = [name for name in text if name.startswith(_JOURNAL)]
    taken = sorted((_taken(name, text.pop(name)) for name in names), key=_order)
    journal = tuple(f"{turn} {digest} {at} {note}" for turn, digest, at, note in taken)
    values = {name: json.loads(value) for name, value in text.items()}
    return Session(values, load_meta(meta) if meta else None, journal)


def _turn_name(entry: TurnRecord) -> str:
    return f"{_JOURNAL}{entry.turn}:{entry.digest}"


def _taken(name: str, value: str) -> tuple[str, str, str, str]:
    """Turn, digest, moment and note of a line of the journal."""
    turn, _, digest = name.removeprefix(_JOURNAL).partition(":")
    if not digest:  # as calls that were live before an upgrade have it
        digest, _, value = value.partition(" ")
    at, _, note = value.partition(" ")
    return turn, digest, at, note


def _order(line: tuple[str, str, str, str]) -> tuple[int, int, str]:
    turn, digest, at, _ = line
    return int(at), int(turn), digest


def _slot(sid: str) -> int:
    return zlib.crc32(sid.encode()) % _SLOTS


def _session_key(sid: str) -> str:
    return f"ivr:{{{_slot(sid)}}}:call:{sid}"


def _live_key(sid: str) -> str:
    return f"ivr:{{{_slot(sid)}}}:live"


def to_ms(moment: datetime) -> int:
    """Milliseconds since 1970, as scores are kept."""
    return (moment - _EPOCH) // _MILLISECOND


def from_ms(milliseconds: int) -> datetime:
    """The moment of a score."""
    return _EPOCH + milliseconds * _MILLISECOND


def to_milliseconds(moment: datetime) -> datetime:
    """The moment without what a score cannot hold."""
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


class MemoryCalls:
    """The same in this process's memory: for a call in the terminal, and for tests."""

    def __init__(self) -> None:
        self._hashes: dict[str, dict[bytes, bytes]] = {}
        self._seen: dict[str, int] = {}
        self.down = False

    def commit(self, entry: TurnRecord) -> Committed:
        """As RedisCalls.commit, in the same order."""
        self._up()
        if entry.meta is None and entry.sid not in self._hashes:
            return Committed(False, entry.now, Session())
        hash_ = self._hashes.setdefault(entry.sid, {})
        turn, now = _turn_name(entry).encode(), to_ms(entry.now)
        seen = hash_.get(turn, b"").decode().partition(" ")[0]
        fresh = not seen
        if fresh:
            hash_[turn] = f"{now} {entry.note}".encode()
            if entry.meta:
                hash_.setdefault(b"meta", entry.meta.dump().encode())
            hash_.update((n.encode(), json.dumps(v).encode()) for n, v in entry.writes.items())
            if b"ended" not in hash_:
                self._seen[entry.sid] = max(now, self._seen.get(entry.sid, 0))
        session = parse(hash_) if entry.want else Session()
        return Committed(fresh, from_ms(now if fresh else int(seen)), session)

    def note(self, entry: TurnRecord) -> None:
        """As ``commit``; lost while this is down."""
        if not self.down:
            self.commit(entry)

    def read(self, sid: str) -> Session | None:
        """The session of a call, None if there is none."""
        self._up()
        return parse(self._hashes[sid]) if sid in self._hashes else None

    def mark(self, sid: str, name: str, value: Json) -> None:
        """Keep one more value of a call that is still live."""
        self._up()
        self._hashes.setdefault(sid, {})[name.encode()] = json.dumps(value).encode()

    def ended(self, sid: str, status: str) -> None:
        """The call is over."""
        self.mark(sid, "ended", status)
        self._seen[sid] = 0

    def forget(self, sid: str) -> None:
        """Drop it."""
        self._up()
        self._hashes.pop(sid, None)
        self._seen.pop(sid, None)

    def silent_since(self, moment: datetime, limit: int = 500) -> list[str]:
        """Calls not heard of since ``moment``."""
        self._up()
        late = [sid for sid, seen in self._seen.items() if seen <= to_ms(moment)]
        return sorted(late, key=self._seen.__getitem__)[:limit]

    def _up(self) -> None:
        if self.down:
            raise StoreUnavailable("the live store is switched off")
