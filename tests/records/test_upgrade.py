"""Migrations: they make the schema that the code expects, once, whoever starts first."""

from __future__ import annotations

import subprocess
import sys

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect

from ivr.errors import StoreUnavailable
from ivr.records import Incidents
from ivr.records.database import database
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
