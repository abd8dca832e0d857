"""What the carrier is asked to do. Only ``twiml.py`` knows that these become XML."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ivr.call.facts import SessionKey
from ivr.call.position import Position

Door = Literal["turn", "wait", "queue-left", "dial-result", "whisper-key"]


@dataclass(frozen=True, slots=True)
class Link:
    """Where the carrier comes back to: a door of ours, and the position it brings along."""

    door: Door
    position: Position


@dataclass(frozen=True, slots=True)
class Formatted:
    """A value in a prompt, said in its ``format`` (see ``engine/formats.py``)."""

    format: str
    value: object


@dataclass(frozen=True, slots=True)
class SessionValue:
    """A value that the live session holds under ``key``, said in its ``format``.

    The step stays pure: the value is filled in when the document is rendered.
    """

    key: SessionKey
    format: str


@dataclass(frozen=True, slots=True)
class Words:
    """Another prompt as part of this one."""

    prompt: str


Value = Formatted | SessionValue | Words


@dataclass(frozen=True, slots=True)
class Say:
    """Speak ``prompt`` in ``language``; a recording in the catalog takes the text's place."""

    prompt: str
    language: str
    values: tuple[tuple[str, Value], ...] = ()


@dataclass(frozen=True, slots=True)
class Play:
    """Play a sound of ours; ``audio`` is its path below ``prompts/audio``."""

    audio: str


@dataclass(frozen=True, slots=True)
class Pause:
    """Silence of ``seconds``."""

    seconds: int


Sound = Say | Play | Pause


@dataclass(frozen=True, slots=True)
class Gather:
    """Collect keys or speech while ``sounds`` play; the answer goes to ``to``, silence too.

    Unless ``silence`` is false: then the next verb follows.

    ``digits`` 0 means any number of keys until ``finish``. ``timeout`` is in seconds.
    ``speech`` is the longest speech in seconds, 0 for keys only. ``hints`` are expected phrases.
    """

    to: Link
    language: str
    digits: int = 1
    finish: str = ""
    timeout: int = 5
    speech: int = 0
    hints: tuple[str, ...] = ()
    sounds: tuple[Sound, ...] = ()
    silence: bool = True


@dataclass(frozen=True, slots=True)
class Record:
    """Record up to ``seconds`` of speech; any of ``finish`` ends it."""

    to: Link
    seconds: int
    finish: str = "0#*"


@dataclass(frozen=True, slots=True)
class Enqueue:
    """Put the caller into the carrier's queue ``name``."""

    name: str
    left: Link
    wait: Link


@dataclass(frozen=True, slots=True)
class Dial:
    """Ring numbers or SIP addresses at once from the caller's own leg; the first to accept wins.

    With ``screen`` a callee hears the whisper and presses 1 before the two are connected.
    """

    targets: tuple[str, ...]
    to: Link
    ring: int = 20
    caller_id: str | None = None
    screen: bool = True


@dataclass(frozen=True, slots=True)
class Redirect:
    """Go on with another document of ours."""

    to: Link


@dataclass(frozen=True, slots=True)
class Leave:
    """Out of the carrier's queue; the enqueue's ``left`` link is asked next."""


@dataclass(frozen=True, slots=True)
class Hangup:
    """End the call."""


Verb = Say | Play | Pause | Gather | Record | Enqueue | Dial | Redirect | Leave | Hangup
