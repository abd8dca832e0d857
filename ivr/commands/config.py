"""``ivr config schema``: the JSON Schema of a configuration file, for editors that complete it."""

from __future__ import annotations

import argparse

from pydantic import BaseModel

from ivr.commands.output import dump
from ivr.plan.model import Countries, Dialogs, Queues

_MODELS: dict[str, type[BaseModel]] = {"countries": Countries, "dialogs": Dialogs, "queues": Queues}


def add(sub: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = sub.add_parser("config", help="the shape of the configuration files")
    actions = parser.add_subparsers(dest="action", required=True, metavar="schema")
    schema = actions.add_parser("schema", help="print a file's JSON Schema")
    schema.add_argument("file", choices=sorted(_MODELS))
    schema.set_defaults(run=_schema)


def _schema(arguments: argparse.Namespace) -> int:
    whole = _MODELS[arguments.file].model_json_schema()
    # A file is the mapping itself; our models hold it under one name.
    entries = whole["properties"]["entries"]
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"{arguments.file}.yaml",
        **entries,
        "$defs": whole.get("$defs", {}),
    }
    print(dump(schema))
    return 0
