"""The sources of plans that calls may run on, shared by all machines of an installation."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, delete, select, update

from ivr.records.schema import plan_versions
from ivr.records.transactions import read, write
from ivr.records.upsert import insert_once


class PlanVersions:
    """Sources by version, packed; see :class:`ivr.publish.store.Sources`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def keep(self, version: str, source: bytes, now: datetime) -> None:
        """The source of a version that is live ``now``. Raises StoreUnavailable."""
        row = {"version": version, "source": source, "live_at": now}
        write(self._engine, lambda connection: _keep(connection, row))

    def source(self, version: str) -> bytes | None:
        """What was kept; None if nothing was. Raises StoreUnavailable."""
        query = select(plan_versions.c.source).where(plan_versions.c.version == version)
        return read(self._engine, lambda connection: connection.execute(query).scalar_one_or_none())

    def prune(self, before: datetime) -> int:
        """Forget versions last live before a moment; returns how many. Raises StoreUnavailable."""
        gone = delete(plan_versions).where(plan_versions.c.live_at < before)
        return write(self._engine, lambda connection: connection.execute(gone).rowcount)


def _keep(connection: Connection, row: dict[str, Any]) -> None:
    if insert_once(connection, plan_versions, row, plan_versions.c.version) is None:
        known = plan_versions.c.version == row["version"]
        connection.execute(update(plan_versions).where(known), {"live_at": row["live_at"]})
