"""Plans by version: compiled once, the old ones still served, none ever mistaken for another."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivr.engine.kinds.registry import KINDS
from ivr.errors import ConfigError
from ivr.plan.call_plan import CallPlan
from ivr.plan.versions import WORDS, CompiledPlans, Plans, plan_in
from tests.plan.writing import COUNTRIES, edit, write


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return write(tmp_path)


@pytest.fixture
def first(config: Path) -> CallPlan:
    return plan_in(config, WORDS, KINDS)


@pytest.fixture
def second(config: Path, first: CallPlan) -> CallPlan:
    edit(config, "person: data", "person: reception")
    return plan_in(config, WORDS, KINDS)


def test_a_running_call_finishes_on_its_version(first: CallPlan, second: CallPlan) -> None:
    plans = Plans(first)
    plans.go_live(second)
    assert plans.current is second
    assert plans.at(first.version) is first
    assert first.version != second.version


def test_a_version_from_elsewhere_is_brought_once(first: CallPlan, second: CallPlan) -> None:
    asked: list[str] = []

    def found(version: str) -> CallPlan | None:
        asked.append(version)
        return second if version == second.version else None

    plans = Plans(first, found)
    assert plans.at(second.version) is plans.at(second.version) is second
    assert plans.at("lost") is plans.at("lost") is None
    assert plans.nearest("lost") is first
    assert asked == [second.version, "lost"]


def test_a_version_that_was_missed_is_asked_for_again_after_a_change(
    first: CallPlan, second: CallPlan
) -> None:
    there: dict[str, CallPlan] = {}
    plans = Plans(first, there.get)
    assert plans.at(second.version) is None
    there[second.version] = second
    plans.go_live(first)
    assert plans.at(second.version) is second


def test_the_oldest_are_forgotten_and_brought_again(first: CallPlan, second: CallPlan) -> None:
    plans = Plans(first, {second.version: second}.get)
    for _ in range(20):
        plans.go_live(second)
        plans.go_live(first)
    assert plans.at(second.version) is second


def test_a_compiled_plan_is_the_same(first: CallPlan, tmp_path: Path) -> None:
    kept = CompiledPlans(tmp_path / "plans", KINDS)
    kept.keep(first)
    again = kept.get(first.version)
    assert again is not None
    assert (again.version, again.nodes, again.numbers) == (
        first.version,
        first.nodes,
        first.numbers,
    )
    assert again.prompts.text("goodbye", "es") == first.prompts.text("goodbye", "es")


# A plan of a thousand numbers is kept as well.
def test_a_thousand_numbers(config: Path, tmp_path: Path) -> None:
    many = "".join(
        f"    +54 11 4{n:03d}-0000: {{kind: local, answers: support-menu}}\n" for n in range(1000)
    )
    (config / "countries.yaml").write_text(COUNTRIES + many, "utf-8")
    kept, plan = CompiledPlans(tmp_path / "plans", KINDS), plan_in(config, WORDS, KINDS)
    assert len(plan.numbers) == 1002
    kept.keep(plan)
    again = kept.get(plan.version)
    assert again is not None
    assert again.numbers["+541149990000"].display == "+54 11 4999-0000"


@pytest.mark.parametrize("spoiled", [b"", b"\x80\x05N.", b"no pickle", b"cno_such\nthing\n."])
def test_a_spoiled_file_is_none(first: CallPlan, tmp_path: Path, spoiled: bytes) -> None:
    kept = CompiledPlans(tmp_path, KINDS)
    kept.path(first.version).write_bytes(spoiled)
    assert kept.get(first.version) is None


@pytest.mark.parametrize("version", ["0123456789ab", "../../etc/passwd", "", "*"])
def test_a_version_that_is_none(tmp_path: Path, version: str) -> None:
    assert CompiledPlans(tmp_path, KINDS).get(version) is None


def test_a_broken_file_is_named_with_its_line(config: Path) -> None:
    edit(config, "person: data", "person: nobody-at-all")
    with pytest.raises(ConfigError, match=r"^config/dialogs\.yaml:3: there is no queue"):
        plan_in(config, WORDS, KINDS)


def test_a_broken_catalog_is_named_with_its_line(config: Path, tmp_path: Path) -> None:
    words = tmp_path / "words"
    words.mkdir()
    (words / "es.ftl").write_text("a = b\n= broken\n", "utf-8")
    with pytest.raises(ConfigError, match=r"^words/es\.ftl:2: "):
        plan_in(config, words, KINDS)
