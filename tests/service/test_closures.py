"""What a running service knows of desks closed by hand, whatever the database does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest

from ivr.errors import StoreUnavailable
from ivr.service import closures
from ivr.service.closures import KnownClosures
from routing.model import Closure, Floor

NOON = datetime(2026, 11, 25, 15, tzinfo=UTC)
STORM = Closure(
    frozenset({"data"}), NOON, NOON + timedelta(hours=3), "closed-by-storm", frozenset({"AR", "BR"})
)
ENDLESS = replace(STORM, ends=None, reason="", opened=NOON + timedelta(hours=1))


@dataclass
class Records:
    """A store that may be away, or break."""

    found: tuple[Closure, ...] = ()
    trouble: Exception | None = None
    asked: list[datetime] = field(default_factory=list)

    def since(self, moment: datetime) -> tuple[Closure, ...]:
        self.asked.append(moment)
        if self.trouble:
            raise self.trouble
        return self.found


AWAY = StoreUnavailable("away")


@pytest.fixture
def stop() -> Iterator[Event]:
    stopping = Event()
    yield stopping
    stopping.set()


def known(records: Records, folder: Path) -> KnownClosures:
    return KnownClosures(records, lambda: NOON, folder)  # type: ignore[arg-type]


def test_nothing_is_asked_for_a_turn(tmp_path: Path) -> None:
    records = Records((STORM,))
    board = known(records, tmp_path)
    assert board.floor() == Floor()
    assert records.asked == []
    assert board.read_floor() == board.floor() == Floor(closures=(STORM,))
    # What ended lately is kept: a repeated webhook is stepped at the moment of its first.
    assert records.asked == [NOON - timedelta(hours=1)]


def test_what_is_known_stays_while_the_records_are_away(tmp_path: Path) -> None:
    records = Records((STORM,))
    board = known(records, tmp_path)
    assert board.refresh()
    records.trouble = AWAY
    assert not board.refresh()
    assert board.floor() == Floor(closures=(STORM,))
    records.trouble, records.found = None, ()
    assert board.refresh()
    assert board.floor() == Floor()


def test_a_change_is_told_once(tmp_path: Path) -> None:
    board = known(Records((STORM,)), tmp_path)
    assert [board.refresh(), board.refresh()] == [True, False]


def test_a_copy_holds_across_a_restart_without_records(tmp_path: Path, stop: Event) -> None:
    known(Records((STORM, ENDLESS)), tmp_path).follow(stop)
    restarted = known(Records(trouble=AWAY), tmp_path)
    restarted.follow(stop)
    assert restarted.floor() == Floor(closures=(STORM, ENDLESS))


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b'[{"queues": 5}]', b"null", b"\xff"])
def test_a_copy_that_cannot_be_read_is_none(tmp_path: Path, content: bytes, stop: Event) -> None:
    (tmp_path / "closures.json").write_bytes(content)
    board = known(Records(trouble=AWAY), tmp_path)
    board.follow(stop)
    assert board.floor() == Floor()


def test_a_folder_that_cannot_be_written_is_no_reason_to_forget(
    tmp_path: Path, stop: Event
) -> None:
    board = known(Records((STORM,)), tmp_path / "absent")
    board.follow(stop)
    assert board.floor() == Floor(closures=(STORM,))


# No exception ends the thread that listens.
def test_it_goes_on_after_anything(
    tmp_path: Path, stop: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(closures, "SECONDS", 0.01)
    records = Records()
    board = known(records, tmp_path)
    thread = board.follow(stop)
    for trouble in (RuntimeError("anything"), AWAY, OSError("disk")):
        records.trouble = trouble
        asked = len(records.asked)
        while len(records.asked) < asked + 2:
            assert thread.is_alive()
    records.trouble, records.found = None, (STORM,)
    while board.floor() != Floor(closures=(STORM,)):
        assert thread.is_alive()
