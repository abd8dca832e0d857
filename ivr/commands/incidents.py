"""``ivr incidents list|show``: what callers have left, finished or not."""

from __future__ import annotations

import argparse
from collections.abc import Mapping

from ivr.commands import values
from ivr.commands.installation import installation
from ivr.commands.output import dump, table
from ivr.errors import IvrError
from ivr.records import Incident, Incidents, valid_number
from ivr.records.database import database
from ivr.records.upgrade import upgrade


class UnknownIncident(IvrError):
    """No ticket bears the number that was asked for."""


def add(sub: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = sub.add_parser("incidents", help="tickets that callers have opened")
    actions = parser.add_subparsers(dest="action", required=True, metavar="list|show")
    listing = actions.add_parser("list", help="the newest first")
    listing.add_argument("--queue", help="only of this queue")
    listing.add_argument("--status", choices=("open", "partial"))
    listing.add_argument("--limit", type=values.how_many, default=20)
    listing.add_argument("--json", action="store_true")
    listing.set_defaults(run=_list)
    show = actions.add_parser("show", help="one, by its ticket number")
    show.add_argument("number")
    show.add_argument("--json", action="store_true")
    show.set_defaults(run=_show)


def _list(arguments: argparse.Namespace) -> int:
    found = _store().latest(arguments.limit, arguments.queue, arguments.status)
    if arguments.json:
        print(dump(found))
    elif not found:
        print(_none(arguments.queue, arguments.status))
    else:
        print(table(_HEADINGS, [_row(incident) for incident in found]))
    return 0


def _none(queue: str | None, status: str | None) -> str:
    if not (queue or status):
        return "No incidents yet. Place a call: scripts/ivr call +541151705383 --keys '1 1'"
    return f"No {f'{status} ' if status else ''}incidents{f' of queue {queue}' if queue else ''}."


def _show(arguments: argparse.Namespace) -> int:
    number = arguments.number.replace(" ", "").replace("-", "")
    incident = _store().by_number(number)
    if incident is None:
        wrong = "" if valid_number(number) else " (its check digit does not fit: a mistyped number)"
        raise UnknownIncident(f"there is no incident {number}{wrong}")
    print(dump(incident) if arguments.json else described(incident))
    return 0


def _store() -> Incidents:
    engine = database(installation())
    upgrade(engine)
    return Incidents(engine)


_HEADINGS = ("number", "status", "kind", "queue", "country", "caller", "created")


def _row(incident: Incident) -> tuple[str, ...]:
    return (
        incident.number,
        incident.status,
        incident.kind,
        incident.queue or "–",
        incident.country,
        _caller(incident),
        f"{incident.created_at:%Y-%m-%d %H:%M} UTC",
    )


def described(incident: Incident) -> str:
    """One incident as people read it."""
    lines = [f"Incident {incident.number} ({incident.status}, {incident.kind})"]
    lines += [
        f"  {name:<12} {value}"
        for name, value in (
            ("queue", incident.queue),
            ("service", incident.service),
            ("country", f"{incident.country}, dialled {incident.dnis}, in {incident.language}"),
            ("caller", _caller(incident)),
            ("created", f"{incident.created_at:%Y-%m-%d %H:%M:%S} UTC"),
            ("call", incident.call_sid),
        )
        if value
    ]
    lines += [f"  {name:<12} {answer(value)}" for name, value in incident.fields.items()]
    return "\n".join(lines)


def _caller(incident: Incident) -> str:
    if incident.erased_at:
        return incident.caller or f"erased {incident.erased_at:%Y-%m-%d}"
    return incident.caller or "withheld"


def answer(field: object) -> str:
    """One answer in a few words: the value, how it came, and how sure we are."""
    if not isinstance(field, Mapping):
        return str(field)
    status = field.get("status")
    if status in ("not-given", "erased"):
        return str(status).replace("-", " ")
    value = field.get("value")
    shown = {True: "yes", False: "no"}.get(value) if isinstance(value, bool) else value
    if "recording" in field:
        shown = f"recording of {field.get('seconds', 0)} s: {field['recording']}"
    marks = [str(field.get("by", ""))]
    if isinstance(field.get("confidence"), float):
        marks.append(f"{field['confidence']:.0%} sure")
    if field.get("confirmed"):
        marks.append("confirmed")
    return f"{shown} ({', '.join(mark for mark in marks if mark)})"
