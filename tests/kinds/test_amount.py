"""Amounts of money: tests/kinds/heard/amount.yaml tells how they are keyed and said."""

from __future__ import annotations

from ivr.call.events import Keys
from ivr.engine.kinds.amount import Amount, currency_of
from ivr.plan.call_plan import CallPlan
from ivr.plan.versions import Plans
from tests.kinds.asking import SPEC, parsed


def test_a_bound_is_in_whole_units(plan: CallPlan) -> None:
    node = Amount("visit.asked", SPEC, highest=100)
    assert parsed(plan, node, Keys("100*00"), "es") == "ARS 100.00"
    assert parsed(plan, node, Keys("100*01"), "es") is None


# The money of every country that we serve has a noun of ours, in every language of that country.
def test_every_country_has_its_money(plans: Plans) -> None:
    for country in plans.current.countries.values():
        for language in country.languages:
            spoken = Amount.read_back(f"{currency_of(country.code)} 3.00", language)
            assert len(spoken.split()) == 2, (country.code, language, spoken)
