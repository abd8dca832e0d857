"""One golden file for each kind of item: an event at a node of it, and what comes of it.

``pytest tests/kinds --update`` rewrites what is expected; read the difference before keeping it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from ivr.engine.kinds.registry import NODES
from ivr.plan.call_plan import CallPlan
from tests.kinds.conftest import Step
from tests.kinds.stepping import told

HERE = Path(__file__).parent
KINDS = sorted(NODES, key=lambda kind: kind.__name__)


def golden(kind: type) -> Path:
    words = re.findall("[A-Z][a-z]*", kind.__name__)
    return HERE / f"{'_'.join(words).lower()}.yaml"


def read(path: Path) -> list[dict[str, Any]]:
    return yaml.safe_load(path.read_text("utf-8"))  # type: ignore[no-any-return]


def turn_of(step: Step, case: Mapping[str, Any]) -> dict[str, object]:
    more = dict(case.get("with", {}))
    if "now" in more:
        more["now"] = datetime.fromisoformat(more["now"])
    return told(step(case["event"], **case["at"], **more))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_kind(kind: type, step: Step, plan: CallPlan, request: pytest.FixtureRequest) -> None:
    path = golden(kind)
    assert path.exists(), f"{kind.__name__} has no golden file: write {path.name}"
    cases = read(path)
    results = [turn_of(step, case) for case in cases]
    if request.config.getoption("--update"):
        _write(path, [{**case, "then": then} for case, then in zip(cases, results, strict=True)])
        return
    for case, then in zip(cases, results, strict=True):
        assert isinstance(plan.nodes[case["at"]["node"]], kind), case["rule"]
        assert then == case["then"], case["rule"]
    assert cases


def test_no_golden_file_is_left_over() -> None:
    assert {path.name for path in HERE.glob("*.yaml")} == {golden(kind).name for kind in KINDS}


def _write(path: Path, cases: list[dict[str, Any]]) -> None:
    path.write_text("\n".join(map(_written, cases)), "utf-8")


def _written(case: Mapping[str, Any]) -> str:
    parts = [_dumped({key: case[key]}, flow=key in ("at", "with")) for key in case]
    return "- " + "".join(parts).replace("\n", "\n  ").removesuffix("  ")


def _dumped(value: object, flow: bool) -> str:
    style = None if flow else False
    return yaml.safe_dump(
        value, default_flow_style=style, sort_keys=False, allow_unicode=True, width=1000
    )
