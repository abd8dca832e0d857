"""Call records in SQL: one row per call, however often and in whatever order its end is told."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from sqlalchemy import Connection, Engine, Row, Select, select, update

from ivr.records.record import CallRecord, settled
from ivr.records.schema import calls
from ivr.records.transactions import read, write
from ivr.records.upsert import insert_once

COLUMNS = [calls.c[field.name] for field in fields(CallRecord)]


class CallRecords:
    """The calls that were; the schema must have been upgraded."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def finish(self, record: CallRecord) -> CallRecord:
        """Store ``record``, or settle it with what is stored; returns what is kept.

        Committed when it returns. Duplicates and disorder are harmless: an end that is known stays
        known. Raises StoreUnavailable on any trouble of the database.
        """
        return write(self._engine, lambda connection: _finished(connection, record))

    def get(self, call_sid: str) -> CallRecord | None:
        """The record of one call."""
        found = self._read(select(*COLUMNS).where(calls.c.call_sid == call_sid))
        return found[0] if found else None

    def latest(self, limit: int = 50) -> list[CallRecord]:
        """The calls that began last, newest first."""
        return self._read(select(*COLUMNS).order_by(calls.c.started_at.desc()).limit(limit))

    def _read(self, query: Select[Any]) -> list[CallRecord]:
        return read(
            self._engine, lambda connection: [record_of(row) for row in connection.execute(query)]
        )


def _finished(connection: Connection, record: CallRecord) -> CallRecord:
    if insert_once(connection, calls, _values(record), calls.c.call_sid) is not None:
        return record
    known = _locked(connection, record.call_sid)
    kept = settled(known, record)
    if kept != known:
        changed = update(calls).where(calls.c.call_sid == record.call_sid)
        connection.execute(changed, _values(kept))
    return kept


def _locked(connection: Connection, call_sid: str) -> CallRecord:
    query = select(*COLUMNS).where(calls.c.call_sid == call_sid).with_for_update()
    return record_of(connection.execute(query).one())


def record_of(row: Row[Any]) -> CallRecord:
    """The record in a row of ``COLUMNS``."""
    values = dict(row._mapping)
    return CallRecord(**{**values, "journal": tuple(values["journal"])})


def _values(record: CallRecord) -> dict[str, object]:
    values = {field.name: getattr(record, field.name) for field in fields(CallRecord)}
    return {**values, "journal": [dict(entry) for entry in record.journal]}
