"""``ivr check`` as it is called."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from ivr.cli import main
from tests.check.plans import Copied, copied


@pytest.fixture
def plan(tmp_path: Path) -> Copied:
    return copied(tmp_path)


@pytest.fixture(autouse=True)
def _garbage_is_collected_again() -> Iterator[None]:
    yield
    gc.enable()


def checked(plan: Copied, *more: str) -> int:
    return main(["check", "--config", str(plan.config), "--words", str(plan.words), *more])


def test_warnings_alone_are_no_failure(plan: Copied, capsys: pytest.CaptureFixture[str]) -> None:
    assert checked(plan) == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert last.startswith("config: 3 numbers, 6 dialogs, ")
    assert last.endswith(" warnings")


def test_an_error_is_one(plan: Copied, capsys: pytest.CaptureFixture[str]) -> None:
    plan.change("dialogs.yaml", "queue: billing,", "queue: biling,")
    assert checked(plan) == 1
    line = plan.line("dialogs.yaml", "    3: {offer")
    assert capsys.readouterr().out.splitlines() == [
        f"config/dialogs.yaml:{line}: error P003: there is no queue 'biling'; "
        "did you mean 'billing'?",
        "config: 1 error",
    ]


def test_findings_for_programs(plan: Copied, capsys: pytest.CaptureFixture[str]) -> None:
    plan.change("dialogs.yaml", "queue: billing,", "queue: biling,")
    assert checked(plan, "--json") == 1
    found = json.loads(capsys.readouterr().out)
    assert [(each["code"], each["severity"]) for each in found] == [("P003", "error")]
    assert found[0]["file"] == "config/dialogs.yaml"
    assert found[0]["line"] == plan.line("dialogs.yaml", "    3: {offer")


def test_without_a_folder_it_proves_the_plan_that_is_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("IVR_CONFIG", str(tmp_path))  # an empty folder cannot be served
    assert main(["check"]) == 1
    assert f"{tmp_path.name}/countries.yaml" in capsys.readouterr().out
