"""How a command line is read. Only the command that is asked for is loaded."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, NoReturn

WRONG_USAGE = 2
COMMANDS = {
    "serve": "start the service and all it needs",
    "call": "place a call without a carrier and read it",
    "check": "prove the call plan before a caller meets it",
    "why": "which line of which file decides what is heard",
    "queues": "which desks are open; close one at once, or open it again",
    "holidays": "which days close which queue, and what callers hear them called",
    "flow": "draw what callers meet",
    "status": "how a running service is, and what it lacks",
    "incidents": "tickets that callers have opened",
    "privacy": "show, erase or hold what is known of a person",
    "config": "the shape of the configuration files",
    "completion": "what makes a shell complete these commands",
}


class CommandParser(argparse.ArgumentParser):
    """Refuses in one sentence; the options are told to who asks for ``--help``."""

    def error(self, message: str) -> NoReturn:
        """End with the status of wrong usage."""
        self.exit(WRONG_USAGE, f"{self.prog}: {message} ({self.prog} --help tells what there is)\n")


def parser(loaded: Sequence[str]) -> CommandParser:
    """The parser of a command line; the commands of ``loaded`` with their options.

    Each takes up to a second to load, so the others are only named.
    """
    whole = CommandParser(prog="ivr", description="The telephone front door.")
    whole.add_argument("--version", action=_Version, nargs=0, help="print the version and leave")
    sub = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, about in COMMANDS.items():
        if name in loaded:
            import_module(f"ivr.commands.{name}").add(sub)
        else:
            sub.add_parser(name, help=about)
    return whole


class _Version(argparse.Action):
    """Looked up only when it is asked for: every command would be slower otherwise."""

    def __call__(self, parser: argparse.ArgumentParser, *_: Any, **__: Any) -> NoReturn:
        version = import_module("importlib.metadata").version("centralita")
        print(f"centralita {version} (Python {sys.version.split()[0]})")
        parser.exit()
