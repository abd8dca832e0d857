"""Incidents in SQL. A number that :meth:`Incidents.keep` returned is on disk and may be spoken."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, Select, select, update

from ivr.errors import StoreUnavailable
from ivr.records.incident import Draft, Incident, Status, created, in_utc, merged
from ivr.records.numbers import ticket_number
from ivr.records.schema import incidents
from ivr.records.transactions import read, write
from ivr.records.upsert import insert_once

_NAMES = tuple(field.name for field in fields(Incident))
COLUMNS = [incidents.c[name] for name in _NAMES]


class Incidents:
    """An IncidentStore over the records' engine; the schema must have been upgraded."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def keep(self, draft: Draft, status: Status, now: datetime) -> Incident:
        """See IncidentStore. One transaction, committed when it returns."""
        moment = in_utc(now)
        return write(self._engine, lambda connection: _kept(connection, draft, status, moment))

    def by_number(self, number: str) -> Incident | None:
        """See IncidentStore."""
        found = self._read(select(*COLUMNS).where(incidents.c.number == number))
        return found[0] if found else None

    def by_call(self, call_sid: str) -> list[Incident]:
        """See IncidentStore."""
        query = select(*COLUMNS).where(incidents.c.call_sid == call_sid)
        return self._read(query.order_by(incidents.c.id))

    def latest(
        self, limit: int = 50, queue: str | None = None, status: str | None = None
    ) -> list[Incident]:
        """See IncidentStore."""
        query = select(*COLUMNS).order_by(incidents.c.id.desc()).limit(limit)
        if queue is not None:
            query = query.where(incidents.c.queue == queue)
        if status is not None:
            query = query.where(incidents.c.status == status)
        return self._read(query)

    def _read(self, query: Select[Any]) -> list[Incident]:
        return read(
            self._engine, lambda connection: [incident_of(row) for row in connection.execute(query)]
        )


def _kept(connection: Connection, draft: Draft, status: Status, now: datetime) -> Incident:
    known = _locked(connection, draft)
    if known is None:
        fresh = _insert(connection, draft, status, now)
        if fresh is not None:
            return fresh
        known = _locked(connection, draft)
    if known is None:
        # Its row was erased between our insert and our look: nothing may be claimed.
        raise StoreUnavailable(f"The incident of call {draft.call_sid} was just erased")
    return _merge(connection, known, draft, status, now)


def _locked(connection: Connection, draft: Draft) -> Incident | None:
    query = select(*COLUMNS).where(
        incidents.c.call_sid == draft.call_sid, incidents.c.kind == draft.kind
    )
    row = connection.execute(query.with_for_update()).one_or_none()
    return incident_of(row) if row else None


def _insert(connection: Connection, draft: Draft, status: Status, now: datetime) -> Incident | None:
    """The new incident, or None if another process has just committed the same call and kind."""
    new = created(draft, number="", status=status, now=now)
    row = insert_once(connection, incidents, {**_values(new), "number": None}, incidents.c.id)
    if row is None:
        return None
    numbered = replace(new, number=ticket_number(row))
    connection.execute(
        update(incidents).where(incidents.c.id == row).values(number=numbered.number)
    )
    return numbered


def _merge(
    connection: Connection, known: Incident, draft: Draft, status: Status, now: datetime
) -> Incident:
    after = merged(known, draft, status, now)
    if after is not known:
        changed = update(incidents).where(incidents.c.number == known.number)
        connection.execute(changed.values(**_values(after)))
    return after


def incident_of(row: Row[Any]) -> Incident:
    """The incident in a row of ``COLUMNS``, whatever else the row holds."""
    return Incident(**{name: row._mapping[name] for name in _NAMES})


def _values(incident: Incident) -> dict[str, object]:
    return {name: getattr(incident, name) for name in _NAMES} | {"fields": dict(incident.fields)}
