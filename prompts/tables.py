"""Tables of words, one file a language; what a country says differently is under its letters."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def read(path: Path, country: str) -> Mapping[str, Any]:
    """The tables of a file, those of ``countries.<country>`` laid over them, entry by entry."""
    whole = tomllib.loads(path.read_text("utf-8"))
    local = whole.pop("countries", {}).get(country, {})
    return {**whole, **{name: _over(whole.get(name), table) for name, table in local.items()}}


def _over(below: object, above: object) -> object:
    both = isinstance(below, dict) and isinstance(above, dict)
    return {**below, **above} if both else above  # type: ignore[dict-item]
