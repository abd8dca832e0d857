"""``ivr why NUMBER --at TIME``: what would be heard, and which line of which file decides it."""

from __future__ import annotations

import argparse
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from ivr.check.loading import Loaded, load_all
from ivr.commands import values
from ivr.engine.kinds.registry import KINDS
from ivr.errors import ConfigError, Problem, StoreUnavailable
from ivr.plan.snapshot import take
from ivr.plan.versions import WORDS
from ivr.records import ClosureRecords
from ivr.records.database import database
from ivr.rehearsal import service as rehearsal
from ivr.service.webhook import TurnTaken
from ivr.settings import Settings, load_settings
from ivr.simulator.report import describe
from ivr.web.situation import situation
from ivr.why import explain, matrix
from routing.model import Closure, Floor


def add(sub: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = sub.add_parser("why", help="which line of which file decides what is heard")
    parser.add_argument("number", nargs="?", help="the number dialled: E.164 or as published")
    parser.add_argument(
        "--at", type=values.moment, help="date and time there, e.g. 2026-12-25T03:00 (default: now)"
    )
    parser.add_argument(
        "--keys", default="", type=values.key_script, help="what the caller does, as in ivr call"
    )
    parser.add_argument(
        "--from", dest="caller", type=values.caller, help="number calling, or anonymous"
    )
    parser.add_argument("--situation", choices=("nobody", "down"))
    parser.add_argument(
        "--matrix", action="store_true", help="when queues open and close in the next 30 days"
    )
    parser.set_defaults(run=_run, refuse=parser.error)


def _run(arguments: argparse.Namespace) -> int:
    if not (arguments.number or arguments.matrix):
        arguments.refuse("which number? e.g. ivr why +541151705383 --keys '0 1'")
    settings = load_settings()
    loaded = _loaded(settings)
    if arguments.matrix:
        start = datetime.fromisoformat(arguments.at) if arguments.at else datetime.now(UTC)
        start = start if start.tzinfo else start.replace(tzinfo=UTC)
        only = None
        if arguments.number:
            only = rehearsal.published(loaded.plan, arguments.number).country
        print("\n".join(matrix(loaded.plan, start, only, _closures(settings))))
        return 0
    return _call(settings, loaded, arguments)


def _loaded(settings: Settings) -> Loaded:
    reading = load_all(take(settings.config, WORDS), WORDS, KINDS)
    if reading.findings or reading.loaded is None:
        told = [Problem(f.file, f.line, f.what, f.remedy) for f in reading.findings]
        raise ConfigError(told)
    return reading.loaded


def _closures(settings: Settings) -> tuple[Closure, ...]:
    """What is closed by hand in the installation; a rehearsal's own records know nothing of it."""
    try:
        return ClosureRecords(database(settings)).since(datetime.now(UTC))
    except StoreUnavailable as trouble:
        print(f"(what is closed by hand is not known: {trouble})")
        return ()


def _call(settings: Settings, loaded: Loaded, arguments: argparse.Namespace) -> int:
    number = rehearsal.published(loaded.plan, arguments.number)
    turns: list[TurnTaken] = []
    closures = _closures(settings)
    with tempfile.TemporaryDirectory() as folder:  # a rehearsal leaves nothing behind
        own = settings.model_copy(update={"data": Path(folder), "database_url": None})
        stage = rehearsal.in_process(
            own, watch=turns.append, floor=lambda: Floor(closures=closures)
        )
        simulator = stage.simulator(situation(arguments.at, arguments.situation))
        caller = arguments.caller or rehearsal.a_caller_of(number.country)
        result = simulator.place(number.e164, caller, arguments.keys)
    print(f"{caller} calls {number.e164}, {arguments.at or 'now'}")
    print("\n".join(explain(loaded, turns, closures)))
    print(f"\n{describe(result.outcome)}")
    return 0
