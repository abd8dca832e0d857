"""Bring the records' schema up to date, at start, whatever version made it."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, text

from ivr.records.database import available, file_of
from ivr.records.revision import MIGRATIONS, refuse_newer

_LOCK = 0x1_4952_5601  # any number, as long as every version of ours uses the same


def upgrade(engine: Engine) -> None:
    """Apply the migrations that are missing, all or none. Safe if several processes start at once.

    Makes the SQLite file if there is none. Raises StoreUnavailable if the database cannot be
    reached, or if a newer version of ours has made its schema.
    """
    with available():
        if file := file_of(engine):
            file.make()
        with engine.begin() as connection:
            _wait_for_turn(connection)
            refuse_newer(connection)
            config = Config()
            config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


def _wait_for_turn(connection: Connection) -> None:
    # On SQLite the transaction has begun with the write lock, which is turn enough.
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
