"""Connections to the records: SQLite in the data folder, or PostgreSQL."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import ConnectionPoolEntry

from ivr.errors import ConfigError, Problem, StoreUnavailable
from ivr.settings import Settings, private_folder

BUSY_MILLISECONDS = 3000
_POOL = 8
_DURABLE = (
    f"PRAGMA busy_timeout={BUSY_MILLISECONDS}",
    "PRAGMA synchronous=FULL",
    "PRAGMA secure_delete=ON",
    "PRAGMA foreign_keys=ON",
)


def database(where: Settings | str) -> Engine:
    """An engine for the records of an installation, or for a URL. Connects on first use.

    A commit is on disk when it returns. A writer waits at most 3 s for another. ``postgres://``
    is understood as PostgreSQL by psycopg 3. Raises ConfigError if the URL cannot be used.
    """
    url = _url(where if isinstance(where, str) else where.records_url)
    if url.get_backend_name() == "sqlite":
        return _sqlite(url)
    return _postgresql(url)


def reading(engine: Engine) -> Engine:
    """The same engine for transactions that only read: on SQLite they do not wait for a writer."""
    return engine.execution_options(ivr_reading=True)


@contextmanager
def available() -> Iterator[None]:
    """Turn database trouble (locked, gone, disk full, too slow) into StoreUnavailable."""
    try:
        yield
    except (DBAPIError, PoolTimeout) as trouble:
        # The statement's values are callers' data and stay out of the message.
        reason = trouble.orig if isinstance(trouble, DBAPIError) else trouble
        raise StoreUnavailable(f"The records cannot be reached now: {reason}") from trouble


def _url(text: str) -> URL:
    try:
        return make_url(re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", text))
    except ArgumentError as wrong:
        raise _unusable("is not a database URL") from wrong


def _sqlite(url: URL) -> Engine:
    if url.database and url.database != ":memory:":
        private_folder(Path(url.database).parent)
    engine = create_engine(url, pool_size=_POOL, pool_timeout=2, max_overflow=8)
    event.listen(engine, "connect", _make_durable)
    event.listen(engine, "begin", _begin)
    return engine


def _make_durable(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
    # The driver must not begin transactions by itself; _begin says how they begin.
    connection.isolation_level = None
    for pragma in _DURABLE:
        connection.execute(pragma)
    _keep_a_journal(connection)


def _keep_a_journal(connection: sqlite3.Connection) -> None:
    # The one change that does not heed the busy timeout; it matters when two processes make the
    # file together.
    deadline = time.monotonic() + BUSY_MILLISECONDS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
        time.sleep(0.01)


def _begin(connection: Connection) -> None:
    # A transaction that reads first and writes later could not be made to wait: SQLite fails it at
    # once to avoid a deadlock. So writers queue up at the beginning.
    reading_only = connection.get_execution_options().get("ivr_reading")
    connection.exec_driver_sql("BEGIN" if reading_only else "BEGIN IMMEDIATE")


def _postgresql(url: URL) -> Engine:
    try:
        return create_engine(
            url,
            pool_size=_POOL,
            pool_timeout=2,
            pool_pre_ping=True,
            connect_args={
                "connect_timeout": 2,
                "tcp_user_timeout": 3000,
                "options": "-c statement_timeout=3000",
            },
        )
    except ModuleNotFoundError as missing:
        raise _unusable("needs psycopg", "install centralita with its extra: postgres") from missing


def _unusable(what: str, remedy: str = "") -> ConfigError:
    example = "for example DATABASE_URL=postgresql://user:password@10.0.0.6:5432/ivr"
    return ConfigError(
        [Problem("environment or .env", 0, f"DATABASE_URL {what}", remedy or example)]
    )
