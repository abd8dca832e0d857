"""From the live session to a ticket: what a form has been told, ready to be stored."""

from __future__ import annotations

from datetime import datetime

import structlog

from ivr.call.events import Event, TicketFailed, TicketOpened
from ivr.call.facts import LANGUAGE, QUEUE_CHOSEN, SERVICE
from ivr.call.session import Session
from ivr.call.turn import OpenTicket
from ivr.errors import StoreUnavailable
from ivr.records import Draft, IncidentStore

_log = structlog.get_logger(__name__)


def open_ticket(
    tickets: IncidentStore, sid: str, query: OpenTicket, session: Session, now: datetime
) -> Event:
    """Store the form, if it was told anything, and tell what came of it."""
    if query.kind not in dict(session.forms()):
        return TicketOpened(None)
    draft = draft_of(sid, query.kind, session)
    if draft is None:
        return TicketFailed()
    try:
        incident = tickets.keep(draft, query.status, now)
    except StoreUnavailable as trouble:
        _log.error("turn.ticket_failed", reason=str(trouble))
        return TicketFailed()
    return TicketOpened(incident.number)


def draft_of(sid: str, kind: str, session: Session) -> Draft | None:
    """What a form has been told, ready to be stored; None without knowing who called."""
    if session.meta is None:
        return None
    return Draft(
        call_sid=sid,
        kind=kind,
        queue=session.text(QUEUE_CHOSEN),
        country=session.meta.country,
        language=session.text(LANGUAGE) or "",
        caller=session.meta.ani,
        dnis=session.meta.dnis,
        plan=session.meta.plan,
        service=session.text(SERVICE),
        fields=session.answers(kind),
    )
