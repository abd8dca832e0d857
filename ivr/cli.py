"""The command line: ``ivr COMMAND``. Only the command that is asked for is loaded."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence
from importlib import import_module

from ivr.errors import ConfigError, IvrError
from ivr.telemetry.logs import configure

COMMANDS = {
    "serve": "start the service and all it needs",
    "call": "place a call without a carrier and read it",
    "check": "prove the call plan before a caller meets it",
    "why": "which line of which file decides what is heard",
    "queues": "which desks are open; close one at once, or open it again",
    "holidays": "which days close which queue, and what callers hear them called",
    "flow": "draw what callers meet",
    "incidents": "tickets that callers have opened",
    "config": "the shape of the configuration files",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is 0 for success, 1 for findings, 2 for wrong usage."""
    words = sys.argv[1:] if argv is None else argv
    arguments = _parser(words[0] if words else "").parse_args(words)
    configure(logging.WARNING)
    try:
        return int(arguments.run(arguments))
    except ConfigError as error:
        print(error, file=sys.stderr)
        return 1
    except IvrError as error:
        print(f"ivr {arguments.command}: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        return 0
    except KeyboardInterrupt:
        return 130


def _parser(chosen: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="ivr", description="The telephone front door.")
    sub = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, about in COMMANDS.items():
        if name == chosen:  # each takes a second or more to load; the others are only named
            import_module(f"ivr.commands.{name}").add(sub)
        else:
            sub.add_parser(name, help=about)
    return parser


if __name__ == "__main__":
    sys.exit(main())
