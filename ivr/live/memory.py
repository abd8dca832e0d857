"""Live calls in this process's memory: for a call in the terminal, and for tests."""

from __future__ import annotations

import json
from datetime import datetime

from ivr.call.facts import ENDED, META, SessionKey
from ivr.call.session import Session
from ivr.call.turn import Json
from ivr.errors import StoreUnavailable
from ivr.live.calls import Committed, TurnRecord, from_ms, journal_field, parse, to_ms


class MemoryCalls:
    """As the live store keeps them. ``down`` makes it refuse everything."""

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
        """Keep one more value of a call that is still live."""
        self._up()
        self._hashes.setdefault(sid, {})[name.encode()] = json.dumps(value).encode()

    def ended(self, sid: str, status: str) -> None:
        """The call is over."""
        self.mark(sid, ENDED, status)
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
