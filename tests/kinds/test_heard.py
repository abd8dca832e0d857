"""What is understood of what people key and say, and how it is read back: the tables in ``heard``.

``keyed`` and ``said``: language, answer, value kept (``~``: asked again).
``read_back``: language, value, words.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from ivr.call.events import Event, Keys, SpeechInput
from ivr.engine.kinds.amount import Amount
from ivr.engine.kinds.date import Date
from ivr.engine.kinds.keypad_entry import KeypadEntry
from ivr.engine.kinds.time import Time
from ivr.plan.call_plan import CallPlan
from tests.kinds.asking import SPEC, parsed

KINDS: dict[str, type[KeypadEntry]] = {"amount": Amount, "date": Date, "time": Time}
Row = tuple[str, str, str, str | None]  # kind, language, what is told, what comes of it


def rows(section: str) -> list[Row]:
    return list(_rows(section))


def _rows(section: str) -> Iterator[Row]:
    for path in sorted((Path(__file__).parent / "heard").glob("*.yaml")):
        table = yaml.safe_load(path.read_text("utf-8"))[section]
        for language, answers in table.items():
            yield from ((path.stem, language, told, value) for told, value in answers.items())


def value_of(plan: CallPlan, row: Row, event: Event) -> str | None:
    kind, language, *_ = row
    return parsed(plan, KINDS[kind]("visit.asked", SPEC), event, language)


def test_every_table_is_of_a_kind() -> None:
    assert {kind for kind, *_ in rows("said")} == KINDS.keys()


@pytest.mark.parametrize("row", rows("keyed"), ids=str)
def test_keyed(plan: CallPlan, row: Row) -> None:
    assert value_of(plan, row, Keys(row[2])) == row[3]


@pytest.mark.parametrize("row", rows("said"), ids=str)
def test_said(plan: CallPlan, row: Row) -> None:
    assert value_of(plan, row, SpeechInput(row[2], 0.9)) == row[3]


@pytest.mark.parametrize("row", rows("read_back"), ids=str)
def test_read_back(row: Row) -> None:
    kind, language, value, spoken = row
    assert KINDS[kind].read_back(value, language) == spoken
