"""Amounts as people key and say them, in the money of each country."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ivr.call.call import Call
from ivr.call.events import Event, Keys, SpeechInput
from ivr.call.position import Position
from ivr.engine.context import Context
from ivr.engine.kinds.amount import Amount, currency_of
from ivr.plan.call_plan import CallPlan
from ivr.plan.kinds import FieldSpec
from ivr.plan.versions import Plans
from routing.model import Floor
from tests.kinds.conftest import OPEN

SPEC = FieldSpec("visit", "cost", "billing-account", "next", "leave")


def parsed(
    plan: CallPlan, event: Event, language: str, country: str = "AR", highest: int = 0
) -> str | None:
    position = Position(plan.version, "visit.cost", language)
    dialled = replace(plan.countries["AR"], code=country)
    ctx = Context(plan, Call("CA1", "+541151705383", None), dialled, position, OPEN, Floor())
    return Amount("visit.cost", SPEC, highest=highest).parse(ctx, event)


@pytest.mark.parametrize(
    ("country", "keys", "expected"),
    [
        ("AR", "150", "ARS 150.00"),
        ("AR", "150*50", "ARS 150.50"),
        ("AR", "0*05", "ARS 0.05"),
        ("BR", "20*75", "BRL 20.75"),
        ("CL", "20000", "CLP 20000"),
        ("CL", "20*75", None),
        ("EC", "5", "USD 5.00"),
        ("AR", "150*5", None),
        ("AR", "150*", None),
        ("AR", "150*50*5", None),
        ("AR", "0", None),
        ("AR", "0*00", None),
        ("AR", "1234567890", None),
        ("AR", "*150", None),
    ],
)
def test_keyed(plan: CallPlan, country: str, keys: str, expected: str | None) -> None:
    assert parsed(plan, Keys(keys), "es", country) == expected


@pytest.mark.parametrize(
    ("language", "country", "said", "expected"),
    [
        ("es-AR", "AR", "ciento cincuenta pesos con cincuenta centavos", "ARS 150.50"),
        ("es-AR", "AR", "ciento cincuenta con cincuenta", "ARS 150.50"),
        ("es-AR", "AR", "mil doscientos", "ARS 1200.00"),
        ("es-AR", "AR", "$1.500,75", "ARS 1500.75"),
        ("es-MX", "MX", "$1,500.75", "MXN 1500.75"),
        ("es-AR", "AR", "150,5 pesos", "ARS 150.50"),
        ("es-AR", "AR", "1500 pesos", "ARS 1500.00"),
        ("es-AR", "AR", "un peso", "ARS 1.00"),
        ("es-AR", "AR", "cincuenta centavos", "ARS 0.50"),
        ("es-AR", "AR", "veinte dólares", "USD 20.00"),
        ("es-AR", "AR", "dos millones de pesos", "ARS 2000000.00"),
        ("es-CR", "CR", "diez mil colones", "CRC 10000.00"),
        ("es-PE", "PE", "treinta y dos soles con diez céntimos", "PEN 32.10"),
        ("es-CL", "CL", "veinte mil pesos", "CLP 20000"),
        ("es-CL", "CL", "veinte pesos con cinco centavos", None),
        ("es-AR", "AR", "no sé", None),
        ("es-AR", "AR", "pesos", None),
        ("es-AR", "AR", "", None),
        ("pt-BR", "BR", "cento e vinte reais e cinquenta centavos", "BRL 120.50"),
        ("pt-BR", "BR", "mil e duzentos reais", "BRL 1200.00"),
        ("pt-BR", "BR", "R$ 99,90", "BRL 99.90"),
        ("pt-BR", "BR", "vinte e um", "BRL 21.00"),
        ("en", "US", "a hundred fifty dollars and fifty cents", "USD 150.50"),
        ("en", "US", "$150.50", "USD 150.50"),
        ("en", "US", "twenty point seventy five", "USD 20.75"),
        ("en", "AR", "two hundred pesos", "ARS 200.00"),
    ],
)
def test_said(plan: CallPlan, language: str, country: str, said: str, expected: str | None) -> None:
    assert parsed(plan, SpeechInput(said, 0.9), language, country) == expected


def test_a_bound_is_in_whole_units(plan: CallPlan) -> None:
    assert parsed(plan, Keys("100*00"), "es", highest=100) == "ARS 100.00"
    assert parsed(plan, Keys("100*01"), "es", highest=100) is None


@pytest.mark.parametrize(
    ("value", "language", "spoken"),
    [
        ("ARS 150.50", "es-AR", "ciento cincuenta pesos con cincuenta centavos"),
        ("ARS 1.01", "es-AR", "un peso con un centavo"),
        ("ARS 0.50", "es-AR", "cincuenta centavos"),
        ("ARS 21.00", "es-AR", "veintiún pesos"),
        ("CLP 20000", "es-CL", "veinte mil pesos"),
        ("ARS 2000000.00", "es-AR", "dos millones de pesos"),
        ("BRL 120.50", "pt-BR", "cento e vinte reais e cinquenta centavos"),
        ("USD 150.50", "en", "one hundred fifty dollars and fifty cents"),
        ("PEN 32.10", "es-PE", "treinta y dos soles con diez céntimos"),
        ("UYU 2.00", "es-UY", "dos pesos uruguayos"),
    ],
)
def test_read_back(value: str, language: str, spoken: str) -> None:
    assert Amount.read_back(value, language) == spoken


# The money of every country that we serve has a noun of ours, in every language of that country.
def test_every_country_has_its_money(plans: Plans) -> None:
    for country in plans.current.countries.values():
        for language in country.languages:
            spoken = Amount.read_back(f"{currency_of(country.code)} 3.00", language)
            assert len(spoken.split()) == 2, (country.code, language, spoken)
