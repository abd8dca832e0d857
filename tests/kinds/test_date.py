"""Which days are answers; tests/kinds/heard/date.yaml tells how they are keyed and said."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ivr.call.events import SpeechInput
from ivr.engine.kinds.date import Date
from ivr.plan.call_plan import CallPlan
from tests.kinds.asking import SPEC, parsed


# Late in the evening of Buenos Aires the day is another than in UTC.
def test_today_is_that_of_the_country_dialled(plan: CallPlan) -> None:
    late = datetime(2026, 11, 25, 2, 30, tzinfo=UTC)
    node = Date("visit.asked", SPEC)
    assert parsed(plan, node, SpeechInput("hoy"), "es-AR", late) == "2026-11-24"


@pytest.mark.parametrize(
    ("first", "last", "said", "expected"),
    [
        (None, 0, "el lunes", "2026-11-23"),
        (0, None, "el lunes", "2026-11-30"),
        (None, 0, "24 de diciembre", "2025-12-24"),
        (0, None, "24 de noviembre", "2027-11-24"),
        (-90, 0, "24 de diciembre", None),
        (-90, 0, "hace noventa días", "2026-08-27"),
        (-90, 0, "hace noventa y un días", None),
        (0, 90, "ayer", None),
        (0, 90, "hoy", "2026-11-25"),
    ],
)
def test_bounds_choose_and_refuse(
    plan: CallPlan, first: int | None, last: int | None, said: str, expected: str | None
) -> None:
    node = Date("visit.asked", SPEC, first=first, last=last)
    assert parsed(plan, node, SpeechInput(said), "es-AR") == expected
