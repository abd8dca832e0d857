"""A plan that changes while calls run: they finish as they began, new ones hear the new plan."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from ivr.engine.kinds.registry import KINDS
from ivr.errors import ConfigError
from ivr.plan.versions import WORDS, Plans
from ivr.settings import PACKAGE_ROOT
from tests.web.voice.door import Clock, Door, Line

# Keys 1 and 2 of the service menu, as they are and in each other's place.
ONE = "1: {offer: data-voice-internet,          then: incident, queue: data}"
TWO = "2: {offer: network-management,           then: incident, queue: nm}"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PACKAGE_ROOT / "config", tmp_path / "config"))


@pytest.fixture
def edited(door: Door, clock: Clock, config: Path, tmp_path: Path) -> Door:
    return Door(
        replace(door.service, plans=Plans(config, WORDS, tmp_path / "plans", kinds=KINDS)), clock
    )


def swap(config: Path) -> None:
    path = config / "dialogs.yaml"
    text = path.read_text("utf-8")
    assert ONE in text
    assert TWO in text
    swapped = text.replace(ONE, "@").replace(TWO, "2" + ONE[1:], 1).replace("@", "1" + TWO[1:])
    path.write_text(swapped, "utf-8")


def queue_of(line: Line) -> str | None:
    return line.press("0").find("Enqueue").text


def test_running_calls_finish_on_their_version(edited: Door, config: Path) -> None:
    before = Line(edited).dial()
    swap(config)
    assert edited.service.plans.refresh()
    after = Line(edited).dial()
    assert queue_of(before.press("1")) == "data"
    assert queue_of(after.press("1")) == "nm"


def test_a_broken_plan_changes_nothing(edited: Door, config: Path) -> None:
    (config / "dialogs.yaml").write_text("a: [", "utf-8")
    with pytest.raises(ConfigError):
        edited.service.plans.refresh()
    assert queue_of(Line(edited).dial().press("1")) == "data"


# A version that is nowhere to be found any more, and a node that the current plan has not.
@pytest.mark.parametrize("node", ["incident.severity", "retired.question"])
def test_a_call_of_a_lost_version(edited: Door, node: str) -> None:
    line = Line(edited)
    line.follow(f"/voice/turn?p=ffffffffffff&n={node}&l=es-AR&t=2&q=vyvx", Digits="0")
    assert line.find("Enqueue").text == "vyvx"


def test_the_record_names_the_version_of_the_call(edited: Door, config: Path) -> None:
    line, version = Line(edited).dial(), edited.service.plans.current.version
    swap(config)
    edited.service.plans.refresh()
    line.press("1").press("1")
    line.status()
    record = edited.service.records.get(line.sid)
    assert record is not None
    assert record.plan == version
