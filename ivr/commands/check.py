"""``ivr check``: prove the call plan before a caller meets it (docs/CHECKS.md has the codes)."""

from __future__ import annotations

import argparse
import gc
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from ivr.check import Finding, Report, check
from ivr.commands import values
from ivr.commands.output import dump
from ivr.plan.versions import WORDS
from ivr.settings import load_settings


def add(sub: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = sub.add_parser("check", help="prove the call plan before a caller meets it")
    parser.add_argument(
        "--config", type=values.folder, metavar="DIR",
        help="the folder of countries.yaml, dialogs.yaml and queues.yaml",
    )  # fmt: skip
    parser.add_argument(
        "--words", type=values.folder, default=WORDS, metavar="DIR", help="that of *.ftl"
    )
    parser.add_argument("--json", action="store_true", help="for programs")
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    gc.disable()  # the proof makes much and drops little: looking for garbage costs a fifth of it
    config: Path = (arguments.config or load_settings().config).resolve()
    report = check(config, arguments.words.resolve(), datetime.now(UTC).date())
    if arguments.json:
        print(dump([_plain(finding) for finding in report.findings]))
    else:
        print("\n".join([*map(str, report.findings), _summary(config, report)]))
    return 1 if report.errors else 0


def _plain(finding: Finding) -> dict[str, object]:
    return {**asdict(finding), "severity": finding.severity}


def _summary(config: Path, report: Report) -> str:
    errors = len(report.errors)
    warnings = len(report.findings) - errors
    counts = [_count(errors, "error"), _count(warnings, "warning")]
    result = ", ".join(count for count in counts if count) or "no problems"
    if report.plan is None:
        return f"{config.name}: {result}"
    numbers, dialogs = len(report.plan.numbers), len(report.plan.openings)
    return f"{config.name}: {numbers} numbers, {dialogs} dialogs, {result}"


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'s' if number > 1 else ''}" if number else ""
