"""Engines for the records: what is promised of each database."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from threading import Barrier, Thread

import pytest
from sqlalchemy import Engine, create_engine, insert, text
from sqlalchemy.exc import OperationalError

from ivr.errors import ConfigError, StoreRefused, StoreUnavailable
from ivr.records.database import available, database, reading
from ivr.records.schema import calls
from ivr.records.upgrade import upgrade
from ivr.settings import Settings
from tests.servers import free_port


def pragma(folder: Path, name: str) -> object:
    engine = database(Settings(data=folder, database_url=None))
    upgrade(engine)
    with engine.connect() as connection:
        return connection.execute(text(f"PRAGMA {name}")).scalar()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An empty file; only an upgrade would make one."""
    made = tmp_path / "r.sqlite3"
    made.touch()
    return made


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),  # FULL
        ("secure_delete", 1),
        ("foreign_keys", 1),
        ("busy_timeout", 2000),
    ],
)
def test_sqlite_is_durable(tmp_path: Path, name: str, value: object) -> None:
    assert pragma(tmp_path / "data", name) == value


def test_writers_that_read_first_wait_for_each_other(path: Path) -> None:
    engine = database(f"sqlite:///{path}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE t (n INTEGER)"))
        connection.execute(text("INSERT INTO t VALUES (0)"))
    together = Barrier(4)

    def add() -> None:
        together.wait()
        for _ in range(25):
            with engine.begin() as connection:
                n = connection.execute(text("SELECT n FROM t")).scalar_one()
                connection.execute(text("UPDATE t SET n = :n"), {"n": n + 1})

    threads = [Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with reading(engine).connect() as connection:
        assert connection.execute(text("SELECT n FROM t")).scalar() == 100
    engine.dispose()


def test_a_reader_does_not_wait_for_a_writer(path: Path) -> None:
    engine = database(f"sqlite:///{path}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE t (n INTEGER)"))
    with engine.begin(), reading(engine).begin() as reader:
        assert reader.execute(text("SELECT count(*) FROM t")).scalar() == 0
    engine.dispose()


def test_a_locked_file_is_unavailable(path: Path) -> None:
    engine = database(f"sqlite:///{path}")
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=50")
        connection.commit()
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnavailable, match="locked"), available(), connection.begin():
            connection.execute(text("CREATE TABLE t (n INTEGER)"))
        other.close()
    engine.dispose()


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_spelling_of_postgresql_is_understood(scheme: str) -> None:
    assert database(f"{scheme}://u:p@127.0.0.1:1/x").driver == "psycopg"


def test_postgresql_ends_a_statement_that_takes_too_long(postgresql_url: str) -> None:
    engine = database(postgresql_url)
    refused = pytest.raises(StoreUnavailable, match="statement timeout")
    with refused, available(), engine.connect() as connection:
        connection.execute(text("SELECT pg_sleep(20)"))
    engine.dispose()


def test_a_missing_postgresql_is_unavailable() -> None:
    engine = database(f"postgresql://u@127.0.0.1:{free_port()}/x")
    with pytest.raises(StoreUnavailable), available(), engine.connect():
        pass


def test_the_message_holds_no_values() -> None:
    engine = create_engine("sqlite://")
    with pytest.raises(StoreUnavailable) as refused, available(), engine.begin() as connection:
        connection.execute(text("SELECT * FROM nowhere WHERE a = :a"), {"a": "+541151705383"})
    assert "5383" not in str(refused.value)
    assert isinstance(refused.value.__cause__, OperationalError)
    engine.dispose()


# Whatever a client library raises, the caller goes on without the records.
@pytest.mark.parametrize("strange", [KeyError("x"), OSError(28, "full"), AttributeError("None")])
def test_an_error_that_nobody_thought_of_is_unavailable(strange: Exception) -> None:
    with pytest.raises(StoreUnavailable, match=type(strange).__name__), available():
        raise strange


def test_a_refusal_is_told_from_an_outage(engine: Engine) -> None:
    with pytest.raises(StoreRefused), available(), engine.begin() as connection:
        connection.execute(insert(calls).values(call_sid="CA1"))  # lacks all the rest


def test_a_url_that_is_none_is_refused_with_an_example() -> None:
    with pytest.raises(ConfigError, match="for example DATABASE_URL=postgresql"):
        database("elsewhere")
