"""How commands print."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, is_dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from ivr.errors import IvrError
from ivr.plan.atomic_write import write_whole


class NotWritten(IvrError):
    """A file that was asked for cannot be written."""


def dump(value: Any) -> str:
    """Dataclasses and plain values as JSON."""
    return json.dumps(value, ensure_ascii=False, indent=2, default=_plain)


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value)


def write(path: Path, text: str) -> None:
    """Put a file there, whole; folders are made. Raises NotWritten, in words.

    A link is followed; what is no file (a terminal, a pipe) is written to and not replaced.
    """
    try:
        if path.is_symlink() or (path.exists() and not path.is_file()):
            path.write_text(text, "utf-8")
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, text.encode(), mode=0o644)
    except OSError as error:
        raise NotWritten(f"{path} cannot be written ({error.strerror})") from error


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns as wide as their widest cell."""
    widths = [max(len(row[i]) for row in (headings, *rows)) for i in range(len(headings))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in (headings, *rows)
    ]
    return "\n".join(lines)
