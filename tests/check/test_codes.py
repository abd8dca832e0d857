"""Every code: documented, and found in a plan that is broken in just that way."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from ivr.check import Finding
from ivr.check.codes import CODES
from ivr.check.loading import Loaded, load_all
from ivr.check.paths import path_findings
from ivr.check.places import Places
from ivr.check.walk import walk_plan
from ivr.plan.nodes import Menu
from ivr.settings import PACKAGE_ROOT
from tests.check.plans import HERE, TODAY, Copied, copied

BROKEN: list[dict[str, Any]] = yaml.safe_load((HERE / "broken.yaml").read_text("utf-8"))
ELSEWHERE = {"W510", "W511", "R405"}  # not broken by words: tested below


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
    loaded = load_all(plan.config, plan.words)
    assert isinstance(loaded, Loaded)
    menu = loaded.plan.nodes["main"]
    assert isinstance(menu, Menu)
    nodes = {**loaded.plan.nodes, "main": replace(menu, options=(None,))}  # type: ignore[arg-type]
    faulty = replace(loaded, plan=replace(loaded.plan, nodes=nodes))
    walk = walk_plan(faulty.plan, TODAY)
    found = [f for f in path_findings(faulty, walk, Places(faulty)) if f.code == "R405"]
    assert [(finding.file, finding.line) for finding in found] == [("config/dialogs.yaml", 1)]
    assert "AttributeError" in found[0].what


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
