"""Plans by version on several machines, across deploys, and when the records are away."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ivr.engine.kinds.registry import KINDS
from ivr.errors import StoreUnavailable
from ivr.plan.snapshot import take
from ivr.plan.versions import CompiledPlans
from ivr.publish.store import KEPT, PlanStore
from ivr.records.database import database
from ivr.records.plan_versions import PlanVersions
from ivr.records.upgrade import upgrade
from tests.publish.conftest import Machine

NOW = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)


@pytest.fixture
def shared(tmp_path: Path) -> Iterator[PlanVersions]:
    engine = database(f"sqlite:///{tmp_path}/records.sqlite3")
    upgrade(engine)
    yield PlanVersions(engine)
    engine.dispose()


class Away:
    """Records that cannot be reached."""

    def keep(self, version: str, source: bytes, now: datetime) -> None:
        raise StoreUnavailable("away")

    def source(self, version: str) -> bytes | None:
        raise StoreUnavailable("away")

    def prune(self, before: datetime) -> int:
        raise StoreUnavailable("away")


# Two machines, one of them a few lines ahead: a call of the first is finished by the second.
def test_a_version_of_another_machine(
    machine: Machine, shared: PlanVersions, tmp_path: Path
) -> None:
    files = take(machine.config, machine.words)
    one = PlanStore(tmp_path / "one", KINDS, shared)
    one.keep(files)
    one.share(files.version, NOW)
    other = PlanStore(tmp_path / "other", KINDS, shared)
    plan = other.get(files.version)
    assert plan is not None
    assert plan.version == files.version
    assert PlanStore(tmp_path / "other", KINDS, Away()).get(files.version) is not None


# What other code has compiled is not read; its source is.
def test_a_version_from_before_a_deploy(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    machine.publisher().bring_up()
    (version,) = machine.prover.asked
    for path in machine.folder.glob("*.plan"):
        path.rename(path.with_name(f"{version}-00000000.plan"))
    assert machine.store.get(version) is not None
    assert CompiledPlans(machine.folder, KINDS).get(version) is not None


@pytest.mark.parametrize("version", ["0123456789ab", "../../etc/passwd", "", "*"])
def test_a_version_that_nobody_has(machine: Machine, shared: PlanVersions, version: str) -> None:
    assert PlanStore(machine.folder, KINDS, shared).get(version) is None


def test_records_that_are_away(machine: Machine) -> None:
    assert PlanStore(machine.folder, KINDS, Away()).get("0123456789ab") is None


def test_a_source_that_was_tampered_with(machine: Machine) -> None:
    store, files = machine.store, take(machine.config, machine.words)
    store.keep(files)
    (machine.folder / f"{files.version}.source").write_bytes(b"spoiled")
    assert store.get(files.version) is None


def test_what_no_call_can_name_is_forgotten(machine: Machine, shared: PlanVersions) -> None:
    store = PlanStore(machine.folder, KINDS, shared)
    files = take(machine.config, machine.words)
    store.keep(files)
    store.share(files.version, NOW)
    shared.keep("oldoldoldold", b"source", NOW - KEPT - timedelta(hours=1))
    old = machine.folder / "oldoldoldold.source"
    old.write_bytes(b"source")
    long_ago = old.stat().st_mtime - KEPT.total_seconds() - 60
    for path in machine.folder.iterdir():
        os.utime(path, (long_ago, long_ago))
    store.prune(files.version, NOW)
    assert not old.exists()
    assert shared.source("oldoldoldold") is None
    assert store.get(files.version) is not None
    assert shared.source(files.version) is not None
