"""What a caller does, and a caller who follows a script: ``1 - "say:no hay tono" 1234# hangup``."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

_KEYS = re.compile(r"[0-9*#]+")


@dataclass(frozen=True, slots=True)
class PressKeys:
    """Typed on the keypad, one after the other: digits, ``*`` and ``#``."""

    keys: str

    def __str__(self) -> str:
        return self.keys


@dataclass(frozen=True, slots=True)
class SayWords:
    """Said aloud."""

    words: str

    def __str__(self) -> str:
        return f"say:{self.words}"


@dataclass(frozen=True, slots=True)
class Silence:
    """Nothing at all, until the wait is over."""

    def __str__(self) -> str:
        return "-"


@dataclass(frozen=True, slots=True)
class HangUp:
    """The receiver goes down."""

    def __str__(self) -> str:
        return "hangup"


Act = PressKeys | SayWords | Silence | HangUp


@dataclass(frozen=True, slots=True)
class Awaiting:
    """The call stands still until the caller acts.

    ``gather`` and ``record`` want input. ``queue`` (a wait document has ended) and ``dial`` (a
    telephone rings) want none: Silence goes on, HangUp leaves, anything else is unheard.
    ``queue`` names the queue the caller stands in; ``ends`` says that the wait will end without
    him; ``asked`` that the wait document gathered keys. ``timeout`` is in seconds.
    """

    kind: Literal["gather", "record", "queue", "dial"]
    keys: bool = False
    speech: bool = False
    num_digits: int | None = None
    finish_on_key: str = ""
    timeout: float = 0.0
    queue: str = ""
    ends: bool = False
    asked: bool = False


def parse_act(written: str) -> Act:
    """One token of a script. Raises ValueError that names the token and the forms allowed."""
    if written == "-":
        return Silence()
    if written == "hangup":
        return HangUp()
    if written.startswith("say:") and written[4:].strip():
        return SayWords(written[4:].strip())
    if _KEYS.fullmatch(written):
        return PressKeys(written)
    raise ValueError(
        f"{written!r} is nothing a caller can do; give digits with * and #, "
        "- for silence, say:words (quoted if there are spaces) or hangup"
    )


def parse_script(script: str) -> tuple[Act, ...]:
    """All tokens of ``script``, quoted as in a shell. Raises ValueError, in words."""
    reader = shlex.shlex(script, posix=True, punctuation_chars=False)
    reader.whitespace_split = True
    reader.commenters = ""  # '#' is a key here
    try:
        tokens = list(reader)
    except ValueError as error:  # "No closing quotation", "No escaped character"
        raise ValueError(
            f"{script!r} ends inside of a quotation; close it, or leave the quotes out"
        ) from error
    return tuple(parse_act(written) for written in tokens)


@dataclass(slots=True)
class ScriptedCaller:
    """Answers each wait with the next token; silent once they are used up."""

    script: str
    _acts: Iterator[Act] = field(init=False)
    _next: Act | None = field(init=False)

    def __post_init__(self) -> None:
        self._acts = iter(parse_script(self.script))
        self._next = next(self._acts, None)

    @property
    def exhausted(self) -> bool:
        """Whether every token has been used."""
        return self._next is None

    def act(self, waiting: Awaiting) -> Act | None:
        """What the caller does now; None once he stands in a queue with nothing left to do."""
        if self.exhausted:
            return None if waiting.queue and not waiting.ends else Silence()
        if waiting.kind in ("gather", "record") or isinstance(self._next, HangUp):
            return self._take()
        # Nothing asks him here. A wait document without a Gather would never use the script up.
        return self._take() if waiting.kind == "queue" and not waiting.asked else Silence()

    def _take(self) -> Act:
        act, self._next = self._next, next(self._acts, None)
        return act or Silence()
