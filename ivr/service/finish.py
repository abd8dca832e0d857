"""The end of a call: what was told is stored, one record remains, and the live session goes.

The carrier's status callback brings it about. Callbacks get lost, so a sweeper looks for calls that
have fallen silent; whatever could not be stored then is found again by it.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog

from ivr.call.facts import ENDED, LANGUAGE, OUTCOME, QUEUE_CHOSEN
from ivr.call.session import Meta, Session
from ivr.errors import StoreRefused, StoreUnavailable
from ivr.live.calls import SILENT, Calls, from_ms
from ivr.records import CallRecord, CallRecords, Incident, IncidentStore
from ivr.service.tickets import draft_of

_log = structlog.get_logger(__name__)
LOST = timedelta(hours=4)  # not heard of for so long it is over, whatever the carrier forgot to say
MOST_AT_ONCE = 3000  # then other chores have their turn; every 15 s that is 200 calls a second
_FIRST = datetime(1970, 1, 1, tzinfo=UTC)  # before all that is due
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
        self.calls.ended(sid, status, now)
        self._finish(sid, session, status, seconds, now)

    def sweep(self, now: datetime) -> int:
        """Store what silent calls have told; finish those that are over. Returns how many.

        The longest overdue come first. Ends early, without an error, if a store is away.
        """
        looked_at = done = 0
        while looked_at < MOST_AT_ONCE and (due := self.calls.due(now)):
            looked_at += len(due)
            for sid in due:
                try:
                    done += self._tried(sid, now)
                except StoreUnavailable as trouble:
                    _log.warning("sweep.put_off", waiting=len(due), reason=str(trouble))
                    with suppress(StoreUnavailable):
                        self.calls.put_by(sid, _FIRST)
                    return done
        return done

    def _tried(self, sid: str, now: datetime) -> bool:
        """One that cannot be stored must not keep back the others."""
        try:
            return self.look_at(sid, now)
        except StoreRefused as refused:
            _log.error("sweep.refused", call=sid, reason=str(refused))
        except StoreUnavailable:
            raise
        except Exception:
            _log.exception("sweep.failed", call=sid)
        return False

    def look_at(self, sid: str, now: datetime) -> bool:
        """Store what a call has told, and finish it if it is over. True if anything was stored.

        Raises StoreUnavailable if not all of it could be; then it is due again after a while.
        """
        # First of all, so that whatever is told while we look makes it due anew.
        self.calls.put_by(sid, now + SILENT)
        session = self.calls.read(sid)
        if session is None or session.meta is None:
            self.calls.forget(sid)
            return False
        heard = last_heard(session, session.meta)
        if session.text(ENDED) or now - heard >= LOST:
            self.close(sid, session, now)
            return True
        stored = self._store_forms(sid, session, now)
        self.calls.put_by(sid, heard + LOST)
        return bool(stored)

    def close(self, sid: str, session: Session, now: datetime) -> None:
        """Finish a call that is over though nobody has finished it. Raises StoreUnavailable."""
        self._finish(sid, session, session.text(ENDED) or "lost", None, now)

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


def last_heard(session: Session, meta: Meta) -> datetime:
    """When its last turn was taken."""
    if not session.journal:
        return meta.started
    return from_ms(int(session.journal[-1].split(" ", 3)[2]))


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
