"""``ivr check``: whether the call plan can be used; what is wrong, where, and what to do."""

from __future__ import annotations

import argparse
from pathlib import Path

from ivr.plan.versions import WORDS, compiled

_CONFIG = Path("config")


def add(sub: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = sub.add_parser("check", help="prove the call plan before a caller meets it")
    parser.add_argument("--config", type=Path, default=_CONFIG, metavar="DIR")
    parser.set_defaults(run=_check)


def _check(arguments: argparse.Namespace) -> int:
    plan = compiled(arguments.config, WORDS, "check")
    print(
        f"{arguments.config}: {len(plan.numbers)} numbers, {len(plan.openings)} dialogs, no problems"
    )
    return 0
