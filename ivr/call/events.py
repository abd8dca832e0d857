"""What can happen in a call. Silence and a wrong key are events like any other."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Answered:
    """The carrier has a new call for us."""


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys pressed, without the finishing key. ``finished`` is that key if the carrier told it."""

    digits: str
    finished: str = ""


@dataclass(frozen=True, slots=True)
class SpeechInput:
    """What the recogniser understood. ``confidence`` is 0–1, None if it was not given."""

    text: str
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class NoInput:
    """The caller stayed silent. ``finished`` is ``#`` if he pressed only that and we were told."""

    finished: str = ""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A recording is with the carrier, ``seconds`` long. ``key`` ended it, or ``hangup``."""

    url: str
    seconds: int
    key: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """The carrier asks what a waiting caller hears, who may have pressed ``key``.

    ``place`` in the line is 1-based, None if not told; ``seconds`` is the time waited so far.
    """

    place: int | None = None
    seconds: int = 0
    key: str = ""


@dataclass(frozen=True, slots=True)
class QueueLeft:
    """The caller is out of the carrier's queue. ``result`` is Twilio's QueueResult."""

    result: str
    seconds: int = 0


@dataclass(frozen=True, slots=True)
class DialEnded:
    """A dialled leg is over. ``status`` is Twilio's DialCallStatus, empty if it was not told.

    ``bridged`` is whether the two were connected, ``seconds`` how long the leg lasted; None: not
    told.
    """

    status: str
    bridged: bool | None
    seconds: int | None = None


@dataclass(frozen=True, slots=True)
class TicketOpened:
    """The form is stored. ``number`` is None if there was nothing to store."""

    number: str | None


@dataclass(frozen=True, slots=True)
class TicketFailed:
    """The database did not store the form in time; it stays in the live session."""


@dataclass(frozen=True, slots=True)
class ExitReasonRead:
    """Why the caller left the queue, read back from the live session (None: not known)."""

    wish: str | None


@dataclass(frozen=True, slots=True)
class AcceptanceRead:
    """Whether the dialled leg was ``reached``: somebody there took the call with a key of ours."""

    reached: bool


@dataclass(frozen=True, slots=True)
class StoreDown:
    """Live state cannot be reached: what the caller answers now would be lost."""


Event = (
    Answered
    | Keys
    | SpeechInput
    | NoInput
    | Recorded
    | Waiting
    | QueueLeft
    | DialEnded
    | TicketOpened
    | TicketFailed
    | ExitReasonRead
    | AcceptanceRead
    | StoreDown
)
