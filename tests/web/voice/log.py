"""All that is logged, as it would be written, for tests that look for what must not be there."""

from __future__ import annotations

import json

import structlog


class Log:
    """Everything that was logged, as it would be written."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def __call__(self, _: object, __: str, event: object) -> object:
        self.lines.append(json.dumps(event, default=str, ensure_ascii=False))
        raise structlog.DropEvent

    @property
    def text(self) -> str:
        return "\n".join(self.lines)
