"""``ivr flow [COUNTRY|DIALOG]``: the plan as a picture."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

from ivr.check import check
from ivr.engine.kinds.registry import KINDS
from ivr.flow import build, draw_dot, draw_mermaid, draw_svg
from ivr.plan.atomic_write import write_whole
from ivr.plan.versions import WORDS, plan_in
from ivr.settings import load_settings


def add(sub: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = sub.add_parser("flow", help="draw what callers meet")
    parser.add_argument(
        "what", nargs="?", help="a country's two letters, or a dialog (default: all)"
    )
    parser.add_argument("--format", choices=("svg", "mermaid", "dot"), default="mermaid")
    parser.add_argument("-o", "--output", type=Path, help="write here instead of printing")
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    config = load_settings().config
    plan = plan_in(config, WORDS, KINDS)
    if arguments.format == "svg":
        # What the proof finds is marked where it stands.
        findings = check(config, WORDS, datetime.now(UTC).date()).findings
        picture = draw_svg(plan, arguments.what, findings)
    else:
        draw = {"mermaid": draw_mermaid, "dot": draw_dot}[arguments.format]
        picture = draw(build(plan, arguments.what))
    if arguments.output is None:
        print(picture, end="")
    else:
        write_whole(arguments.output, picture.encode(), mode=0o644)
        print(f"written to {arguments.output}")
    return 0
