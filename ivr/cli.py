"""The command line: ``ivr COMMAND``. Whatever goes wrong is one sentence on standard error."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence
from contextlib import suppress

from ivr.commands.parser import parser
from ivr.errors import ConfigError, IvrError

FAILED, STOPPED, NO_READER = 1, 130, 141  # the last two as a shell counts SIGINT and SIGPIPE


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. The exit status is

    0 for success, 1 for findings and for what could not be done, 2 for a command line that cannot
    be read, 130 after Ctrl-C, and 141 if nobody reads the output to its end (``… | head``).
    """
    status = 0
    try:
        status = _status(sys.argv[1:] if argv is None else argv)
        _flush()
    except BrokenPipeError:
        status = NO_READER
        _forget_output()
    except OSError as refused:  # the output itself: a full disk
        status = status or _told("ivr", _words(refused))
        _forget_output()
    return status


def _status(words: Sequence[str]) -> int:
    name = f"ivr {words[0]}" if words else "ivr"
    try:
        arguments = parser(words[:1]).parse_args(words)
        _log_quietly()
        return int(arguments.run(arguments))
    except SystemExit as left:  # help, the version, wrong usage: the parser has said it
        return int(left.code or 0)
    except ConfigError as error:
        print(error, file=sys.stderr)
        return FAILED
    except IvrError as error:
        return _told(name, " ".join(str(error).split()))  # a driver's words may be several lines
    except KeyboardInterrupt:
        _told(name, "stopped")
        return STOPPED
    except BrokenPipeError:
        raise
    except OSError as error:
        return _told(name, _words(error))


def _log_quietly() -> None:
    # Loading it takes a while, in which Ctrl-C shall be one sentence already.
    from ivr.telemetry.logs import configure  # noqa: PLC0415

    configure(logging.WARNING)


def _told(name: str, what: str) -> int:
    print(f"{name}: {what}", file=sys.stderr)
    return FAILED


def _words(error: OSError) -> str:
    what = error.strerror or str(error)
    return f"cannot use {error.filename}: {what}" if error.filename else what


def _flush() -> None:
    if sys.stdout is not None:  # None where a parent has closed it
        sys.stdout.flush()


def _forget_output() -> None:
    """What cannot be written any more must not be tried again when the interpreter ends."""
    with suppress(OSError, ValueError):  # a test's output has no descriptor
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    sys.exit(main())
