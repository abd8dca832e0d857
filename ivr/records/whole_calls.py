"""All that is on record of a call: its tickets, and the record of the call itself."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Engine, Row, select, true

from ivr.records.calls import record_of
from ivr.records.incident import Incident
from ivr.records.incidents import incident_of
from ivr.records.record import CallRecord
from ivr.records.schema import calls, incidents
from ivr.records.transactions import read

AT_ONCE = 500


@dataclass(slots=True)
class WholeCall:
    """One call. ``record`` is None as long as it is not over."""

    call_sid: str
    incidents: list[Incident] = field(default_factory=list)
    record: CallRecord | None = None

    @property
    def began(self) -> datetime:
        """When the first of it was put on record, or the call began."""
        moments = [incident.created_at for incident in self.incidents]
        return min(moments + ([self.record.started_at] if self.record else []))


def whole_calls(connection: Connection, sids: Collection[str]) -> dict[str, WholeCall]:
    """All that is on record of some calls, by their CallSid."""
    found = {sid: WholeCall(sid) for sid in sids}
    tickets = select(incidents).where(incidents.c.call_sid.in_(sids)).order_by(incidents.c.id)
    for row in connection.execute(tickets):
        found[row.call_sid].incidents.append(incident_of(row))
    for row in connection.execute(select(calls).where(calls.c.call_sid.in_(sids))):
        found[row.call_sid].record = record_of(row)
    return found


def page(
    key: Column[Any], where: ColumnElement[bool], after: object, connection: Connection
) -> list[Row[Any]]:
    """The next few hundred rows of a table after a value of ``key``, in its order."""
    query = select(key.table).where(where).order_by(key).limit(AT_ONCE)
    return list(connection.execute(query if after is None else query.where(key > after)))


def every(
    engine: Engine, key: Column[Any], where: ColumnElement[bool] | None = None
) -> Iterator[Row[Any]]:
    """Every row of a table, a few hundred in each transaction. Raises StoreUnavailable."""
    after: object = None
    while rows := read(engine, partial(page, key, true() if where is None else where, after)):
        yield from rows
        after = rows[-1]._mapping[key]
