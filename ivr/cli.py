"""The command line: ``ivr COMMAND``. Each command is one function; errors are for people."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence

from ivr import commands
from ivr.errors import ConfigError, IvrError
from ivr.logs import configure


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is 0 for success, 1 for findings, 2 for wrong usage."""
    arguments = _parser().parse_args(argv)
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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="ivr", description=__doc__)
    sub = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.serve.add(sub)
    commands.call.add(sub)
    commands.check.add(sub)
    commands.why.add(sub)
    commands.flow.add(sub)
    commands.incidents.add(sub)
    commands.config.add(sub)
    return parser


if __name__ == "__main__":
    sys.exit(main())
