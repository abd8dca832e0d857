"""Every published number × menu key × language of its country reaches the right queue."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ivr.plan.versions import Plans
from ivr.rehearsal.service import Stage, a_caller_of
from ivr.web.situation import situation
from tests.conftest import BUSINESS_HOURS

# What a caller keys in the service menu, and the queue that the handbook names for it. After a menu
# key, 0 goes to the queue at once; a line without a menu needs only that.
SEVEN = {"1 0": "data", "2 0": "nm", "3 0": "data-center", "4 0": "vyvx"}
OTHER = {"0 1 0": "billing", "0 2 0": "changes", "0 3 0": "orders", "0 0": "reception"}
COSTA_RICA = {"1 0": "data", "2 0": "nm", "3 0": "vyvx"}
SWITCHBOARD = {"2 0": "billing", "3 0": "orders", "0": "reception"}
BILLING = {f"{key} 0": "billing" for key in "1234"}


def through(menu: dict[str, str]) -> dict[str, str]:
    """A switchboard: key 1 leads to the country's own service menu."""
    return {**SWITCHBOARD, **{f"1 {keys}": queue for keys, queue in menu.items()}}


TABLE: dict[str, dict[str, str]] = {
    "+548008005383": SEVEN | OTHER,
    "+541151705383": SEVEN | OTHER,
    "+558008873333": SEVEN | OTHER,
    "+551139572288": SEVEN | OTHER,
    "+56800360303": SEVEN | OTHER,
    "+56224225803": SEVEN | OTHER,
    "+5718000117997": SEVEN | OTHER,
    "+576016119013": SEVEN | OTHER,
    "+5931800400408": SEVEN | OTHER,
    "+59324005080": SEVEN | OTHER,
    "+528009991422": SEVEN | OTHER,
    "+525525816333": SEVEN | OTHER,
    "+5180070662": SEVEN | OTHER,
    "+5117055777": SEVEN | OTHER,
    "+18004677288": COSTA_RICA | OTHER,
    "+13058086010": COSTA_RICA | OTHER,
    "+588002858300": {"1 0": "data"} | OTHER,
    "+582122049378": {"1 0": "data"} | OTHER,
    "+582122049306": {"0": "nm"},
    "+588001341064": {"0": "vyvx"},
    "+548008005853": BILLING | {"0 1 0": "billing", "0 2 0": "changes", "0 3 0": "orders"},
    "+541151700000": through(SEVEN),
    "+551139572200": {"1 0": "data", "2 0": "data-center"} | OTHER,
    "+551139571900": {"": "reception"},
    "+56224225900": through(SEVEN),
    "+576016119000": through(SEVEN),
    "+59324004040": through(SEVEN),
    "+13058085934": through(COSTA_RICA),
    "+525525816270": through(SEVEN),
    "+5073140324": through(COSTA_RICA),
    "+5117055700": through(SEVEN),
    "+582122049275": through({"1 0": "data", "2 0": "nm", "3 0": "vyvx"}),
}


def rows() -> Iterator[tuple[str, str, str]]:
    for number, keys in TABLE.items():
        for pressed, queue in keys.items():
            yield number, pressed, queue


def test_the_table_names_every_number_of_the_plan(plans: Plans) -> None:
    assert set(TABLE) == set(plans.current.numbers)


@pytest.mark.parametrize(("number", "keys", "queue"), list(rows()))
def test_queue(number: str, keys: str, queue: str, stage: Stage) -> None:
    plan = stage.service.plans.current
    country = plan.countries[plan.numbers[number].country]
    simulator = stage.simulator(situation(BUSINESS_HOURS, None))
    for presses, language in enumerate(country.languages):
        if presses and not keys:
            continue  # a line that asks nothing has no key to change the language with
        script = " ".join(["9"] * presses + [keys])
        result = simulator.place(number, a_caller_of(country.code), script)
        record = stage.record(result.call_sid)
        assert (result.outcome.kind, result.outcome.queue) == ("queued", queue), script
        assert record is not None
        assert record.language == language
