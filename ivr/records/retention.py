"""Retention: what is older than a country keeps things is deleted, unless a hold is on it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from time import sleep
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Engine, Row, delete

from ivr.records.holds import HoldsInForce
from ivr.records.incidents import incident_of
from ivr.records.recordings import recordings_of, unwanted
from ivr.records.schema import calls, incidents
from ivr.records.transactions import write
from ivr.records.whole_calls import page, whole_calls

# So that a caller's ticket never waits for more than one batch.
_BREATH_SECONDS = 0.02


@dataclass(slots=True)
class Purged:
    """How much was deleted, and how much was not because a hold is on it."""

    incidents: int = 0
    calls: int = 0
    recordings: int = 0
    live: int = 0
    held: int = 0

    def counts(self) -> dict[str, int]:
        """By name; ``held`` is what was kept."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Expiry:
    """What is over: begun before a moment in one country, or in none of ``others_than``.

    A country that left the plan has no rule of its own, and must not be kept for ever.
    """

    before: datetime
    country: str | None = None
    others_than: Collection[str] = ()

    def of(self, country: Column[Any], begun: Column[Any]) -> ColumnElement[bool]:
        """As a condition on two columns."""
        here = country == self.country if self.country else country.not_in(self.others_than)
        return here & (begun < self.before)


def purge(engine: Engine, expiry: Expiry, holds: HoldsInForce, now: datetime) -> Purged:
    """Delete what is over, a few hundred rows at a time. Raises StoreUnavailable.

    What was deleted until then stays so; the rest is found the next time.
    """
    done = Purged()
    tickets = expiry.of(incidents.c.country, incidents.c.created_at)
    records = expiry.of(calls.c.country, calls.c.started_at)
    _in_batches(engine, incidents.c.id, tickets, partial(_purge_incidents, holds, now, done))
    _in_batches(engine, calls.c.call_sid, records, partial(_purge_calls, holds, done))
    return done


Purge = Callable[[Connection, list[Row[Any]]], None]


def _in_batches(
    engine: Engine, key: Column[Any], where: ColumnElement[bool], purge_these: Purge
) -> None:
    after: object = None

    def batch(connection: Connection) -> object:
        rows = page(key, where, after, connection)
        if not rows:
            return None
        purge_these(connection, rows)
        return rows[-1]._mapping[key]  # what is held is passed over, not met again

    while (after := write(engine, batch)) is not None:
        sleep(_BREATH_SECONDS)


def _purge_incidents(
    holds: HoldsInForce, now: datetime, done: Purged, connection: Connection, rows: list[Row[Any]]
) -> None:
    held = _held(connection, holds, (row.call_sid for row in rows))
    gone = [row for row in rows if row.call_sid not in held]
    urls = recordings_of(map(incident_of, gone))
    unwanted(connection, urls, now)
    connection.execute(delete(incidents).where(incidents.c.id.in_([row.id for row in gone])))
    done.incidents += len(gone)
    done.recordings += len(urls)
    done.held += len(rows) - len(gone)


def _purge_calls(
    holds: HoldsInForce, done: Purged, connection: Connection, rows: list[Row[Any]]
) -> None:
    held = _held(connection, holds, (row.call_sid for row in rows))
    gone = [row.call_sid for row in rows if row.call_sid not in held]
    connection.execute(delete(calls).where(calls.c.call_sid.in_(gone)))
    done.calls += len(gone)
    done.held += len(rows) - len(gone)


def _held(connection: Connection, holds: HoldsInForce, sids: Iterable[str]) -> set[str]:
    if not holds:
        return set()
    found = whole_calls(connection, set(sids))
    return {sid for sid, call in found.items() if holds.on(call)}
