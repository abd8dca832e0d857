"""``ivr queues``: desks closed by hand, and what callers, ``ivr why`` and the list say of it."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from ivr.cli import main
from ivr.commands import queues
from ivr.records import ClosureRecords
from ivr.records.database import database
from ivr.records.upgrade import upgrade
from ivr.settings import load_settings
from routing.model import Closure

NUMBER = "+541151705383"
NOW = datetime(2026, 11, 25, 11, tzinfo=ZoneInfo("America/Argentina/Buenos_Aires"))


@pytest.fixture(autouse=True)
def _installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IVR_DATA", str(tmp_path))
    monkeypatch.setattr(queues, "_wait_until_heard", lambda: None)
    monkeypatch.setattr(queues, "_now", lambda: NOW)


class Said:
    """Runs a command; what it printed, its errors apart."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *words: str) -> str:
        assert main(list(words)) == 0
        return self._capsys.readouterr().out

    def refused(self, *words: str) -> str:
        assert main(list(words)) == 1
        said = self._capsys.readouterr()
        assert said.out == ""
        assert said.err.count("\n") == 1
        return said.err.strip()


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    return Said(capsys)


STORM = ("--until", "18:00", "--country", "AR", "--reason", "closed-by-storm")


def test_closed_by_a_storm(said: Said) -> None:
    assert said("queues", "close", "data", *STORM).splitlines() == [
        "data is closed for AR until Wed 2026-11-25 18:00 (America/Argentina/Buenos_Aires)",
        "  es-AR: “Por ahora no atiende el equipo de datos, voz e internet. Nuestras oficinas "
        "están cerradas por la tormenta. Volvemos a atender el miércoles veinticinco de "
        "noviembre, a las seis de la tarde, hora de Buenos Aires.”",
        "open it again: ivr queues open data",
    ]
    heard = said("call", NUMBER, "--keys", "1 hangup", "--at", "2026-11-25T12:00")
    assert "Nuestras oficinas están cerradas por la tormenta." in heard
    assert "a las seis de la tarde" in heard
    # Neither later, nor before, nor for who dials another country, nor at another desk.
    for number, keys, at in (
        (NUMBER, "1 0", "2026-11-25T18:00"),
        (NUMBER, "1 0", "2026-11-25T10:59"),
        ("0800-887-3333", "1 0", "2026-11-25T12:00"),
        (NUMBER, "2 0", "2026-11-25T12:00"),
    ):
        heard = said("call", number, "--keys", keys, "--at", at)
        assert "tormenta" not in heard
        assert "tempestade" not in heard
        assert "queued in" in heard


def test_why_names_it(said: Said) -> None:
    said("queues", "close", "data", *STORM)
    why = said("why", NUMBER, "--keys", "1 hangup", "--at", "2026-11-25T12:00")
    assert "ivr queues close" in why
    assert "closes data until Wed 2026-11-25 18:00: closed-by-storm" in why
    assert "data is closed then (America/Argentina/Buenos_Aires); opens Wed 2026-11-25 18:00" in why
    matrix = said("why", NUMBER, "--matrix", "--at", "2026-11-25T12:00")
    assert "data closed until Wed 2026-11-25 18:00: closed-by-storm" in matrix
    assert "Wed 2026-11-25 18:00  opens data; closes billing, orders" in matrix


