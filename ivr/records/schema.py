"""The tables of the records. A change here needs a migration; a test compares the two."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    TypeDecorator,
    UniqueConstraint,
)

from ivr.call import limits


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, stored in UTC and read back aware. Refuses a naive datetime."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC; SQLite keeps no zone, so there everything is UTC by agreement."""
        if value is not None and value.tzinfo is None:
            raise ValueError(f"a moment without a time zone: {value}")
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class PartyText(TypeDecorator[str]):
    """A telephone number or SIP address. What is too long is cut and marked, never refused.

    SQLite would take any length, PostgreSQL refuse the whole row.
    """

    impl = String(limits.PARTY)
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Cut as everywhere."""
        return None if value is None else limits.cut(value, limits.PARTY)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_ROW = BigInteger().with_variant(Integer, "sqlite")

incidents = Table(
    "incidents",
    metadata,
    Column("id", _ROW, primary_key=True),
    # Made from the id, so it is empty for an instant within the transaction that inserts the row.
    Column("number", String(20), unique=True),
    Column("call_sid", String(64), nullable=False),
    Column("kind", String(64), nullable=False),
    Column("status", String(32), nullable=False),
    Column("queue", String(64)),
    Column("country", String(2), nullable=False),
    Column("language", String(16), nullable=False),
    Column("caller", PartyText),
    Column("dnis", PartyText, nullable=False),
    Column("plan", String(64), nullable=False),
    Column("service", String(64)),
    Column("fields", JSON, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Column("erased_at", UtcDateTime),
    UniqueConstraint("call_sid", "kind"),
    Index(None, "queue", "id"),
    Index(None, "status", "id"),
    Index(None, "country", "created_at"),
    # A number that was spoken is never given again, not even after its row was erased.
    sqlite_autoincrement=True,
)

calls = Table(
    "calls",
    metadata,
    Column("call_sid", String(64), primary_key=True),
    Column("country", String(2), nullable=False),
    Column("dnis", PartyText, nullable=False),
    Column("caller", PartyText),
    Column("language", String(16), nullable=False),
    Column("plan", String(64), nullable=False),
    Column("started_at", UtcDateTime, nullable=False, index=True),
    Column("ended_at", UtcDateTime),
    Column("seconds", Float),
    Column("outcome", String(64)),
    Column("queue", String(64)),
    Column("incident", String(20)),
    Column("journal", JSON, nullable=False),
    Column("erased_at", UtcDateTime),
)

# What must be kept for a legal reason, until a day (or until it is released).
holds = Table(
    "holds",
    metadata,
    Column("id", _ROW, primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("value", PartyText, nullable=False),
    Column("reason", String(500), nullable=False),
    Column("until", Date),
    Column("placed_at", UtcDateTime, nullable=False),
    UniqueConstraint("kind", "value"),
)

# Recordings at the carrier whose tickets were purged or erased: they are to be deleted there.
unwanted_recordings = Table(
    "unwanted_recordings",
    metadata,
    Column("id", _ROW, primary_key=True),
    Column("url", String(1100), nullable=False, unique=True),
    Column("since", UtcDateTime, nullable=False),
)

# What is done once a night, by whichever machine comes first.
nightly_work = Table(
    "nightly_work",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("night", Date),
    Column("begun_at", UtcDateTime),
)

plan_versions = Table(
    "plan_versions",
    metadata,
    Column("version", String(64), primary_key=True),
    Column("source", LargeBinary, nullable=False),
    Column("live_at", UtcDateTime, nullable=False, index=True),
)

closures = Table(
    "closures",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("queue", String(64), nullable=False),
    Column("country", String(2), nullable=False),
    Column("reason", String(64), nullable=False),
    Column("begins_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, index=True),
    Column("opened_at", UtcDateTime),
)
