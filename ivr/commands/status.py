"""``ivr status``: how a running service is, and what it lacks."""

from __future__ import annotations

import argparse
import json
import urllib.error
import urllib.request
from typing import Any

from ivr.commands.output import dump
from ivr.errors import IvrError
from ivr.settings import DEFAULT_PORT

_SECONDS = 10


def add(sub: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = sub.add_parser("status", help="how a running service is, and what it lacks")
    parser.add_argument("--url", default=f"http://127.0.0.1:{DEFAULT_PORT}", help="where it runs")
    parser.add_argument("--json", action="store_true", help="for programs")
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    found = _asked(arguments.url.rstrip("/") + "/readyz")
    degraded = found.get("degraded", [])
    if arguments.json:
        print(dump(found))
    else:
        state = "answers calls" if found.get("ready") else "takes no new calls"
        print(f"{arguments.url} {state} on plan {found.get('plan')}")
        print("\n".join(degraded) if degraded else "nothing is amiss")
    return 1 if degraded or not found.get("ready") else 0


def _asked(url: str) -> dict[str, Any]:
    try:
        with urllib.request.urlopen(url, timeout=_SECONDS) as answer:  # noqa: S310
            text = answer.read()
    except urllib.error.HTTPError as refused:
        text = refused.read()  # 503 tells why
    except (OSError, ValueError) as trouble:
        reason = getattr(trouble, "reason", trouble)
        raise IvrError(f"nothing answers at {url} ({reason})") from trouble
    try:
        found: dict[str, Any] = json.loads(text)
    except ValueError as trouble:
        raise IvrError(f"what answers at {url} is not this service") from trouble
    return found
