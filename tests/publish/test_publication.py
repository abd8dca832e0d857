"""One process of a machine decides, the others follow; when it dies, another decides."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivr.engine.kinds.registry import KINDS
from ivr.publish import publication as following
from ivr.publish import publisher as publishing
from ivr.publish.publication import Publication
from ivr.publish.publisher import Publisher
from ivr.publish.state import FILE, PlanState, read_state, write_state
from tests.plan.writing import edit
from tests.publish.conftest import Machine


@pytest.fixture(autouse=True)
def _proven_here(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    def publisher(*parts: object) -> Publisher:
        return Publisher(*parts, prove=machine.prover)  # type: ignore[arg-type]

    monkeypatch.setattr(following, "Publisher", publisher)
    monkeypatch.setattr(publishing.Publisher, "run", lambda self, stop: None)


def publication(machine: Machine) -> Publication:
    return Publication(machine.config, machine.words, machine.folder, KINDS)


def test_the_first_decides_and_the_second_follows(machine: Machine) -> None:
    first = publication(machine)
    second = publication(machine)
    assert first.plans.current.version == second.plans.current.version
    assert len(machine.prover.asked) == 1
    live = first.plans.current.version
    edit(machine.config, "person: data", "person: reception")
    state = first._publisher.bring_up()
    second.look()
    assert second.plans.current.version == state.live != live
    assert second.plans.at(live) is not None


def test_a_refusal_is_seen_by_all(machine: Machine) -> None:
    first, second = publication(machine), publication(machine)
    edit(machine.config, "person: data", "person: nobody-at-all")
    first._publisher.bring_up()
    second.look()
    assert "there is no queue" in second.state.problems[0]
    assert second.plans.current.version == first.plans.current.version


def test_another_takes_the_place_of_the_one_that_died(machine: Machine) -> None:
    first, second = publication(machine), publication(machine)
    first._lock.release()
    edit(machine.config, "person: data", "person: reception")
    live = second.plans.current.version
    second.look()
    assert second.plans.current.version != live


def test_a_version_that_cannot_be_had_is_waited_for(machine: Machine) -> None:
    first = publication(machine)
    second, live = publication(machine), first.plans.current.version
    write_state(machine.folder, PlanState("0123456789ab", "0123456789ab"))
    second.look()
    assert second.plans.current.version == live


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"live": 1}', '"x"'])
def test_a_state_that_cannot_be_read_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text, "utf-8")
    assert read_state(tmp_path) is None
