"""Times of the day: tests/kinds/heard/time.yaml tells how they are keyed and said."""

from __future__ import annotations

import pytest

from ivr.call.events import SpeechInput
from ivr.engine.kinds.time import Time
from ivr.plan.call_plan import CallPlan
from tests.kinds.asking import SPEC, parsed


# What is read back is understood when it is said again.
@pytest.mark.parametrize("language", ["es-AR", "pt-BR", "en"])
def test_every_time_that_is_read_back_is_understood(plan: CallPlan, language: str) -> None:
    for minute in range(0, 24 * 60, 7):
        value = f"{minute // 60:02}:{minute % 60:02}"
        spoken = Time.read_back(value, language)
        heard = parsed(plan, Time("visit.asked", SPEC), SpeechInput(spoken), language)
        # Where a clock of twenty-four hours is spoken, the hours up to twelve are in doubt.
        assert heard == value or (heard is None and language == "pt-BR" and minute < 13 * 60), (
            spoken
        )
