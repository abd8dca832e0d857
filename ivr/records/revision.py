"""Which schemas this version knows, and that the records have one of them."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from ivr.errors import StoreUnavailable

MIGRATIONS = Path(__file__).with_name("migrations")


def known_revisions() -> list[str]:
    """The revisions, oldest first, by the names of their files (``v0001_….py`` makes ``0001``)."""
    return sorted(path.name[1:5] for path in (MIGRATIONS / "versions").glob("v[0-9]*.py"))


def refuse_newer(connection: Connection) -> None:
    """Raises StoreUnavailable if a version of ours that is newer than this has made the schema."""
    if not inspect(connection).has_table("alembic_version"):
        return
    known = known_revisions()
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all()
    newer = sorted(set(found) - set(known))
    if newer:
        raise StoreUnavailable(
            f"The records were made by a newer version of this service (their schema is "
            f"{newer[-1]}, the newest known here {known[-1]}). Run that version, or restore the "
            "backup from before its start"
        )
