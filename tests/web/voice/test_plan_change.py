"""A plan that changes while calls run: they finish as they began, new ones hear the new plan."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from ivr.engine.kinds.registry import KINDS
from ivr.plan.snapshot import take
from ivr.plan.versions import WORDS, Plans, plan_in
from ivr.publish.store import PlanStore
from ivr.records.database import database
from ivr.records.plan_versions import PlanVersions
from ivr.settings import PACKAGE_ROOT
from tests.web.voice.door import Clock, Door, Line

# Keys 1 and 2 of the service menu, as they are and in each other's place.
ONE = "1: {offer: data-voice-internet,          then: incident, queue: data}"
TWO = "2: {offer: network-management,           then: incident, queue: nm}"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PACKAGE_ROOT / "config", tmp_path / "config"))


@pytest.fixture
def edited(door: Door, clock: Clock, config: Path) -> Door:
    return Door(replace(door.service, plans=Plans(plan_in(config, WORDS, KINDS))), clock)


def swap(edited: Door, config: Path) -> None:
    path = config / "dialogs.yaml"
    text = path.read_text("utf-8")
    assert ONE in text
    assert TWO in text
    swapped = text.replace(ONE, "@").replace(TWO, "2" + ONE[1:], 1).replace("@", "1" + TWO[1:])
    path.write_text(swapped, "utf-8")
    edited.service.plans.go_live(plan_in(config, WORDS, KINDS))


def queue_of(line: Line) -> str | None:
    return line.press("0").find("Enqueue").text


def test_running_calls_finish_on_their_version(edited: Door, config: Path) -> None:
    before = Line(edited).dial()
    swap(edited, config)
    after = Line(edited).dial()
    assert queue_of(before.press("1")) == "data"
    assert queue_of(after.press("1")) == "nm"


# Two machines behind one balancer, one of them ahead: a node of the same name leads elsewhere.
@pytest.mark.parametrize("node", ["queue", "support-menu", "incident.severity", "retired.question"])
def test_a_call_of_a_lost_version_goes_to_a_person(edited: Door, node: str) -> None:
    line = Line(edited)
    line.follow(f"/voice/turn?p=ffffffffffff&n={node}&l=es-AR&t=2&q=vyvx", Digits="1")
    assert [verb.tag for verb in line.document] == ["Say", "Enqueue"]
    assert line.find("Enqueue").text == "vyvx"
    # From there on he is on a plan that is known.
    line.follow(line.action("Enqueue", "waitUrl"), QueuePosition="2", QueueTime="3")
    assert line.find("Play").text


def test_a_call_of_a_lost_version_whose_queue_is_gone(edited: Door) -> None:
    line = Line(edited)
    line.follow("/voice/turn?p=ffffffffffff&n=queue&l=pt-BR&t=2&q=no-such", Digits="1")
    assert line.find("Enqueue").text == "reception"
    assert line.find("Say").attrib["language"] == "pt-BR"


# He has talked to a person already; what follows is the same in every plan.
def test_a_call_of_a_lost_version_that_was_served(edited: Door) -> None:
    line = Line(edited)
    left = "/voice/queue-left?p=ffffffffffff&n=queue&l=es-AR&t=8&q=data"
    line.follow(left, QueueResult="bridged", QueueTime="20")
    assert line.document.find(".//Enqueue") is None
    assert line.document.find(".//Hangup") is not None or line.document.find(".//Say") is not None


def test_a_waiting_call_of_a_lost_version_keeps_its_place(edited: Door) -> None:
    line = Line(edited)
    wait = "/voice/wait?p=ffffffffffff&n=data:wait&l=es-AR&t=8&q=data&w=1"
    line.follow(wait, QueuePosition="2", QueueTime="30")
    assert line.find("Play").text


def test_the_record_names_the_version_of_the_call(edited: Door, config: Path) -> None:
    line, version = Line(edited).dial(), edited.service.plans.current.version
    swap(edited, config)
    line.press("1").press("1")
    line.status()
    record = edited.service.records.get(line.sid)
    assert record is not None
    assert record.plan == version


# "Data, press 1" was heard from one machine; the other, two lines behind, takes the key.
def test_a_call_is_finished_on_its_version_by_another_machine(
    door: Door, clock: Clock, config: Path, tmp_path: Path
) -> None:
    shared = PlanVersions(database(door.service.settings))
    ahead = Door(replace(door.service, plans=Plans(plan_in(config, WORDS, KINDS))), clock)
    swap(ahead, config)
    files = take(config, WORDS)
    shared.keep(files.version, files.pack(), clock.now)
    behind = Door(
        replace(
            door.service,
            plans=Plans(door.service.plans.current, PlanStore(tmp_path, KINDS, shared).get),
        ),
        clock,
    )
    line = Line(ahead).dial()
    line.door = behind
    assert queue_of(line.press("1")) == "nm"
    assert queue_of(Line(behind).dial().press("1")) == "data"
