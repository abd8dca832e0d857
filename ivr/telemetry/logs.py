"""Structured logs, one JSON object a line, with the call bound and personal data masked."""

from __future__ import annotations

import logging
import os
import re
import select
import sys
from collections.abc import MutableMapping
from contextlib import suppress
from typing import Any, TextIO, cast

import structlog

_LONG_NUMBER = re.compile(r"\+?[0-9][0-9 ().-]{5,}[0-9]")
_OPEN = frozenset({"call", "timestamp", "version", "plan", "port", "pid", "event", "level"})
_KEPT_DIGITS = 3
_SCHEME = 6  # letters: "client", "sip"
_PATIENCE_MS = 20
# With its newline: a pipe takes as much without mixing it with what others write (PIPE_BUF).
MOST_BYTES_OF_A_LINE = 4096
_json = structlog.processors.JSONRenderer()


class Published(str):
    """A number of ours that is published, which may be logged whole, under any name."""

    __slots__ = ()


class _StandardError:
    """Standard error as it is at the moment of writing, whoever has replaced it since."""

    def __init__(self) -> None:
        self._lost = 0

    def write(self, text: str) -> int:
        """Write it at once, so that lines of several processes do not mix. Never fails.

        Whoever reads our log may hang, and a disk may be full: neither may hold up a call. How
        many lines were lost is said by the next one that is not.
        """
        try:
            descriptor = sys.stderr.fileno()
        except (AttributeError, OSError, ValueError):
            return sys.stderr.write(text) if sys.stderr else 0
        if self._lost:
            text += f'{{"event": "log_lines_lost", "lines": {self._lost}, "level": "error"}}\n'
        written = _write_at_once(descriptor, text.encode("utf-8", "backslashreplace"))
        self._lost = 0 if written else self._lost + 1
        return written

    def flush(self) -> None:
        """Nothing waits."""


def _write_at_once(descriptor: int, line: bytes) -> int:
    waiting = select.poll()
    waiting.register(descriptor, select.POLLOUT)
    with suppress(OSError):
        if waiting.poll(_PATIENCE_MS):
            return os.write(descriptor, line)
    return 0


def configure(level: int = logging.INFO, lasting: bool = False) -> None:
    """Log to standard error, as JSON. ``lasting`` settings are faster and cannot be changed."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            mask,
            _rendered,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(cast(TextIO, _StandardError())),
        cache_logger_on_first_use=lasting,
    )


def _rendered(logger: Any, method: str, event: MutableMapping[str, Any]) -> str:
    """As one line. Of what is too long the end is kept: there a traceback says what happened."""
    line = str(_json(logger, method, event))
    while len(line) >= MOST_BYTES_OF_A_LINE:
        longest = max(event, key=lambda name: len(str(event[name])))
        text = str(event[longest])
        event[longest] = "…" + text[-(len(text) // 2) :]
        line = str(_json(logger, method, event))
    return line


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
