"""``ivr holidays AR --year 2027``: which days close which queue, and how each is called."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime

from ivr.commands.output import dump, table
from ivr.engine.kinds.registry import KINDS
from ivr.errors import IvrError
from ivr.plan.call_plan import CallPlan, Country
from ivr.plan.versions import WORDS, plan_in
from ivr.settings import Settings, load_settings
from ivr.why.year import DayOff, closure_lines, days_off, working_all_the_same

_YEARS = range(2000, 2100)


class HolidaysRefused(IvrError):
    """What was asked for is in no calendar."""


def add(sub: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = sub.add_parser(
        "holidays", help="which days close which queue, and what callers hear them called"
    )
    parser.add_argument("country", nargs="*", metavar="CC", help="such as AR (default: all)")
    parser.add_argument("--year", type=int, help="default: this year")
    parser.add_argument("--json", action="store_true", help="for programs")
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    plan = _plan(load_settings())
    year = arguments.year or datetime.now(UTC).year
    if year not in _YEARS:
        raise HolidaysRefused(f"calendars reach from {_YEARS.start} to {_YEARS.stop - 1}")
    countries = [_country(plan, code) for code in arguments.country or plan.countries]
    if arguments.json:
        print(dump({each.code: list(days_off(plan, each, year)) for each in countries}))
    else:
        print("\n\n".join(_shown(plan, country, year) for country in countries))
    return 0


def _plan(settings: Settings) -> CallPlan:
    return plan_in(settings.config, WORDS, KINDS)


def _country(plan: CallPlan, text: str) -> Country:
    country = plan.countries.get(text.upper())
    if country is None:
        known = ", ".join(plan.countries)
        raise HolidaysRefused(f"there is no country {text!r}; there are {known}")
    return country


def _shown(plan: CallPlan, country: Country, year: int) -> str:
    headings = ("day", "", "closes", *country.languages)
    kept = [_row(day) for day in days_off(plan, country, year)]
    parts = [f"{country.name}, {year}", table(headings, kept) if kept else "no holidays"]
    others = [_row(day) for day in working_all_the_same(plan, country, year)]
    if others:
        parts += ["not kept (see `also:` and `except:`):", table(headings, others)]
    closures = list(closure_lines(plan, country, year))
    if closures:
        parts += ["closures.yaml:", *closures]
    return "\n".join(parts)


def _row(day: DayOff) -> tuple[str, ...]:
    names = (name or "(a holiday, without its name)" for name in day.names.values())
    return f"{day.day:%a %Y-%m-%d}", day.kind, ", ".join(day.closes) or "–", *names
