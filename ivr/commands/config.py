"""``ivr config schema``: the JSON Schema of a configuration file, for editors that complete it."""

from __future__ import annotations

import argparse

from ivr.commands.output import dump
from ivr.engine.kinds.registry import KINDS
from ivr.plan.model import Closures
from ivr.plan.shapes import shapes
from ivr.plan.written import CLOSURES, FILES

_NAMES = [name.removesuffix(".yaml") for name in (*FILES, CLOSURES)]


def add(sub: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = sub.add_parser("config", help="the shape of the configuration files")
    actions = parser.add_subparsers(dest="action", required=True, metavar="schema")
    schema = actions.add_parser("schema", help="print a file's JSON Schema")
    schema.add_argument("file", choices=_NAMES)
    schema.set_defaults(run=_schema)


def _schema(arguments: argparse.Namespace) -> int:
    model = (*shapes(KINDS), Closures)[_NAMES.index(arguments.file)]
    whole = model.model_json_schema()
    # A file is the mapping itself; our models hold it under one name.
    entries = whole["properties"]["entries"]
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **entries,
        "title": f"{arguments.file}.yaml",
        "$defs": whole.get("$defs", {}),
    }
    print(dump(schema))
    return 0
