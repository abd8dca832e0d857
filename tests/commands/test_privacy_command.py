"""``ivr privacy``: what a person prints, erases and holds, in the words that are read."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from ivr.cli import main
from ivr.records import CallRecords, Incidents
from ivr.records.database import database
from ivr.records.upgrade import upgrade
from tests.records.test_call_records import ENDED
from tests.records.test_incident_store import DRAFT

SID = "CA" + "a" * 32
SOUND = "https://api.example.com/Recordings/RE1"
Ivr = Callable[..., tuple[int, str]]


@pytest.fixture
def ivr(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ivr:
    """Runs a command on an installation of the test's own; its status and all that it said."""
    for name in ("REDIS_URL", "DATABASE_URL", "TWILIO_AUTH_TOKEN", "PUBLIC_URL"):
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("IVR_DATA", str(tmp_path / "data"))
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)

    def run(*words: str) -> tuple[int, str]:
        capsys.readouterr()
        status = main(["privacy", *words])
        said = capsys.readouterr()
        return status, said.out + said.err

    return run


@pytest.fixture
def ticket(ivr: Ivr, tmp_path: Path) -> str:
    """A call of +54 9 11 5555-1234 on record; the number of its ticket."""
    made: Engine = database(f"sqlite:///{tmp_path / 'data' / 'records.sqlite3'}")
    (tmp_path / "data").mkdir(mode=0o700)
    upgrade(made)
    long_ago = datetime.now(UTC) - timedelta(days=100)
    fields = {"contact": {"value": "Zunilda"}, "sound": {"recording": SOUND, "value": None}}
    draft = replace(DRAFT, call_sid=SID, caller="+5491155551234", fields=fields)
    number = Incidents(made).keep(draft, "open", long_ago).number
    record = replace(ENDED, call_sid=SID, caller="+5491155551234", started_at=long_ago)
    CallRecords(made).finish(replace(record, country="AR"))
    made.dispose()
    return number


def test_export_prints_json(ivr: Ivr, ticket: str) -> None:
    status, said = ivr("export", "(011) 15 5555-1234", "--country", "ar")
    found = json.loads(said)
    assert status == 0
    assert (found["number"], found["also_written"]) == ("+5491155551234", ["+541155551234"])
    (call,) = found["calls"]
    assert [one["number"] for one in call["tickets"]] == [ticket]
    assert call["record"]["caller"] == "+5491155551234"


def test_export_of_nobody(ivr: Ivr) -> None:
    status, said = ivr("export", "+5491155551234")
    assert status == 0
    assert json.loads(said)["calls"] == []


def test_erase_says_what_was_removed_and_what_was_not(ivr: Ivr, ticket: str) -> None:
    status, said = ivr("erase", "+54 9 11 5555-1234")
    assert status == 1
    assert f"call {SID}: caller, ticket {ticket} (incident, 2 answers), a journal of 2" in said
    assert f"NOT REMOVED  recording {SOUND}: it lies at the carrier" in said
    assert ivr("recordings") == (0, f"{datetime.now(UTC):%Y-%m-%d}  {SOUND}\n")
    assert ivr("recordings", "--deleted", SOUND) == (0, "noted\n")
    assert ivr("recordings") == (0, "None.\n")
    status, said = ivr("erase", "+54 9 11 5555-1234")
    assert (status, "removed      nothing" in said) == (0, True)


@pytest.mark.parametrize(
    ("kind", "value"),
    [("ticket", "{ticket}"), ("call", SID), ("number", "+54 9 11 5555-1234")],
)
def test_what_is_held_is_kept_until_it_is_released(
    ivr: Ivr, ticket: str, kind: str, value: str
) -> None:
    what = value.format(ticket=ticket)
    assert ivr("holds") == (0, "Nothing is held.\n")
    status, said = ivr("hold", kind, what, "--reason", "Juzgado  3", "--until", "2099-12-31")
    assert (status, "until 2099-12-31: Juzgado 3" in said) == (0, True)
    status, said = ivr("erase", "+5491155551234")
    assert (status, "NOT REMOVED" in said, "held: " in said) == (1, True, True)
    assert "Juzgado 3" in ivr("holds")[1]
    assert ivr("release", kind, what)[0] == 0
    assert ivr("release", kind, what)[0] == 1
    assert "removed      20" in ivr("erase", "+5491155551234")[1]


def test_what_is_over_can_be_deleted_at_once(
    ivr: Ivr, ticket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    status, said = ivr("purge")
    assert status == 0
    lines = {line.split()[0]: line.split()[1:] for line in said.splitlines() if line[:1] != "{"}
    assert lines["country"] == ["incidents", "calls", "recordings", "live", "held"]
    assert lines["AR"] == ["0", "0", "0", "0", "0"]  # a hundred days are not a year
    assert lines["*"] == ["0", "0", "0", "0", "0"]


def test_a_country_that_the_number_does_not_tell_is_asked_for(
    ivr: Ivr, ticket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    status, said = ivr("export", "11 5555-1234")
    assert status == 1
    assert "does not tell its country" in said
    assert len(said.splitlines()) == 1
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _: " ar ")
    status, said = ivr("export", "11 5555-1234")
    assert json.loads(said)["number"] == "+541155551234"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("export", "5555", "--country", "AR"), "is no number of AR"),
        (("export", "5555", "--country", "XX"), "is no country"),
        (("hold", "ticket", "1000016", "--reason", "court"), "check digit does not fit"),
        (("hold", "call", "CA1", "--reason", "court"), "is no CallSid"),
        (("hold", "number", "5555", "--reason", "court"), "does not tell its country"),
        (("hold", "call", SID, "--reason", " "), "say in --reason why"),
        (("hold", "call", SID, "--reason", "court", "--until", "2020-01-01"), "is over"),
        (("release", "call", SID), "There is no hold on call"),
        (("recordings", "--deleted", "https://x"), "not listed"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_sentence(
    ivr: Ivr, words: tuple[str, ...], told: str
) -> None:
    status, said = ivr(*words)
    assert status == 1
    assert told in said
    assert len(said.splitlines()) == 1
