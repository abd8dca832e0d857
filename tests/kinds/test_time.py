"""Times as people key and say them."""

from __future__ import annotations

import pytest

from ivr.call.call import Call
from ivr.call.events import Event, Keys, SpeechInput
from ivr.call.position import Position
from ivr.engine.context import Context
from ivr.engine.kinds.time import Time
from ivr.plan.call_plan import CallPlan
from ivr.plan.kinds import FieldSpec
from routing.model import Floor
from tests.kinds.conftest import OPEN

SPEC = FieldSpec("visit", "at", "billing-account", "next", "leave")


def parsed(plan: CallPlan, event: Event, language: str) -> str | None:
    call = Call("CA1", "+541151705383", None)
    position = Position(plan.version, "visit.at", language)
    ctx = Context(plan, call, plan.countries["AR"], position, OPEN, Floor())
    return Time("visit.at", SPEC).parse(ctx, event)


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("1530", "15:30"),
        ("930", "09:30"),
        ("0930", "09:30"),
        ("9", "09:00"),
        ("15", "15:00"),
        ("0", "00:00"),
        ("2400", "00:00"),
        ("24", "00:00"),
        ("2430", None),
        ("1560", None),
        ("25", None),
        ("15300", None),
        ("15*30", None),
        ("", None),
    ],
)
def test_keyed(plan: CallPlan, keys: str, expected: str | None) -> None:
    assert parsed(plan, Keys(keys), "es-AR") == expected


@pytest.mark.parametrize(
    ("language", "said", "expected"),
    [
        ("es-AR", "las tres de la tarde", "15:00"),
        ("es-AR", "a las tres y media de la tarde", "15:30"),
        ("es-AR", "3:30 p. m.", "15:30"),
        ("es-AR", "las 15:30", "15:30"),
        ("es-AR", "quince treinta", "15:30"),
        ("es-AR", "veinte horas", "20:00"),
        ("es-AR", "las nueve y cuarto de la mañana", "09:15"),
        ("es-AR", "las cuatro menos cuarto de la tarde", "15:45"),
        ("es-AR", "un cuarto para las cuatro de la tarde", "15:45"),
        ("es-AR", "diez para la una de la tarde", "12:50"),
        ("es-AR", "las doce del mediodía", "12:00"),
        ("es-AR", "al mediodía", "12:00"),
        ("es-AR", "medianoche", "00:00"),
        ("es-AR", "las doce de la noche", "00:00"),
        ("es-AR", "la una de la madrugada", "01:00"),
        ("es-AR", "las once de la noche", "23:00"),
        ("es-AR", "las ocho y veinticinco de la noche", "20:25"),
        ("es-AR", "las tres", None),  # morning or afternoon?
        ("es-AR", "nueve y media", None),
        ("es-AR", "las quince de la mañana", None),
        ("es-AR", "no sé", None),
        ("pt-BR", "três e meia da tarde", "15:30"),
        ("pt-BR", "às quinze horas", "15:00"),
        ("pt-BR", "quinze e trinta", "15:30"),
        ("pt-BR", "15h30", "15:30"),
        ("pt-BR", "quinze para as quatro da tarde", "15:45"),
        ("pt-BR", "meio-dia", "12:00"),
        ("pt-BR", "nove da manhã", "09:00"),
        ("pt-BR", "dez da noite", "22:00"),
        ("pt-BR", "às três", None),
        ("en", "three thirty p.m.", "15:30"),
        ("en", "3:30 PM", "15:30"),
        ("en", "half past three in the afternoon", "15:30"),
        ("en", "quarter to four in the afternoon", "15:45"),
        ("en", "ten past nine in the morning", "09:10"),
        ("en", "nine oh five a.m.", "09:05"),
        ("en", "noon", "12:00"),
        ("en", "midnight", "00:00"),
        ("en", "twelve a.m.", "00:00"),
        ("en", "at eight", None),
        ("en", "zero hours", "00:00"),
    ],
)
def test_said(plan: CallPlan, language: str, said: str, expected: str | None) -> None:
    assert parsed(plan, SpeechInput(said, 0.9), language) == expected


@pytest.mark.parametrize(
    ("language", "spoken"),
    [
        ("es-AR", "las tres y media de la tarde"),
        ("pt-BR", "quinze e trinta"),
        ("en", "three thirty p.m."),
    ],
)
def test_read_back(language: str, spoken: str) -> None:
    assert Time.read_back("15:30", language) == spoken


# What is read back is understood when it is said again.
@pytest.mark.parametrize("language", ["es-AR", "pt-BR", "en"])
def test_every_time_that_is_read_back_is_understood(plan: CallPlan, language: str) -> None:
    for minute in range(0, 24 * 60, 7):
        value = f"{minute // 60:02}:{minute % 60:02}"
        spoken = Time.read_back(value, language)
        heard = parsed(plan, SpeechInput(spoken), language)
        # Where a clock of twenty-four hours is spoken, the hours up to twelve are in doubt.
        assert heard == value or (heard is None and language == "pt-BR" and minute < 13 * 60), (
            spoken
        )
