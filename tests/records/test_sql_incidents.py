"""What only a database can do to an incident: fail, fill up, and forget a row."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, delete, text

from ivr.errors import StoreUnavailable
from ivr.records import Incidents
from ivr.records.database import database
from ivr.records.schema import incidents
from ivr.records.upgrade import upgrade
from tests.records.test_incident_store import DRAFT, NOW
from tests.servers import free_port


@pytest.fixture
def sqlite(sqlite_url: str) -> Engine:
    engine = database(sqlite_url)
    upgrade(engine)
    return engine


def test_what_was_kept_is_there_for_another_process(sqlite: Engine, sqlite_url: str) -> None:
    kept = Incidents(sqlite).keep(DRAFT, "open", NOW)
    assert Incidents(database(sqlite_url)).by_number(kept.number) == kept


def test_a_locked_database_claims_no_number(sqlite: Engine) -> None:
    store, path = Incidents(sqlite), sqlite.url.database
    with sqlite.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=50")
    other = sqlite3.connect(str(path), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailable, match="locked"):
        store.keep(DRAFT, "open", NOW)
    other.rollback()
    assert store.latest() == []
    other.close()


def test_a_full_disk_claims_no_number(sqlite: Engine) -> None:
    store = Incidents(sqlite)
    with sqlite.begin() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    draft = replace(DRAFT, fields={"description": "x" * 200_000})
    with pytest.raises(StoreUnavailable, match="full"):
        store.keep(draft, "open", NOW)
    assert store.latest() == []


def test_a_missing_database_is_unavailable() -> None:
    store = Incidents(database(f"postgresql://u@127.0.0.1:{free_port()}/x"))
    with pytest.raises(StoreUnavailable):
        store.keep(DRAFT, "open", NOW)
    with pytest.raises(StoreUnavailable):
        store.by_number("1000011")


def test_a_lost_file_is_unavailable(tmp_path: Path) -> None:
    path = tmp_path / "empty.sqlite3"
    store = Incidents(database(f"sqlite:///{path}"))
    with pytest.raises(StoreUnavailable, match="does not exist"):
        store.keep(DRAFT, "open", NOW)
    assert not path.exists()  # an empty one would only hide the loss
    path.touch()
    with pytest.raises(StoreUnavailable, match="no such table"):
        store.keep(DRAFT, "open", NOW)


def test_a_number_is_not_given_again_after_its_row_was_erased(engine: Engine) -> None:
    store = Incidents(engine)
    first = store.keep(DRAFT, "open", NOW)
    with engine.begin() as connection:
        connection.execute(delete(incidents))
    assert store.keep(DRAFT, "open", NOW).number != first.number
