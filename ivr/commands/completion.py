"""``ivr completion bash|zsh``: a script with which a shell completes commands and options."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import shtab

from ivr.commands import values
from ivr.commands.parser import COMMANDS, parser

_SHELLS = ("bash", "zsh")
_PATHS = {Path: shtab.FILE, values.folder: shtab.DIRECTORY}


def add(sub: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    command = sub.add_parser("completion", help="what makes a shell complete these commands")
    command.add_argument("shell", choices=_SHELLS)
    command.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    whole = parser(list(COMMANDS))
    for action in _actions(whole):
        if action.type in _PATHS:
            action.complete = _PATHS[action.type]  # type: ignore[attr-defined]
    print(shtab.complete(whole, arguments.shell))
    return 0


def _actions(known: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    for action in known._actions:  # argparse has no public way to walk a parser
        yield action
        if isinstance(action, argparse._SubParsersAction):
            for inner in action.choices.values():
                yield from _actions(inner)
