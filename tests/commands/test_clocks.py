"""Whose clock a wall time is meant by, and which countries a queue serves."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from ivr.commands.clocks import AmbiguousClock, ends_by_country
from ivr.engine.kinds.registry import KINDS
from ivr.engine.reach import queues_reached
from ivr.plan.call_plan import CallPlan
from ivr.plan.versions import WORDS, Plans, plan_in
from tests.plan.writing import COUNTRIES, DIALOGS, QUEUES, write

NOW = datetime(2026, 11, 25, 15, 30, tzinfo=UTC)
CHILE = """\
CL:
  name: Chile
  timezone: {zone}
  languages: [es-CL, en]
  support: line-cl
  numbers:
    800-360-303: {{kind: toll-free, answers: line-cl}}
"""
LINE = """\
line-cl:
  goto: {then: incident, queue: desk-cl}
"""
DESK = """\
desk-cl:
  overflow: [{after: 60s, to: night-cl}, {when: closed, to: reserve-cl}]
night-cl: {}
reserve-cl: {}
"""


def plan_at(folder: Path, zone: str) -> CallPlan:
    """Argentina, and a country with desks of its own."""
    config = write(
        folder,
        countries=COUNTRIES + CHILE.format(zone=zone),
        dialogs=DIALOGS + LINE,
        queues=QUEUES + DESK,
    )
    return plan_in(config, WORDS, KINDS)


@pytest.fixture
def plan(tmp_path: Path) -> CallPlan:
    return plan_at(tmp_path, "America/Bogota")


def ends(plan: CallPlan, queue: str, until: str | None, *named: str) -> dict[str, str]:
    countries = [plan.countries[code] for code in named or plan.countries]
    found = ends_by_country(plan, queue, countries, until, bool(named), NOW)
    return {
        code: end.astimezone(UTC).isoformat(timespec="minutes")[:16] if end else ""
        for code, end in found.items()
    }


def test_which_queues_a_country_leads_to(plan: CallPlan) -> None:
    assert queues_reached(plan, plan.countries["AR"]) == {"data", "reception"}
    # By its line, by what follows a wait, by overflow, and where no other queue is meant.
    own = {"desk-cl", "night-cl", "reserve-cl"}
    assert queues_reached(plan, plan.countries["CL"]) == own | {"reception", "data"}


def test_the_shipped_plan(plans: Plans) -> None:
    plan = plans.current
    assert queues_reached(plan, plan.countries["AR"]) == set(plan.queues)
    assert "vyvx" in queues_reached(plan, plan.countries["VE"])


def test_until_somebody_opens_it(plan: CallPlan) -> None:
    assert ends(plan, "reception", None) == {"AR": "", "CL": ""}


def test_a_desk_of_one_country_is_asked_about_by_no_other(plan: CallPlan) -> None:
    five = "2026-11-25T23:00"  # 18:00 in Bogotá
    assert ends(plan, "desk-cl", "18:00") == {"AR": five, "CL": five}


def test_clocks_that_differ(plan: CallPlan) -> None:
    with pytest.raises(AmbiguousClock) as refused:
        ends(plan, "reception", "18:00")
    assert str(refused.value) == (
        "reception serves countries whose clocks differ, and 18:00 is not one moment "
        "(AR: 21:00 UTC; CL: 23:00 UTC). Say by whose: --country AR closes it for that country, "
        "--country all for each at its own 18:00; or for all at one moment: "
        "--until 2026-11-25T18:00-03:00"
    )


def test_by_the_clock_of_each_that_was_named(plan: CallPlan) -> None:
    both = {"AR": "2026-11-25T21:00", "CL": "2026-11-25T23:00"}
    assert ends(plan, "reception", "18:00", "AR", "CL") == both
    assert ends(plan, "reception", "18:00", "CL") == {"CL": both["CL"]}


def test_one_moment_for_all(plan: CallPlan) -> None:
    ten = "2026-11-25T22:00"
    assert ends(plan, "reception", "2026-11-25T19:00-03:00") == {"AR": ten, "CL": ten}


# Other zones, one moment: nothing is to be guessed.
def test_clocks_that_show_the_same(tmp_path: Path) -> None:
    nine = "2026-11-25T21:00"
    plan = plan_at(tmp_path, "America/Sao_Paulo")
    assert ends(plan, "reception", "18:00") == {"AR": nine, "CL": nine}
