"""Work that is done once a night, by whichever machine and process comes first."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import Connection, Engine, or_, select, update

from ivr.records.schema import nightly_work
from ivr.records.transactions import read, write
from ivr.records.upsert import insert_once

ABANDONED = timedelta(hours=1)  # then who began it is taken for dead, and another begins anew


class NightlyWork:
    """Which night each piece of work was last done for."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def begin(self, name: str, night: date, now: datetime) -> bool:
        """True to one only: who is to do it. Raises StoreUnavailable."""
        table = nightly_work
        free = or_(table.c.begun_at.is_(None), table.c.begun_at < now - ABANDONED)
        open_ = or_(table.c.night.is_(None), table.c.night < night)
        mine = update(table).where(table.c.name == name, open_, free).values(begun_at=now)

        def claim(connection: Connection) -> bool:
            insert_once(connection, table, {"name": name}, table.c.name)
            return connection.execute(mine).rowcount == 1

        return write(self._engine, claim)

    def done(self, name: str, night: date) -> None:
        """It is done for that night. Raises StoreUnavailable."""
        mine = update(nightly_work).where(nightly_work.c.name == name)
        write(self._engine, lambda c: c.execute(mine.values(night=night, begun_at=None)))

    def last(self, name: str) -> date | None:
        """The last night for which it was done. Raises StoreUnavailable."""
        query = select(nightly_work.c.night).where(nightly_work.c.name == name)
        return read(self._engine, lambda connection: connection.execute(query).scalar())
