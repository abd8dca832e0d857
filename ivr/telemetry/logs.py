"""Structured logs, one JSON object a line, with the call bound and personal data masked."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any, TextIO, cast

import structlog

_LONG_NUMBER = re.compile(r"\+?[0-9][0-9 ().-]{5,}[0-9]")
_OPEN = frozenset({"call", "timestamp", "version", "plan", "port", "pid", "event", "level"})
_KEPT_DIGITS = 3
_SCHEME = 6  # letters: "client", "sip"


class Published(str):
    """A number of ours that is published, which may be logged whole, under any name."""

    __slots__ = ()


class _StandardError:
    """Standard error as it is at the moment of writing, whoever has replaced it since."""

    def write(self, text: str) -> int:
        return sys.stderr.write(text)

    def flush(self) -> None:
        sys.stderr.flush()


def configure(level: int = logging.INFO, lasting: bool = False) -> None:
    """Log to standard error, as JSON. ``lasting`` settings are faster and cannot be changed."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            mask,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(cast(TextIO, _StandardError())),
        cache_logger_on_first_use=lasting,
    )


def forget_call() -> None:
    """What is logged from here on in this thread is about no call yet."""
    structlog.contextvars.clear_contextvars()


def bind_call(sid: str, dnis: str, **more: str) -> None:
    """All that is logged from here on in this thread is about this call."""
    structlog.contextvars.bind_contextvars(call=sid, dnis=dnis, **more)


def mask(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Leave three digits of any long number, wherever it stands."""
    for name, value in event.items():
        if isinstance(value, str) and name not in _OPEN and not isinstance(value, Published):
            event[name] = masked(value)
    return event


def hidden(party: str) -> str:
    """A number or address that is somebody's own: three digits, or how it is reached."""
    scheme, colon, _ = party.partition(":")
    if colon:
        return f"{scheme[:_SCHEME]}:…"
    return masked(party) if _LONG_NUMBER.fullmatch(party) else "…" * bool(party)


def masked(text: str) -> str:
    """``+5491155551234`` → ``…234``."""
    return _LONG_NUMBER.sub(lambda found: "…" + found[0][-_KEPT_DIGITS:], text)
