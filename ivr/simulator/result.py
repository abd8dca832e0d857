"""The record of a simulated call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

OutcomeKind = Literal["queued", "bridged", "transferred", "message", "callback", "hangup", "failed"]


@dataclass(frozen=True, slots=True)
class Heard:
    """One thing that was played: spoken ``text``, or the address of an ``audio`` file."""

    text: str = ""
    audio: str = ""
    voice: str = ""
    language: str = ""

    def __str__(self) -> str:
        return self.text or self.audio


@dataclass(frozen=True, slots=True)
class HeardTurn:
    """What a party heard, and did then: ``1``, ``-``, ``say:…``, ``hangup``, or "" if not asked.

    ``url`` is the address whose document was being played.
    """

    heard: tuple[Heard, ...]
    keys: str
    url: str


@dataclass(frozen=True, slots=True)
class Notice:
    """What the carrier's debugger would show. ``code`` is its error number, 0 a rule of ours."""

    code: int
    level: Literal["warning", "error"]
    message: str
    url: str

    def __str__(self) -> str:
        return f"{self.level} {self.code} at {self.url}: {self.message}"


@dataclass(frozen=True, slots=True)
class Exchange:
    """One webhook and its answer; ``status`` is 0 when no answer came."""

    method: str
    url: str
    form: Mapping[str, str]
    status: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where a call ended. ``queue`` names the queue for queued and bridged calls."""

    kind: OutcomeKind
    queue: str | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class CallResult:
    """A finished call. ``seconds`` are virtual; ``unheard`` lists input that nothing listened to.

    ``whispers`` are the turns on the legs of those who were dialled.
    """

    call_sid: str
    to: str
    from_: str
    turns: tuple[HeardTurn, ...]
    outcome: Outcome
    requests: tuple[Exchange, ...]
    warnings: tuple[Notice, ...]
    unheard: tuple[str, ...]
    whispers: tuple[HeardTurn, ...]
    seconds: float

    @property
    def text(self) -> str:
        """Everything the caller heard, one thing a line."""
        return "\n".join(str(heard) for turn in self.turns for heard in turn.heard)
