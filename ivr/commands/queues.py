"""``ivr queues list|close|open``: which desks are open, and closing one at once."""

from __future__ import annotations

import argparse
import difflib
import time
from collections.abc import Iterable
from datetime import UTC, datetime

from ivr.commands.clocks import ends_by_country
from ivr.commands.output import dump, table
from ivr.engine.kinds.registry import KINDS
from ivr.errors import IvrError
from ivr.plan.call_plan import CallPlan, Country
from ivr.plan.closing import languages_of, reasons
from ivr.plan.versions import WORDS, plan_in
from ivr.records import ClosureRecords
from ivr.records.database import database
from ivr.records.upgrade import upgrade
from ivr.service.closures import HEARD_AFTER
from ivr.settings import Settings, load_settings
from ivr.why.desks import (
    by_date_lines,
    by_hand_lines,
    closed_lines,
    opened_lines,
    state_row,
    states,
)
from routing.model import Closure

_ALL = "all"
_EPILOG = """\
  ivr queues list
  ivr queues close data --until 18:00 --country AR --reason closed-by-storm
  ivr queues close billing orders --until 2026-11-25T21:00Z
  ivr queues open data

A closure is heard by every worker on every machine within a second, and survives a restart. What is
known beforehand stands better in config/closures.yaml.
"""


class QueuesRefused(IvrError):
    """What was asked for is not clear, or not in the plan."""


def add(sub: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = sub.add_parser(
        "queues",
        help="which desks are open; close one at once, or open it again",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    actions = parser.add_subparsers(dest="action", required=True, metavar="list|close|open")
    listing = actions.add_parser("list", help="all desks, in each country")
    listing.add_argument("--json", action="store_true", help="for programs")
    listing.set_defaults(run=_list)
    close = actions.add_parser("close", help="close desks now, whatever their hours say")
    close.add_argument("queue", nargs="+", help="as it is called in queues.yaml")
    close.add_argument("--until", help="18:00, 2026-11-25T18:00 (default: until it is opened)")
    close.add_argument("--reason", default="", help="the prompt that tells callers why: closed-…")
    _add_country(close, "for who dials this country's numbers, by its clock; or all")
    close.set_defaults(run=_close)
    reopen = actions.add_parser("open", help="end what was closed by hand")
    reopen.add_argument("queue", nargs="+", help="as it is called in queues.yaml")
    _add_country(reopen, "only for who dials this country's numbers")
    reopen.set_defaults(run=_open)


def _add_country(parser: argparse.ArgumentParser, about: str) -> None:
    parser.add_argument("--country", action="append", metavar="CC", default=[], help=about)


def _close(arguments: argparse.Namespace) -> int:
    settings = load_settings()
    plan, now = _plan(settings), _now()
    queues = [_known(plan.queues, "queue", name) for name in arguments.queue]
    named = _countries(plan, arguments.country)
    countries = named or list(plan.countries.values())
    _check_reason(plan, arguments.reason, countries)
    made = [
        Closure(frozenset({queue}), now + HEARD_AFTER, ends, arguments.reason, frozenset({code}))
        for queue in queues
        for code, ends in ends_by_country(
            plan, queue, countries, arguments.until, bool(named), now
        ).items()
    ]
    records = _records(settings)
    records.close(made)
    _wait_until_heard()
    for queue in queues:
        print("\n".join(closed_lines(plan, queue, [c for c in made if queue in c.queues])))
    return 0


def _open(arguments: argparse.Namespace) -> int:
    settings = load_settings()
    plan, at = _plan(settings), _now() + HEARD_AFTER
    countries = _countries(plan, arguments.country) or list(plan.countries.values())
    codes = [country.code for country in countries]
    records = _records(settings)
    # One that has left the plan since it was closed is opened too, or its closure would never go.
    closed = [name for each in records.since(at) for name in each.queues]
    known = dict.fromkeys([*plan.queues, *closed])
    queues = [_known(known, "queue", name) for name in arguments.queue]
    ended = {queue: records.reopen(queue, codes, at) for queue in queues}
    if any(ended.values()):
        _wait_until_heard()
    for queue, closures in ended.items():
        print("\n".join(opened_lines(plan, queue, countries, closures, at)))
    return 0


def _list(arguments: argparse.Namespace) -> int:
    settings = load_settings()
    plan, now = _plan(settings), _now()
    by_hand = _records(settings).since(now)
    if arguments.json:
        print(dump(list(states(plan, by_hand, now))))
        return 0
    rows = [state_row(plan, queue, by_hand, now) for queue in plan.queues]
    print(table(("queue", "open for", "closed for"), rows))
    told = [*by_hand_lines(plan, by_hand), *by_date_lines(plan, now)]
    print("\n".join(["", *told] if told else ["", "nothing is closed by hand or by date"]))
    return 0


def _now() -> datetime:
    return datetime.now(UTC)


def _plan(settings: Settings) -> CallPlan:
    return plan_in(settings.config, WORDS, KINDS)


def _records(settings: Settings) -> ClosureRecords:
    engine = database(settings)
    upgrade(engine)
    return ClosureRecords(engine)


def _wait_until_heard() -> None:
    """What this command prints is true when it is printed, on every machine."""
    time.sleep(HEARD_AFTER.total_seconds())


def _known(names: Iterable[str], what: str, name: str) -> str:
    known = list(names)
    if name in known:
        return name
    close = difflib.get_close_matches(name, known, n=1)
    remedy = f"did you mean {close[0]!r}?" if close else f"there are {', '.join(known)}"
    raise QueuesRefused(f"there is no {what} {name!r}; {remedy}")


def _countries(plan: CallPlan, named: list[str]) -> list[Country]:
    """Those that were named, apart or with commas; none if none was."""
    codes = [code for text in named for code in text.upper().split(",") if code]
    if _ALL.upper() in codes:
        return list(plan.countries.values())
    return [plan.countries[_known(plan.countries, "country", code)] for code in codes]


def _check_reason(plan: CallPlan, reason: str, countries: list[Country]) -> None:
    if not reason:
        return
    _known(reasons(plan), "reason", reason)
    spoken = languages_of(plan, [country.code for country in countries])
    missing = [tag for tag in spoken if not plan.prompts.has(reason, tag)]
    if missing:
        raise QueuesRefused(
            f"{reason!r} has no words in {', '.join(missing)}; add them in prompts/*.ftl, "
            "or choose another reason"
        )