def test_the_list(said: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    said("queues", "close", "data", *STORM)
    monkeypatch.setattr(queues, "_now", lambda: NOW.replace(hour=12))
    listed = said("queues", "list").splitlines()
    (row,) = [line for line in listed if line.startswith("data ")]
    assert row.split("  ")[-1].strip() == "AR"
    assert listed[-1] == (
        "by hand: data for AR until Wed 2026-11-25 18:00 (America/Argentina/Buenos_Aires): "
        "closed-by-storm"
    )
    states = json.loads(said("queues", "list", "--json"))
    (state,) = [s for s in states if (s["queue"], s["country"]) == ("data", "AR")]
    assert (state["open"], state["by_hand"], state["reason"]) == (False, True, "closed-by-storm")
    assert all(s["open"] for s in states if s["queue"] == "nm")


def test_opened_again(said: Said) -> None:
    said("queues", "close", "data", "billing")
    assert said("queues", "open", "data").splitlines() == [
        "data is no longer closed by hand (everybody)"
    ]
    assert said("queues", "open", "data") == "data was not closed by hand\n"
    heard = said("call", NUMBER, "--keys", "1 0", "--at", "2026-11-25T12:00")
    assert "queued in data" in heard
    heard = said("call", NUMBER, "--keys", "0 1 hangup", "--at", "2026-11-25T12:00")
    assert "Por ahora no atiende el equipo de facturación." in heard
    assert "Volvemos" not in heard  # nobody has said until when


def test_opened_for_one_country_only(said: Said) -> None:
    said("queues", "close", "data", "--country", "AR,BR")
    assert said("queues", "open", "data", "--country", "br") == (
        "data is no longer closed by hand (BR)\n"
    )
    assert "by hand: data for AR until it is opened again" in said("queues", "list")


def test_what_is_opened_may_be_closed_all_the_same(
    said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    said("queues", "close", "billing")
    monkeypatch.setattr(queues, "_now", lambda: NOW.replace(hour=4))
    told = said("queues", "open", "billing")
    assert "its hours, or closures.yaml, keep it closed now for everybody" in told


# A queue that was renamed while it was closed leaves nothing behind that nobody can end.
def test_a_desk_that_has_left_the_plan(said: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = database(load_settings())
    upgrade(engine)
    gone = Closure(frozenset({"old"}), NOW, None, "", frozenset({"AR"}))
    ClosureRecords(engine).close([gone])
    assert "by hand: old for AR" in said("queues", "list")
    assert said("queues", "open", "old") == "old is no longer closed by hand (AR)\n"
    monkeypatch.setattr(queues, "_now", lambda: NOW.replace(hour=12))
    assert "old" not in said("queues", "list")


def test_all_at_their_own_time(said: Said) -> None:
    told = said("queues", "close", "data", "--until", "18:00", "--country", "all")
    assert told.splitlines()[0] == (
        "data is closed for everybody until Wed 2026-11-25 18:00 by the clock of each"
    )


def test_a_closure_takes_the_place_of_the_one_before(said: Said) -> None:
    said("queues", "close", "data", *STORM)
    said("queues", "close", "data", "--country", "AR")
    listed = said("queues", "list")
    assert listed.count("by hand:") == 1
    assert "until it is opened again" in listed


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["close", "dta"], "there is no queue 'dta'; did you mean 'data'?"),
        (["open", "qqqq"], "there is no queue 'qqqq'; there are data, nm, data-center, vyvx"),
        (["close", "data", "--country", "XX"], "there is no country 'XX'; there are AR, BR"),
        (
            ["close", "data", "--reason", "closed-by-strom"],
            "there is no reason 'closed-by-strom'; did you mean 'closed-by-storm'?",
        ),
        (["close", "data", "--reason", "goodbye"], "there is no reason 'goodbye'; there are"),
        (["close", "data", "--until", "18:00"], "data serves countries whose clocks differ"),
        (
            ["close", "data", "--until", "10:00", "--country", "AR"],
            "10:00 is past: it is 2026-11-25 11:00 in America/Argentina/Buenos_Aires; "
            "for tomorrow write 2026-11-26T10:00",
        ),
        (["close", "data", "--until", "later", "--country", "AR"], "'later' is no moment"),
    ],
)
def test_what_is_not_clear_closes_nothing(said: Said, words: list[str], told: str) -> None:
    assert said.refused("queues", *words).startswith(f"ivr queues: {told}")
    assert "nothing is closed by hand or by date" in said("queues", "list")
