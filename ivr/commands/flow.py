"""``ivr flow [COUNTRY|DIALOG]``: the plan as a picture."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from ivr.check import check
from ivr.commands.output import write
from ivr.engine.kinds.registry import KINDS
from ivr.flow import build, draw_dot, draw_mermaid, draw_svg
from ivr.plan.versions import WORDS, plan_in
from ivr.settings import load_settings

_OTHERS = {"mermaid": draw_mermaid, "dot": draw_dot}
_ENDINGS = {".svg": "svg", ".dot": "dot", ".gv": "dot"}


def add(sub: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = sub.add_parser("flow", help="draw what callers meet")
    parser.add_argument(
        "what", nargs="?", help="a country's two letters, or a dialog (default: all)"
    )
    parser.add_argument(
        "--format", choices=("svg", *_OTHERS), help="default: by the file's name, else mermaid"
    )
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="write here instead of printing"
    )
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    config = load_settings().config
    plan = plan_in(config, WORDS, KINDS)
    form = arguments.format or _ENDINGS.get(arguments.output and arguments.output.suffix, "mermaid")
    if form == "svg":
        # What the proof finds is marked where it stands.
        findings = check(config, WORDS, datetime.now(UTC).date()).findings
        picture = draw_svg(plan, arguments.what, findings)
    else:
        picture = _OTHERS[form](build(plan, arguments.what))
    if arguments.output is None:
        print(picture, end="")
    else:
        write(arguments.output, picture)
        print(f"written to {arguments.output}", file=sys.stderr)
    return 0
