"""The end of a call: what was told is stored, one record remains, and the live session goes.

The carrier's status callback brings it about. Callbacks get lost, so a sweeper looks for calls that
have fallen silent; whatever could not be stored then is found again by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from ivr.call.facts import ENDED, LANGUAGE, OUTCOME, QUEUE_CHOSEN, SWEPT, YES
from ivr.call.session import Session
from ivr.errors import StoreUnavailable
from ivr.live.calls import Calls
from ivr.records import CallRecord, CallRecords, Incident, IncidentStore
from ivr.service.tickets import draft_of

_log = structlog.get_logger(__name__)
SILENT = timedelta(minutes=10)  # then what was told is stored, though the call may go on
LOST = timedelta(hours=4)  # then it is over, whatever the carrier forgot to say
TERMINAL = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})


@dataclass(frozen=True, slots=True)
class Finisher:
    """Moves what a call has told from the live session into the records."""

    calls: Calls
    tickets: IncidentStore
    records: CallRecords | None

    def over(self, sid: str, status: str, seconds: int | None, now: datetime) -> None:
        """The carrier says that the call has ended. Once or ten times is the same."""
        session = self.calls.read(sid)
        if session is None or session.meta is None:
            return
        self.calls.ended(sid, status)
        self._finish(sid, session, status, seconds, now)

    def sweep(self, now: datetime) -> int:
        """Store what silent calls have told; finish those that are over. Returns how many."""
        done = 0
        for sid in self.calls.silent_since(now - SILENT):
            try:
                done += self._swept(sid, self.calls.read(sid), now)
            except StoreUnavailable as trouble:
                _log.warning("sweep.put_off", call=sid, reason=str(trouble))
        return done

    def _swept(self, sid: str, session: Session | None, now: datetime) -> bool:
        if session is None or session.meta is None:
            self.calls.forget(sid)
            return False
        ended = session.text(ENDED)
        if ended or now - session.meta.started > LOST:
            self._finish(sid, session, ended or "lost", None, now)
            return True
        if session.text(SWEPT):
            return False
        self._store_forms(sid, session, now)
        self.calls.mark(sid, SWEPT, YES)
        return True

    def _finish(
        self, sid: str, session: Session, status: str, seconds: int | None, now: datetime
    ) -> None:
        tickets = self._store_forms(sid, session, now)
        if self.records and session.meta:
            self.records.finish(_record(sid, session, status, seconds, now, tickets))
        self.calls.forget(sid)
        _log.info("call.over", status=status, outcome=session.text(OUTCOME), seconds=seconds)

    def _store_forms(self, sid: str, session: Session, now: datetime) -> list[Incident]:
        stored = []
        for kind, status in session.forms():
            draft = draft_of(sid, kind, session)
            if draft:
                stored.append(self.tickets.keep(draft, status, now))
        return stored


def _record(
    sid: str,
    session: Session,
    status: str,
    seconds: int | None,
    now: datetime,
    tickets: list[Incident],
) -> CallRecord:
    meta = session.meta
    assert meta is not None  # noqa: S101 - the caller looked
    return CallRecord(
        call_sid=sid,
        country=meta.country,
        dnis=meta.dnis,
        caller=meta.ani,
        language=session.text(LANGUAGE) or "",
        plan=meta.plan,
        started_at=meta.started,
        ended_at=now,
        seconds=seconds,
        outcome=session.text(OUTCOME) or ("lost" if status == "lost" else "hangup"),
        queue=session.text(QUEUE_CHOSEN),
        incident=tickets[-1].number if tickets else None,
        journal=tuple({"turn": line} for line in session.journal),
    )
