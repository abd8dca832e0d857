"""The SQLite file: private, and no number is spoken from one that lost its name."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

from ivr.errors import StoreUnavailable
from ivr.records import Incidents
from ivr.records.database import database
from ivr.records.upgrade import upgrade
from ivr.telemetry.metrics import STORE_TROUBLE
from tests.records.test_incident_store import DRAFT, NOW


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "records.sqlite3"


@pytest.fixture
def open_engine(path: Path) -> Engine:
    """An engine that has kept a ticket, so that its connections are open."""
    engine = database(f"sqlite:///{path}")
    upgrade(engine)
    Incidents(engine).keep(DRAFT, "open", NOW)
    return engine


def deleted(path: Path) -> None:
    path.unlink()


def replaced(path: Path) -> None:
    path.rename(path.with_suffix(".old"))
    upgrade(database(f"sqlite:///{path}"))


def without_journal(path: Path) -> None:
    path.with_name(f"{path.name}-wal").unlink()


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (deleted, "records.sqlite3 was deleted"),
        (replaced, "records.sqlite3 was replaced"),
        (without_journal, "records.sqlite3-wal was deleted"),
    ],
)
def test_a_lost_file_gives_no_number(
    open_engine: Engine, path: Path, harm: Callable[[Path], None], said: str
) -> None:
    alarms = STORE_TROUBLE.labels("records", "file")._value
    store, before = Incidents(open_engine), alarms.get()
    harm(path)
    for place in range(20):
        with pytest.raises(StoreUnavailable, match=said):
            store.keep(replace(DRAFT, call_sid=f"CA{place}"), "open", NOW)
    assert alarms.get() >= before + 20
    with pytest.raises(StoreUnavailable, match=said):
        store.latest()


def test_it_goes_on_when_the_file_is_back(open_engine: Engine, path: Path) -> None:
    store, aside = Incidents(open_engine), path.with_suffix(".aside")
    path.rename(aside)
    with pytest.raises(StoreUnavailable):
        store.keep(replace(DRAFT, call_sid="CA2"), "open", NOW)
    aside.rename(path)
    assert store.keep(replace(DRAFT, call_sid="CA2"), "open", NOW).status == "open"
    assert [one.call_sid for one in Incidents(database(f"sqlite:///{path}")).latest()] == [
        "CA2",
        DRAFT.call_sid,
    ]


# Deleted between the look before the commit and the commit itself.
def test_a_file_that_is_lost_while_it_is_written_gives_no_number(
    open_engine: Engine, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit = open_engine.dialect.do_commit

    def after_the_file(connection: object) -> None:
        path.unlink()
        commit(connection)  # type: ignore[arg-type]

    monkeypatch.setattr(open_engine.dialect, "do_commit", after_the_file)
    with pytest.raises(StoreUnavailable, match="was deleted"):
        Incidents(open_engine).keep(replace(DRAFT, call_sid="CA2"), "open", NOW)


def test_all_its_files_are_private_whatever_they_were(path: Path) -> None:
    before = os.umask(0)
    try:
        with sqlite3.connect(path) as open_to_all:
            open_to_all.execute("PRAGMA journal_mode=WAL")
            open_to_all.execute("CREATE TABLE t (n INTEGER)")
            open_to_all.commit()
            assert path.stat().st_mode & 0o777 == 0o644
            engine = database(f"sqlite:///{path}")
            upgrade(engine)
            Incidents(engine).keep(DRAFT, "open", NOW)
            found = {one.name: one.stat().st_mode & 0o777 for one in path.parent.glob("records*")}
        open_to_all.close()
    finally:
        os.umask(before)
    assert found == {f"records.sqlite3{part}": 0o600 for part in ("", "-wal", "-shm")}


# DATABASE_URL may point into a folder that is not ours to close.
def test_a_folder_of_somebody_elses_is_left_as_it_is(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir(mode=0o755)
    upgrade(database(f"sqlite:///{shared / 'r.sqlite3'}"))
    assert shared.stat().st_mode & 0o777 == 0o755
    assert (shared / "r.sqlite3").stat().st_mode & 0o777 == 0o600
