"""Connections to the records: SQLite in the data folder, or PostgreSQL."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DataError,
    DBAPIError,
    IntegrityError,
    NotSupportedError,
    ProgrammingError,
    StatementError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import ConnectionPoolEntry

from ivr.errors import ConfigError, IvrError, Problem, StoreRefused, StoreUnavailable
from ivr.guard.private import private_folder
from ivr.records.file import RecordsFile
from ivr.settings import Settings

_log = structlog.get_logger(__name__)
BUSY_MILLISECONDS = 2000
_BUSY_SECONDS = BUSY_MILLISECONDS // 1000
_POOL = 8
# The fault is with what was written: the database's word for it, or the driver's on the way there.
_REFUSALS = (
    DataError,
    IntegrityError,
    NotSupportedError,
    ProgrammingError,
    TypeError,
    ValueError,
    ArithmeticError,
)
_DURABLE = (
    f"PRAGMA busy_timeout={BUSY_MILLISECONDS}",
    "PRAGMA synchronous=FULL",
    "PRAGMA secure_delete=ON",
    "PRAGMA foreign_keys=ON",
)
# How long a server may be silent before it counts as gone: a statement, a packet, a connection.
_SILENCE = {
    "connect_timeout": _BUSY_SECONDS,
    "tcp_user_timeout": BUSY_MILLISECONDS,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "options": f"-c statement_timeout={BUSY_MILLISECONDS}",
}


def database(where: Settings | str) -> Engine:
    """An engine for the records of an installation, or for a URL. Connects on first use.

    A commit is on disk when it returns. A writer waits at most 2 s for another. ``postgres://``
    is understood as PostgreSQL by psycopg 3. Raises ConfigError if the URL cannot be used.
    """
    url = _url(where if isinstance(where, str) else where.records_url)
    if url.get_backend_name() != "sqlite":
        return _postgresql(url)
    if isinstance(where, Settings) and not where.database_url:
        private_folder(where.data)
    return _sqlite(url)


def reading(engine: Engine) -> Engine:
    """The same engine for transactions that only read: on SQLite they do not wait for a writer."""
    return engine.execution_options(ivr_reading=True)


def sweep_deleted(engine: Engine) -> None:
    """What was deleted or erased leaves SQLite's journal as well; a server does that by itself.

    Only as far as nobody is reading just now; the next time, or the next writer, does the rest.
    """
    if file_of(engine) is None:
        return
    with available():
        connection = engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.close()


def file_of(engine: Engine) -> RecordsFile | None:
    """The file that an engine writes to; None where a server keeps the records."""
    found: RecordsFile | None = engine.get_execution_options().get("ivr_file")
    return found


@contextmanager
def available() -> Iterator[None]:
    """Turn whatever a database raises (locked, gone, full, too slow) into StoreUnavailable.

    StoreRefused if it is there and the fault is with this one thing. The statement's values are
    callers' data and stay out of the message.
    """
    try:
        yield
    except IvrError:
        raise
    except (DBAPIError, PoolTimeout) as trouble:
        raise _unavailable(trouble) from trouble
    except Exception as strange:
        _log.exception("records.strange_error")
        raise _unavailable(strange) from strange


def _unavailable(trouble: Exception) -> StoreUnavailable:
    cause = trouble.orig if type(trouble) is StatementError else trouble
    if isinstance(cause, _REFUSALS):
        return StoreRefused(f"The records do not take this: {_reason(trouble)}")
    return StoreUnavailable(f"The records cannot be reached now: {_reason(trouble)}")


def _reason(trouble: Exception) -> str:
    if isinstance(trouble, PoolTimeout):
        return str(trouble)
    if isinstance(trouble, StatementError):
        # Only the first line: what follows may quote the values.
        return str(trouble.orig).partition("\n")[0]
    return type(trouble).__name__


def _url(text: str) -> URL:
    try:
        return make_url(re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", text))
    except ArgumentError as wrong:
        raise _unusable("is not a database URL") from wrong


def _sqlite(url: URL) -> Engine:
    engine = create_engine(
        url, pool_size=_POOL, pool_timeout=2, max_overflow=8, hide_parameters=True
    )
    event.listen(engine, "connect", _make_durable)
    if url.database and url.database != ":memory:":
        engine = _watched(engine, RecordsFile(Path(url.database)))
    event.listen(engine, "begin", _begin)
    return engine


def _watched(engine: Engine, file: RecordsFile) -> Engine:
    """The engine, refusing to write to a file that has lost its name."""

    def prepare(*_: Any) -> None:
        file.prepare()

    def opened(*_: Any) -> None:
        file.opened()

    def check(connection: Connection) -> None:
        file.check(connection.info.setdefault("ivr_files", {}))

    event.listen(engine, "do_connect", prepare)
    event.listen(engine, "connect", opened)
    event.listen(engine, "begin", check)  # a file in the place of ours spoils what is read
    event.listen(engine, "commit", check)
    return engine.execution_options(ivr_file=file)


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
            hide_parameters=True,
            connect_args=_SILENCE,
        )
    except ModuleNotFoundError as missing:
        raise _unusable("needs psycopg", "install centralita with its extra: postgres") from missing


def _unusable(what: str, remedy: str = "") -> ConfigError:
    example = "for example DATABASE_URL=postgresql://user:password@10.0.0.6:5432/ivr"
    return ConfigError(
        [Problem("environment or .env", 0, f"DATABASE_URL {what}", remedy or example)]
    )
