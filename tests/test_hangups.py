"""Hanging up at every step of a report leaves what was given until then, once."""

from __future__ import annotations

import pytest

from ivr.rehearsal.service import Stage
from ivr.web.situation import situation
from tests.conftest import BUSINESS_HOURS

# Each answer of a whole report, and the field that is known once it is given.
STEPS = [
    ("1", None),
    ("1", "severity"),
    ("48217#", "circuit_id"),
    ("1", None),
    ("1", "callback"),
    ("say:Ana", "contact"),
    ("2", "since"),
    ("2", "recording"),
    ("say:caído", "description"),
    ("1", "access"),
]


@pytest.mark.parametrize("given", range(len(STEPS) + 1))
def test_hangup(given: int, stage: Stage) -> None:
    keys = " ".join([*(token for token, _ in STEPS[:given]), "hangup"])
    simulator = stage.simulator(situation(BUSINESS_HOURS, None))
    result = simulator.place("+541151705383", "+5491155551234", keys)
    assert result.outcome.kind == "hangup"
    fields = [field for _, field in STEPS[:given] if field]
    incidents = stage.incidents(result.call_sid)
    assert len(incidents) == (1 if fields else 0)
    if fields:
        assert list(incidents[0].fields) == fields
        assert incidents[0].status == ("open" if given == len(STEPS) else "partial")
    record = stage.record(result.call_sid)
    assert record is not None
    assert record.outcome == "hangup"
