"""Every call in tests/calls, replayed through the real app: what is heard, what is left.

Each webhook is sent twice (one effect, the same bytes), and each call is placed under both readings
of what Twilio's documentation leaves open. ``--update`` rewrites the expectations.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from ivr.rehearsal import scripts as call_scripts
from ivr.rehearsal.service import Stage
from ivr.simulator import DEFAULT, OTHER

SCRIPTS = sorted((Path(__file__).parent / "calls").glob("*.yaml"))
READINGS = {"likely": DEFAULT, "other": OTHER}


def test_there_are_at_least_forty() -> None:
    assert len(SCRIPTS) >= 40


@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_call(path: Path, reading: str, stage: Stage, request: pytest.FixtureRequest) -> None:
    script = call_scripts.load(path)
    result = call_scripts.replay(stage, script, READINGS[reading])
    heard = call_scripts.outcome_of(stage, result)
    assert result.outcome.kind != "failed", result.outcome.detail
    assert not result.warnings
    if request.config.getoption("--update") and reading == "likely":
        keep = (script.keys, script.at, script.situation, script.about)
        path.write_text(call_scripts.written(stage, result, *keep), "utf-8")
    expected = call_scripts.load(path).expect
    assert without_confidence(heard) == without_confidence(expected)


def without_confidence(value: object) -> object:
    """Whether a confidence comes with speech is one of the things that are not settled."""
    if isinstance(value, dict):
        return {k: without_confidence(v) for k, v in value.items() if k != "confidence"}
    if isinstance(value, list):
        return [without_confidence(item) for item in value]
    return value
