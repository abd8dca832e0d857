"""One slip in the shipped plan is either reported, or every call still ends well.

``IVR_MUTATIONS=2000`` tries more of them.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ivr.check import check
from ivr.check.walk import Memory, walk_plan
from ivr.plan.versions import WORDS
from ivr.settings import PACKAGE_ROOT
from tests.check.mutations import FILES, mutated
from tests.check.plans import TODAY, Copied, copied
from tests.check.wanderers import stands, wander

SHIPPED = PACKAGE_ROOT / "config"
CALLS = 40
COUNT = int(os.environ.get("IVR_MUTATIONS", "40"))
FIRST = int(os.environ.get("IVR_FIRST_MUTATION", "0"))  # so that long runs can be divided
MEMORY: Memory = {}


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Copied:
    return copied(tmp_path_factory.mktemp("mutated"), SHIPPED, WORDS)


@pytest.fixture(scope="module")
def texts(plan: Copied) -> dict[str, str]:
    return {name: plan.file(name).read_text("utf-8") for name in FILES}


def test_the_shipped_plan_has_no_problems() -> None:
    assert check(SHIPPED, WORDS, TODAY, MEMORY).findings == ()


@pytest.mark.parametrize("seed", range(FIRST, FIRST + COUNT))
def test_one_slip(plan: Copied, texts: dict[str, str], seed: int) -> None:
    name, text = mutated(seed, texts)
    path: Path = plan.file(name)
    path.write_text(text, "utf-8")
    try:
        report = check(plan.config, plan.words, TODAY, MEMORY)
    finally:
        path.write_text(texts[name], "utf-8")
    if report.errors:
        assert all(error.file and error.what for error in report.errors)
        return
    assert report.plan is not None
    for call in range(CALLS):
        assert wander(report.plan, seed * CALLS + call) in ("person", "ticket")


def test_calls_to_the_shipped_plan_end_well() -> None:
    plan = check(SHIPPED, WORDS, TODAY, MEMORY).plan
    assert plan is not None
    ends = [wander(plan, seed) for seed in range(500)]
    assert set(ends) == {"person", "ticket"}


def test_the_walk_has_been_wherever_calls_get() -> None:
    plan = check(SHIPPED, WORDS, TODAY, MEMORY).plan
    assert plan is not None
    walk = walk_plan(plan, TODAY, MEMORY)
    walked = {(p.stand.node, p.stand.queue, p.stand.waiting) for p in walk.places}
    for seed in range(500):
        missed = {s for s in stands(plan, 5000 + seed) if s not in walked and s[0] != "queue"}
        assert not missed
