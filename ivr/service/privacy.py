"""What is known of one subscriber, wherever it is kept: shown to him, or erased."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

import structlog
from sqlalchemy import Engine

from ivr.call.facts import ENDED
from ivr.call.session import Session
from ivr.call.subscriber import Subscriber
from ivr.errors import StoreRefused
from ivr.live.calls import SILENT, Calls
from ivr.records.database import sweep_deleted
from ivr.records.erasure import Mention, OnRecord, erase_call, erase_mention, on_record
from ivr.records.holds import Hold, Holds
from ivr.records.whole_calls import WholeCall
from ivr.service.finish import Finisher, last_heard

_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Erased:
    """What an erasure has removed, and what it has left and why.

    ``under_way`` are calls that go on: nothing of them was touched. ``unreadable`` are calls of the
    live store that nobody can tell whose they are.
    """

    calls: list[WholeCall] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    held: list[tuple[WholeCall, Hold]] = field(default_factory=list)
    recordings: list[str] = field(default_factory=list)
    under_way: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """Whether nothing was left anywhere."""
        return not (self.held or self.recordings or self.under_way or self.unreadable)


@dataclass(frozen=True, slots=True)
class Known:
    """All that is known of a subscriber. ``live`` are calls not yet on record, by CallSid."""

    on_record: OnRecord
    live: dict[str, Session]
    holds: list[Hold]


@dataclass(frozen=True, slots=True)
class PersonalRecords:
    """Finds and erases what is personal, in the live store and in the records."""

    engine: Engine
    calls: Calls
    finisher: Finisher

    def known(self, who: Subscriber) -> Known:
        """All of it. Raises StoreUnavailable if a store is away."""
        live = dict(self._live(who, []))
        holds = [hold for hold in Holds(self.engine).all() if hold.value in who.spellings]
        return Known(on_record(self.engine, who), live, holds)

    def erase(self, who: Subscriber, now: datetime) -> Erased:
        """Erase all that may be erased.

        Raises StoreUnavailable if a store is away; what was erased until then stays so.
        """
        done = Erased()
        self._settle(who, now, done)
        holds = Holds(self.engine).in_force(now)
        found = on_record(self.engine, who)
        for call in found.calls:
            if call.call_sid in done.under_way:
                continue  # he may hear his ticket's number again: it must stay the same
            if hold := holds.on(call):
                done.held.append((call, hold))
                continue
            done.recordings += erase_call(self.engine, call, who, now)
            done.calls.append(call)
        for mention in found.mentions:
            self._erase_mention(mention, now, done)
        sweep_deleted(self.engine)
        _log.info("privacy.erased", calls=len(done.calls), held=len(done.held))
        return done

    def _erase_mention(self, mention: Mention, now: datetime, done: Erased) -> None:
        incident = mention.incident
        if incident.call_sid in done.under_way:
            return
        call = WholeCall(incident.call_sid, [incident])
        if hold := Holds(self.engine).in_force(now).on(call):
            done.held.append((call, hold))
            return
        erase_mention(self.engine, mention, now)
        done.mentions.append(mention)

    def _settle(self, who: Subscriber, now: datetime, done: Erased) -> None:
        """Bring calls that are over on record, so that one way erases all."""
        for sid, session in self._live(who, done.unreadable):
            meta = session.meta
            silent = meta is None or now - last_heard(session, meta) >= SILENT
            if session.text(ENDED) or silent:
                self.finisher.close(sid, session, now)
            else:
                done.under_way.append(sid)

    def _live(self, who: Subscriber, unreadable: list[str]) -> Iterator[tuple[str, Session]]:
        for sid in self.calls.kept():
            try:
                session = self.calls.read(sid)
            except StoreRefused:
                unreadable.append(sid)
                continue
            if session is not None and _concerns(session, who):
                yield sid, session


def _concerns(session: Session, who: Subscriber) -> bool:
    caller = session.meta.ani if session.meta else None
    return who.has(caller) or who.mentioned_in(dict(session.values))
