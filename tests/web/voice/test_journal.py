"""The journal gives nothing of an answer away, and all machines of an installation agree on it."""

from __future__ import annotations

import hashlib
from pathlib import Path

from ivr.call.events import Keys
from ivr.call.position import Position
from ivr.service.journal import digest
from ivr.settings import journal_key
from tests.web.voice.door import Door, Line

PLACE = Position("0123456789ab", "incident.circuit_id", "es-AR", 4)


def test_one_installation_has_one_key(settings_in, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    first = settings_in(tmp_path / "a", tokens=("x" * 32,))
    second = settings_in(tmp_path / "b", tokens=("x" * 32,))
    other = settings_in(tmp_path / "c", tokens=("y" * 32,))
    assert journal_key(first) == journal_key(second) != journal_key(other)


def test_a_rotation_changes_it_when_the_old_token_goes(settings_in, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    before = settings_in(tmp_path, tokens=("old" * 10,))
    during = settings_in(tmp_path, tokens=("new" * 10, "old" * 10))
    assert journal_key(before) == journal_key(during)


# All four digits can be tried in a moment; without the key none of the digests is the right one.
def test_a_short_answer_cannot_be_guessed() -> None:
    secret = digest(PLACE, Keys("4821"), b"k" * 64)
    for number in range(10_000):
        guess = Keys(f"{number:04}")
        assert digest(PLACE, guess, b"") != secret
    assert digest(PLACE, Keys("4821"), b"k" * 64) == secret


def test_the_door_uses_the_key(door: Door) -> None:
    line = Line(door).dial()
    line.press("1")
    session = door.live.read(line.sid)
    assert session is not None
    told = f"{''}{'Answered()'}".encode()
    unkeyed = hashlib.blake2b(told, digest_size=8).hexdigest()
    assert unkeyed not in " ".join(session.journal)
