"""Days as people key and say them, and which of them are answers."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ivr.call.call import Call
from ivr.call.events import Event, Keys, SpeechInput
from ivr.call.position import Position
from ivr.engine.context import Context
from ivr.engine.kinds.date import Date
from ivr.plan.call_plan import CallPlan
from ivr.plan.kinds import FieldSpec
from routing.model import Floor

SPEC = FieldSpec("visit", "happened", "billing-account", "next", "leave")
NOW = datetime(2026, 11, 25, 15, 0, tzinfo=UTC)  # a Wednesday


def day(
    plan: CallPlan, event: Event, language: str, node: Date | None = None, now: datetime = NOW
) -> str | None:
    call = Call("CA1", "+541151705383", None)
    position = Position(plan.version, "visit.happened", language)
    ctx = Context(plan, call, plan.countries["AR"], position, now, Floor())
    return (node or Date("visit.happened", SPEC)).parse(ctx, event)


@pytest.mark.parametrize(
    ("language", "keys", "expected"),
    [
        ("es-AR", "2411", "2026-11-24"),
        ("es-AR", "241126", "2026-11-24"),
        ("es-AR", "24112025", "2025-11-24"),
        ("en", "1124", "2026-11-24"),
        ("en", "112426", "2026-11-24"),
        ("pt-BR", "0103", "2027-03-01"),  # nearer than the March before
        ("es-AR", "2902", None),  # no leap year lies near
        ("es-AR", "29022028", "2028-02-29"),
        ("es-AR", "3102", None),
        ("es-AR", "0011", None),
        ("es-AR", "241", None),
        ("es-AR", "2411202", None),
        ("es-AR", "24*11", None),
    ],
)
def test_keyed(plan: CallPlan, language: str, keys: str, expected: str | None) -> None:
    assert day(plan, Keys(keys), language) == expected


@pytest.mark.parametrize(
    ("language", "said", "expected"),
    [
        ("es-AR", "hoy", "2026-11-25"),
        ("es-AR", "ayer", "2026-11-24"),
        ("es-AR", "antes de ayer", "2026-11-23"),
        ("es-AR", "anteayer", "2026-11-23"),
        ("es-AR", "pasado mañana", "2026-11-27"),
        ("es-AR", "el 24 de noviembre", "2026-11-24"),
        ("es-AR", "el martes 24 de noviembre de 2026", "2026-11-24"),
        ("es-AR", "veinticuatro de noviembre de dos mil veintiséis", "2026-11-24"),
        ("es-AR", "el primero de diciembre", "2026-12-01"),
        ("es-AR", "día treinta y uno de octubre", "2026-10-31"),
        ("es-AR", "31 de febrero", None),
        ("es-AR", "24/11", "2026-11-24"),
        ("es-AR", "24-11-2026.", "2026-11-24"),
        ("es-AR", "2026-11-24", "2026-11-24"),
        ("es-AR", "hace tres días", "2026-11-22"),
        ("es-AR", "hace un día", "2026-11-24"),
        ("es-AR", "hace dos semanas", "2026-11-11"),
        ("es-AR", "dentro de una semana", "2026-12-02"),
        ("es-AR", "el lunes pasado", "2026-11-23"),
        ("es-AR", "el miércoles pasado", "2026-11-18"),
        ("es-AR", "el lunes que viene", "2026-11-30"),
        ("es-AR", "el lunes", "2026-11-23"),
        ("es-AR", "noviembre", None),
        ("es-AR", "no sé", None),
        ("es-AR", "", None),
        ("pt-BR", "hoje", "2026-11-25"),
        ("pt-BR", "ontem", "2026-11-24"),
        ("pt-BR", "depois de amanhã", "2026-11-27"),
        ("pt-BR", "vinte e quatro de novembro", "2026-11-24"),
        ("pt-BR", "primeiro de dezembro de 2026", "2026-12-01"),
        ("pt-BR", "há três dias", "2026-11-22"),
        ("pt-BR", "faz uma semana", "2026-11-18"),
        ("pt-BR", "três dias atrás", "2026-11-22"),
        ("pt-BR", "daqui a dois dias", "2026-11-27"),
        ("pt-BR", "segunda-feira passada", "2026-11-23"),
        ("pt-BR", "na próxima sexta", "2026-11-27"),
        ("en", "today", "2026-11-25"),
        ("en", "the day before yesterday", "2026-11-23"),
        ("en", "November 24th", "2026-11-24"),
        ("en", "November twenty fourth", "2026-11-24"),
        ("en", "the 24th of November 2026", "2026-11-24"),
        ("en", "November 24 2026", "2026-11-24"),
        ("en", "the thirty-first of October", "2026-10-31"),
        ("en", "11/24", "2026-11-24"),
        ("en", "three days ago", "2026-11-22"),
        ("en", "a week ago", "2026-11-18"),
        ("en", "in two days", "2026-11-27"),
        ("en", "last Monday", "2026-11-23"),
        ("en", "next Wednesday", "2026-12-02"),
        ("en", "February 30th", None),
    ],
)
def test_said(plan: CallPlan, language: str, said: str, expected: str | None) -> None:
    assert day(plan, SpeechInput(said, 0.9), language) == expected


# Late in the evening of Buenos Aires the day is another than in UTC.
def test_today_is_that_of_the_country_dialled(plan: CallPlan) -> None:
    late = datetime(2026, 11, 25, 2, 30, tzinfo=UTC)
    assert day(plan, SpeechInput("hoy"), "es-AR", now=late) == "2026-11-24"


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
    node = Date("visit.happened", SPEC, first=first, last=last)
    assert day(plan, SpeechInput(said), "es-AR", node) == expected


@pytest.mark.parametrize(
    ("language", "spoken"),
    [
        ("es-AR", "martes veinticuatro de noviembre de dos mil veintiséis"),
        ("pt-BR", "terça-feira, vinte e quatro de novembro de dois mil e vinte e seis"),
        ("en", "Tuesday, November twenty-fourth, two thousand twenty-six"),
    ],
)
def test_read_back(language: str, spoken: str) -> None:
    assert Date.read_back("2026-11-24", language) == spoken
