"""Checked models → an immutable call plan. What cannot be linked is named with its line."""

from __future__ import annotations

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ivr.call.telephone import calling_code, parse_number
from ivr.errors import ConfigError, Problem
from ivr.plan import numbers
from ivr.plan.call_plan import CallPlan, Country, Privacy
from ivr.plan.closures import compile_closures
from ivr.plan.dialogs import compile_dialogs
from ivr.plan.hours import calendar, calendar_problems
from ivr.plan.kinds import Kinds
from ivr.plan.model import CountryEntry
from ivr.plan.queues import compile_queues
from ivr.plan.references import broken_references
from ivr.plan.writing import Writing
from ivr.plan.written import COUNTRIES, Written
from prompts.catalog import Catalog


def compile_plan(written: Written, version: str, prompts: Catalog, kinds: Kinds) -> CallPlan:
    """Link everything into a CallPlan. Raises ConfigError listing all problems, in file order."""
    writing = Writing(written, kinds)
    problems = writing.problems
    problems += broken_references(writing)
    found = numbers.collect(written, problems)
    countries = {
        code: _country(written, code, entry, problems) for code, entry in written.countries.items()
    }
    queues, queue_nodes = compile_queues(writing)
    nodes, openings = compile_dialogs(writing)
    closures = compile_closures(writing)
    if problems:
        raise ConfigError(sorted(problems, key=lambda problem: (problem.file, problem.line)))
    return CallPlan(
        version=version,
        nodes={**nodes, **queue_nodes},
        openings=openings,
        numbers=found,
        countries=countries,
        queues=queues,
        default_queue=written.default_queue,
        regions=_regions(countries),
        prompts=prompts,
        closures=closures,
    )


def _country(written: Written, code: str, entry: CountryEntry, problems: list[Problem]) -> Country:
    source = written.sources[COUNTRIES]
    if not _zone_exists(entry.timezone):
        problems.append(
            source.problem(
                (code, "timezone"),
                f"{entry.timezone!r} is no time zone",
                "write one such as America/Bogota",
            )
        )
    problems += [
        source.problem((code, *place), what, remedy)
        for place, what, remedy in calendar_problems(entry)
    ]
    callback = parse_number(entry.callback_from, code) if entry.callback_from else None
    if entry.callback_from and callback is None:
        problems.append(
            source.problem(
                (code, "callback_from"),
                f"{entry.callback_from!r} is not a valid number",
                "write it with + and the country code",
            )
        )
    return Country(
        code=code,
        name=entry.name,
        zone=entry.timezone,
        languages=tuple(entry.languages),
        calendar=calendar(entry),
        callback_from=callback,
        privacy=Privacy(**entry.privacy.model_dump()),
        support=entry.support,
        calling_code=calling_code(code),
    )


def _zone_exists(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _regions(countries: dict[str, Country]) -> dict[str, str]:
    """Calling code → country: the first that the file lists."""
    regions: dict[str, str] = {}
    for country in countries.values():
        regions.setdefault(country.calling_code, country.code)
    return regions
