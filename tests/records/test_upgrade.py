"""Migrations: they make the schema that the code expects, once, whoever starts first."""

from __future__ import annotations

import subprocess
import sys

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text

from ivr.errors import StoreUnavailable
from ivr.records import Incidents
from ivr.records.database import database
from ivr.records.revision import MIGRATIONS, known_revisions
from ivr.records.schema import metadata
from ivr.records.upgrade import upgrade
from tests.records.test_incident_store import DRAFT, NOW
from tests.servers import free_port

UPGRADE = (
    "import sys; from ivr.records.upgrade import upgrade;"
    "from ivr.records.database import database;"
    "print('ready', flush=True); sys.stdin.readline(); upgrade(database(sys.argv[1]))"
)
PIPE = subprocess.PIPE


def test_the_migrated_schema_is_the_one_of_the_code(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_a_second_upgrade_changes_nothing(engine: Engine) -> None:
    kept = Incidents(engine).keep(DRAFT, "open", NOW)
    upgrade(engine)
    assert Incidents(engine).latest() == [kept]


def test_processes_that_start_at_once_agree(url: str) -> None:
    command = [sys.executable, "-c", UPGRADE, url]
    started = [subprocess.Popen(command, stdin=PIPE, stdout=PIPE) for _ in range(3)]
    for process in started:
        assert process.stdout
        assert process.stdout.readline() == b"ready\n"
    for process in started:
        assert process.stdin
        process.stdin.write(b"\n")
        process.stdin.flush()
    for process in started:
        process.communicate(timeout=30)
    assert [process.returncode for process in started] == [0, 0, 0]
    engine = database(url)
    assert set(inspect(engine).get_table_names()) == {"alembic_version", *metadata.tables}
    engine.dispose()


def test_a_missing_database_is_unavailable() -> None:
    with pytest.raises(StoreUnavailable):
        upgrade(database(f"postgresql://u@127.0.0.1:{free_port()}/x"))


# Read from the names of files, since loading them all would slow the start of every worker.
def test_the_revisions_known_are_those_that_can_be_made() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    script = ScriptDirectory.from_config(config)
    assert known_revisions() == sorted(one.revision for one in script.walk_revisions())
    assert script.get_current_head() == known_revisions()[-1]


@pytest.fixture
def newer(engine: Engine) -> Engine:
    """Records that a version of tomorrow has made."""
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    return engine


def test_a_newer_schema_is_told_in_one_sentence(newer: Engine) -> None:
    with pytest.raises(StoreUnavailable, match=r"made by a newer version .* 9999") as refused:
        upgrade(newer)
    assert "Traceback" not in str(refused.value)


# Its columns may mean something else; nothing is read from it or written to it.
def test_a_newer_schema_takes_no_tickets(newer: Engine) -> None:
    store = Incidents(newer)
    with pytest.raises(StoreUnavailable, match="newer version"):
        store.keep(DRAFT, "open", NOW)
    with pytest.raises(StoreUnavailable, match="newer version"):
        store.latest()


# While machines are upgraded one after the other, those that are not yet go on.
def test_who_was_at_work_before_a_newer_one_came_goes_on(engine: Engine) -> None:
    store = Incidents(engine)
    store.keep(DRAFT, "partial", NOW)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert store.keep(DRAFT, "open", NOW).status == "open"
