"""Every code: documented, and found in a plan that is broken in just that way."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from ivr.check import Finding, check
from ivr.check.codes import CODES
from ivr.check.loading import load_all
from ivr.check.paths import path_findings
from ivr.check.places import Places
from ivr.check.walk import walk_plan
from ivr.engine.kinds.choose import Choose, Pick
from ivr.engine.kinds.menu import Menu
from ivr.engine.kinds.options import Option
from ivr.engine.kinds.registry import KINDS
from ivr.engine.node import Node
from ivr.plan.call_plan import Go
from ivr.plan.snapshot import take
from ivr.settings import PACKAGE_ROOT
from tests.check.plans import HERE, TODAY, Copied, copied

BROKEN: list[dict[str, Any]] = yaml.safe_load((HERE / "broken.yaml").read_text("utf-8"))
ELSEWHERE = {"C704", "P010", "W510", "W511", "R405", "R406"}  # tested below, and in test_zones.py


@pytest.fixture
def plan(tmp_path: Path) -> Copied:
    return copied(tmp_path)


def test_the_plan_that_is_broken_here_is_right(plan: Copied) -> None:
    assert {finding.code for finding in plan.check().findings} == {"W509"}


@pytest.mark.parametrize("case", BROKEN, ids=[f"{c['code']}-{c['says'][:30]}" for c in BROKEN])
def test_broken_plan(plan: Copied, case: dict[str, Any]) -> None:
    plan.change(case["file"], case["change"], case["to"])
    if "and" in case:
        plan.change(case["file"], *case["and"])
    name = case.get("in", case["file"])
    line = plan.line(name, case["at"], case.get("nth", 1))
    report = plan.check()
    found = [str(finding) for finding in report.findings if finding.code == case["code"]]
    assert any(f"/{name}:{line}: " in each and case["says"] in each for each in found), (
        line,
        found or list(map(str, report.findings))[:5],
    )
    assert bool(report.errors) or CODES[case["code"]].severity == "warning"


# 05 is an answer, so two digits that are at most 5 are a question like any other.
@pytest.mark.parametrize("shape", ["min: 2, max: 2, highest: 5", "min: 3, max: 5, highest: 99"])
def test_leading_zeros_fit_a_bound(plan: Copied, shape: str) -> None:
    plan.change("dialogs.yaml", "digits: {min: 4, max: 15}", f"digits: {{{shape}}}")
    assert {finding.code for finding in plan.check().findings} == {"W509"}


def test_a_recording_of_nothing(plan: Copied) -> None:
    (plan.words / "audio" / "es").mkdir()
    (plan.words / "audio" / "es" / "no-such-prompt.wav").write_bytes(b"")
    found = [str(finding) for finding in plan.check().findings if finding.code == "W510"]
    assert found == [
        "prompts/audio/es/no-such-prompt.wav: warning W510: no prompt has this name; "
        "name it audio/<language>/<prompt>.wav, or remove it"
    ]


def test_music_is_missing(plan: Copied) -> None:
    (plan.words / "audio" / "music" / "hold.wav").unlink()
    assert "W511" in {finding.code for finding in plan.check().errors}


def test_a_fault_of_the_service_is_reported_with_its_place(plan: Copied) -> None:
    menu = node_of(plan, "main")
    assert isinstance(menu, Menu)
    faulty = Option("1", "vyvx", Go("incident", fill=(("topic",),)))  # type: ignore[arg-type]
    found = walked_with(plan, replace(menu, options=(faulty,)), "R405")
    assert {(finding.file, finding.line) for finding in found} == {("config/dialogs.yaml", 1)}
    assert "ValueError" in found[0].what


def test_an_answer_that_fits_into_no_address(plan: Copied) -> None:
    choose = node_of(plan, "incident.severity")
    assert isinstance(choose, Choose)
    picks = (Pick("1", "x" * 70), Pick("2", "not-affected"))
    found = walked_with(plan, replace(choose, picks=picks), "R406")
    line = plan.line("dialogs.yaml", "    severity:")
    assert ("config/dialogs.yaml", line) in [(finding.file, finding.line) for finding in found]


def test_a_copy_beside_the_words(plan: Copied) -> None:
    (plan.words / "es - copia.ftl").write_bytes(b"\xff\xfe")
    (finding,) = [f for f in check(plan.config, plan.words, TODAY).findings if f.code == "P010"]
    assert (finding.file, finding.severity) == ("prompts/es - copia.ftl", "warning")


def node_of(plan: Copied, name: str) -> Node:
    loaded = load_all(take(plan.config, plan.words), plan.words, KINDS).loaded
    assert loaded is not None
    return loaded.plan.nodes[name]


def walked_with(plan: Copied, node: Node, code: str) -> list[Finding]:
    """The findings of the walk when one node is not as the compiler would ever make it."""
    loaded = load_all(take(plan.config, plan.words), plan.words, KINDS).loaded
    assert loaded is not None
    nodes = {**loaded.plan.nodes, node.id: node}
    faulty = replace(loaded, plan=replace(loaded.plan, nodes=nodes))
    walk = walk_plan(faulty.plan, TODAY)
    return [f for f in path_findings(faulty, walk, Places(faulty)) if f.code == code]


def test_every_code_has_a_broken_plan() -> None:
    assert {case["code"] for case in BROKEN} | ELSEWHERE == set(CODES)


def test_every_code_is_documented() -> None:
    page = (PACKAGE_ROOT / "docs" / "CHECKS.md").read_text("utf-8")
    headings = dict(re.findall(r"^### ([A-Z]\d{3}) \((error|warning)\)", page, re.MULTILINE))
    assert headings == {code.id: code.severity for code in CODES.values()}


def test_a_finding_reads_like_a_compiler_message() -> None:
    finding = Finding("config/dialogs.yaml", 12, "D210", "twice", "keep one")
    assert str(finding) == "config/dialogs.yaml:12: error D210: twice; keep one"
    whole = Finding("prompts/audio/x.wav", 0, "W510", "unknown")
    assert str(whole) == "prompts/audio/x.wav: warning W510: unknown"
