"""Live calls in this process's memory: for a call in the terminal, and for tests."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from ivr.call.facts import ENDED, META, SessionKey
from ivr.call.session import Session
from ivr.call.turn import Json
from ivr.errors import StoreUnavailable
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

_SILENT_MS = SILENT // timedelta(milliseconds=1)


class MemoryCalls:
    """As the live store keeps them. ``down`` makes it refuse everything."""

    def __init__(self) -> None:
        self._hashes: dict[str, dict[bytes, bytes]] = {}
        self._seen: dict[str, int] = {}
        self._later: dict[str, int] = {}
        self.down = False

    def commit(self, entry: TurnRecord) -> Committed:
        """As RedisCalls.commit, in the same order."""
        self._up()
        if entry.meta is None and entry.sid not in self._hashes:
            return Committed(False, entry.now, Session())
        hash_ = self._hashes.setdefault(entry.sid, {})
        turn, now = journal_field(entry).encode(), to_ms(entry.now)
        seen = hash_.get(turn, b"").decode().partition(" ")[0]
        fresh = not seen
        if fresh:
            hash_[turn] = f"{now} {entry.note}".encode()
            if entry.meta:
                hash_.setdefault(META.encode(), entry.meta.dump().encode())
            hash_.update((n.encode(), json.dumps(v).encode()) for n, v in entry.writes.items())
            if ENDED.encode() not in hash_:
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

    def mark(self, sid: str, name: SessionKey, value: Json) -> None:
        """Keep one more value of a call; nothing happens if there is none."""
        self._up()
        if sid in self._hashes:
            self._hashes[sid][name.encode()] = json.dumps(value).encode()

    def ended(self, sid: str, status: str, now: datetime) -> None:
        """The call is over, and due."""
        self.mark(sid, ENDED, status)
        if sid in self._hashes:
            self._seen[sid] = to_ms(now - SILENT)

    def forget(self, sid: str) -> None:
        """Drop it."""
        self._up()
        for kept in (self._hashes, self._seen, self._later):
            kept.pop(sid, None)

    def due(self, now: datetime, limit: int = AT_ONCE) -> list[str]:
        """The calls to be looked at, the longest overdue first."""
        self._up()
        since = {sid: seen + _SILENT_MS for sid, seen in self._seen.items()}
        for sid, moment in self._later.items():
            since[sid] = min(moment, since.get(sid, moment))
        due = [sid for sid, moment in since.items() if moment <= to_ms(now)]
        return sorted(due, key=since.__getitem__)[:limit]

    def put_by(self, sid: str, until: datetime) -> None:
        """A call was looked at, and is due again then."""
        self._up()
        self._later[sid] = to_ms(until)
        self._seen.pop(sid, None)

    def kept(self) -> list[str]:
        """Every call that is kept, in no order."""
        self._up()
        return list(self._seen.keys() | self._later.keys())

    def _up(self) -> None:
        if self.down:
            raise StoreUnavailable("the live store is switched off")
