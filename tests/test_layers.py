"""A call falls downhill: the contracts of pyproject.toml hold, and they have teeth."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

from ivr.settings import PACKAGE_ROOT

PROJECT = PACKAGE_ROOT / "pyproject.toml"
SETTINGS = tomllib.loads(PROJECT.read_text("utf-8"))["tool"]["importlinter"]
HEAD = """\
[importlinter]
root_packages =
  ivr
  routing
  prompts
include_external_packages = True
"""


def rooms(package: Path) -> set[str]:
    modules = {path.stem for path in package.glob("*.py")} - {"__init__"}
    packages = {path.parent.name for path in package.glob("*/__init__.py")}
    return {f"{package.name}.{name}" for name in modules | packages}


def test_no_room_knows_the_one_above_it(capsys: pytest.CaptureFixture[str]) -> None:
    kept = lint_imports(str(PROJECT), no_cache=True) == 0
    assert kept, capsys.readouterr().out


# A contract that cannot be broken proves nothing: turned round, each is.
@pytest.mark.parametrize(
    ("turned", "said"),
    [
        (
            "type = layers\nlayers =\n  ivr.call\n  ivr.engine",
            "ivr.engine.machine -> ivr.call.position",
        ),
        ("type = layers\nlayers =\n  prompts\n  ivr", "-> prompts"),
        (
            "type = forbidden\nsource_modules =\n  ivr.live\nforbidden_modules =\n  redis\n  time",
            "ivr.live.connections -> redis",
        ),
    ],
)
def test_contracts_can_be_broken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], turned: str, said: str
) -> None:
    config = tmp_path / "turned.ini"
    config.write_text(f"{HEAD}[importlinter:contract:1]\nname = turned\n{turned}\n", "utf-8")
    assert lint_imports(str(config), no_cache=True) == 1
    assert said in capsys.readouterr().out


# Every room of the house stands on a floor, so that none escapes the first contract.
def test_every_room_has_a_floor() -> None:
    floors = SETTINGS["contracts"][0]["layers"]
    placed = {room.strip() for floor in floors for room in floor.split("|")}
    homeless = rooms(PACKAGE_ROOT / "ivr") - placed
    assert not homeless, f"give {homeless} a floor in [tool.importlinter] of pyproject.toml"


def test_every_pure_room_is_named() -> None:
    pure = set(SETTINGS["contracts"][2]["source_modules"])
    assert {"ivr.engine", "ivr.call", "prompts"} <= pure
    assert rooms(PACKAGE_ROOT / "routing") <= pure
