"""The sources of plans that calls may run on, shared by all machines of an installation."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Engine, delete, select, update

from ivr.records.database import available, reading
from ivr.records.schema import plan_versions
from ivr.records.upsert import insert_once


class PlanVersions:
    """Sources by version, packed; see :class:`ivr.publish.store.Sources`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._reader = reading(engine)

    def keep(self, version: str, source: bytes, now: datetime) -> None:
        """The source of a version that is live ``now``. Raises StoreUnavailable."""
        row = {"version": version, "source": source, "live_at": now}
        with available(), self._engine.begin() as connection:
            if insert_once(connection, plan_versions, row, plan_versions.c.version) is None:
                known = update(plan_versions).where(plan_versions.c.version == version)
                connection.execute(known, {"live_at": now})

    def source(self, version: str) -> bytes | None:
        """What was kept; None if nothing was. Raises StoreUnavailable."""
        query = select(plan_versions.c.source).where(plan_versions.c.version == version)
        with available(), self._reader.begin() as connection:
            return connection.execute(query).scalar_one_or_none()

    def prune(self, before: datetime) -> int:
        """Forget versions last live before a moment; returns how many. Raises StoreUnavailable."""
        with available(), self._engine.begin() as connection:
            gone = delete(plan_versions).where(plan_versions.c.live_at < before)
            return connection.execute(gone).rowcount
