"""Live calls: what is asked of wherever they are kept, and what a call looks like there.

A call is one flat hash: its answers under their session keys, ``meta`` (who called whom), and a
line of its journal for each turn, ``t:TURN:DIGEST`` → ``MOMENT NOTE``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol

from ivr.call.facts import META, SessionKey
from ivr.call.session import Meta, Session, load_meta
from ivr.call.turn import Json
from ivr.errors import StoreRefused

SILENT = timedelta(minutes=10)  # then a call is looked at, though it may go on
AT_ONCE = 500
_JOURNAL = "t:"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class TurnRecord:
    """One turn to be committed. ``digest`` tells its input apart from another's.

    Without ``meta`` it is dropped unless the call is known.
    """

    sid: str
    turn: str
    digest: str
    now: datetime
    note: str
    meta: Meta | None
    writes: Mapping[SessionKey, Json] = field(default_factory=dict)
    want: bool = False


@dataclass(frozen=True, slots=True)
class Committed:
    """``first`` is when this turn was taken first; ``session`` is filled if it was wanted."""

    fresh: bool
    first: datetime
    session: Session


class Calls(Protocol):
    """Where live calls are kept. One contract test holds for every implementation.

    - **A turn has one effect.** The carrier repeats itself: a turn with the same number and digest
      changes nothing and gives back when it came first, so that the step can be run again with
      that moment and give the same bytes. The same number with another digest is another line: a
      queue's wait and its end answer the same document.
    - **Nothing is brought back.** Without ``meta`` nothing is written of a call that is not there:
      once it is over and forgotten, a late line must not make a new one of it.
    - **It is said when it cannot be kept.** All but ``note`` raise StoreUnavailable then, in a time
      that a waiting caller can bear, and the call goes on without. ``note`` is for what nobody
      decides by: it never waits and never fails, and counts what is lost.
    - **What is over is found.** A call is ``due`` when it has ended, or was not heard of for as
      long as ``SILENT``; the longest overdue come first. Once it was looked at it is put by, and
      due again at the moment that was chosen, or when it was heard of and fell silent anew.
    - **Nothing expires.** A call stays until all that it left is on record and it is forgotten.
    """

    def commit(self, entry: TurnRecord) -> Committed:
        """Take a turn, once."""

    def note(self, entry: TurnRecord) -> None:
        """Take a turn a few milliseconds later, together with others."""

    def read(self, sid: str) -> Session | None:
        """The session of a call, with all that was noted of it; None if there is none."""

    def mark(self, sid: str, name: SessionKey, value: Json) -> None:
        """Keep one more value of a call; nothing happens if there is none."""

    def ended(self, sid: str, status: str, now: datetime) -> None:
        """The call is over, and due."""

    def forget(self, sid: str) -> None:
        """All that a call left is on record; drop it here."""

    def due(self, now: datetime, limit: int = AT_ONCE) -> list[str]:
        """The calls to be looked at, the longest overdue first."""

    def put_by(self, sid: str, until: datetime) -> None:
        """A call was looked at, and is due again then."""

    def kept(self) -> list[str]:
        """Every call that is kept, in no order."""


def parse(found: Mapping[bytes, bytes]) -> Session:
    """A session from its hash. Raises StoreRefused if it is not one that we could have written."""
    try:
        return _session(found)
    except (ValueError, TypeError, IndexError) as strange:
        raise StoreRefused(f"A call in the live store cannot be read ({strange})") from strange


def _session(found: Mapping[bytes, bytes]) -> Session:
    text = {name.decode(): value.decode() for name, value in found.items()}
    meta = text.pop(META, None)
    names = [name for name in text if name.startswith(_JOURNAL)]
    taken = sorted((_taken(name, text.pop(name)) for name in names), key=_order)
    journal = tuple(f"{turn} {digest} {at} {note}" for turn, digest, at, note in taken)
    values = {SessionKey(name): json.loads(value) for name, value in text.items()}
    return Session(values, load_meta(meta) if meta else None, journal)


def journal_field(entry: TurnRecord) -> str:
    """The name of a turn's line in the hash."""
    return f"{_JOURNAL}{entry.turn}:{entry.digest}"


def _taken(name: str, value: str) -> tuple[str, str, str, str]:
    """Turn, digest, moment and note of a line of the journal."""
    turn, _, digest = name.removeprefix(_JOURNAL).partition(":")
    if not digest:  # as calls that were live before an upgrade have it
        digest, _, value = value.partition(" ")
    at, _, note = value.partition(" ")
    return turn, digest, at, note


def _order(line: tuple[str, str, str, str]) -> tuple[int, int, str]:
    turn, digest, at, _ = line
    return int(at), int(turn), digest


def to_ms(moment: datetime) -> int:
    """Milliseconds since 1970, as scores are kept."""
    return (moment - _EPOCH) // _MILLISECOND


def from_ms(milliseconds: int) -> datetime:
    """The moment of a score."""
    return _EPOCH + milliseconds * _MILLISECOND


def to_milliseconds(moment: datetime) -> datetime:
    """The moment without what a score cannot hold."""
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
