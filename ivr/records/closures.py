"""Desks that were closed by hand, in SQL: known to every machine, and after every restart.

What is over stays as a record of it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Row,
    and_,
    delete,
    insert,
    or_,
    select,
    update,
)

from ivr.records.database import available, reading
from ivr.records.schema import closures
from routing.model import Closure

_COLUMNS = [
    closures.c[name] for name in ("queue", "country", "reason", "begins_at", "ends_at", "opened_at")
]


class ClosureRecords:
    """The closures made by hand; the schema must have been upgraded.

    All methods raise StoreUnavailable on any trouble of the database.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._reader = reading(engine)

    def close(self, made: Sequence[Closure]) -> None:
        """Store closures, each in the place of what closes its queue in its country till then."""
        with available(), self._engine.begin() as connection:
            for closure in made:
                for queue, country in _pairs(closure):
                    _end(connection, queue, [country], closure.begins)
                    connection.execute(insert(closures), _row(closure, queue, country))

    def reopen(self, queue: str, countries: Collection[str], at: datetime) -> list[Closure]:
        """End what closes a queue in these countries at a moment; returns what that was."""
        with available(), self._engine.begin() as connection:
            return _end(connection, queue, countries, at)

    def since(self, moment: datetime) -> tuple[Closure, ...]:
        """The closures that were not over at a moment, the newest first."""
        query = select(*_COLUMNS).where(_not_over(moment)).order_by(closures.c.id.desc())
        with available(), self._reader.begin() as connection:
            return tuple(_closure(row) for row in connection.execute(query))


def _end(
    connection: Connection, queue: str, countries: Collection[str], at: datetime
) -> list[Closure]:
    """Cut off what is under way; what has not begun never was."""
    mine = closures.c.queue == queue, closures.c.country.in_(countries), _not_over(at)
    found = connection.execute(select(*_COLUMNS).where(*mine).with_for_update())
    ended = [_closure(row) for row in found]
    connection.execute(delete(closures).where(*mine, closures.c.begins_at >= at))
    connection.execute(update(closures).where(*mine), {"opened_at": at})
    return ended


def _not_over(moment: datetime) -> ColumnElement[bool]:
    ends = (closures.c.ends_at, closures.c.opened_at)
    return and_(*(or_(end.is_(None), end > moment) for end in ends))


def _pairs(closure: Closure) -> list[tuple[str, str]]:
    return [
        (queue, country)
        for queue in sorted(closure.queues)
        for country in sorted(closure.countries or ())
    ]


def _row(closure: Closure, queue: str, country: str) -> dict[str, object]:
    return {
        "queue": queue,
        "country": country,
        "reason": closure.reason,
        "begins_at": closure.begins,
        "ends_at": closure.ends,
    }


def _closure(row: Row[Any]) -> Closure:
    return Closure(
        queues=frozenset({row.queue}),
        begins=row.begins_at,
        ends=row.ends_at,
        reason=row.reason,
        countries=frozenset({row.country}),
        opened=row.opened_at,
    )
