"""`ivr why` names the line that decides, and the line is really there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ivr.cli import main
from ivr.settings import PACKAGE_ROOT

PLACE = re.compile(r"^   (\S+?):(\d+) +(.*)$", re.MULTILINE)


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IVR_DATA", str(tmp_path))


def asked(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["why", *words]) == 0
    return capsys.readouterr().out


def lines(said: str) -> list[tuple[str, str]]:
    """(the line of the file, what it is said to decide)"""
    found = []
    for file, line, words in PLACE.findall(said):
        text = (PACKAGE_ROOT / file).read_text("utf-8").splitlines()
        found.append((text[int(line) - 1], words))
    return found


def test_christmas(capsys: pytest.CaptureFixture[str]) -> None:
    said = asked(capsys, "+541151705383", "--at", "2026-12-25T11:00", "--keys", "0 1")
    decided = {words: line for line, words in lines(said)}
    assert "0: other-requests" in decided["service-assurance → other-requests"]
    assert "1: {offer: billing-and-portal" in decided["other-requests → billing:closed"]
    assert "holidays: AR" in decided["2026-12-25 is a holiday: Navidad"]
    closed = "billing is closed then (America/Argentina/Buenos_Aires); opens Mon 2026-12-28 09:00"
    assert 'mon-fri: "09:00-18:00"' in decided[closed]
    assert "when: closed" in decided["overflow of billing when closed"]
    assert any(words.startswith("“Hoy es feriado, Navidad") for words in decided)


def test_every_sentence_stands_where_it_is_said_to(capsys: pytest.CaptureFixture[str]) -> None:
    said = asked(capsys, "0800-887-3333", "--keys", "9 1 1 48217# 1", "--at", "2026-11-24T11:00")
    spoken = [(line, words) for line, words in lines(said) if words.startswith("“")]
    assert len(spoken) > 20
    assert all(" = " in line or line.startswith("    .") for line, _ in spoken)
    assert any("dados, voz e internet" in line for line, _ in spoken)


def test_a_caller_from_elsewhere(capsys: pytest.CaptureFixture[str]) -> None:
    said = asked(capsys, "+551139572288", "--from", "+584125551234")
    assert "greeted in es: the caller's number belongs to VE" in said


def test_matrix_shows_each_boundary_and_holiday(capsys: pytest.CaptureFixture[str]) -> None:
    said = asked(capsys, "+541151705383", "--matrix", "--at", "2026-12-20T00:00")
    assert "Mon 2026-12-21 09:00  opens billing, orders" in said
    assert "Fri 2026-12-25        Navidad: billing, changes, orders, reception closed" in said
    assert "2026-12-25 09:00" not in said
    assert "Brasil" not in said


def test_the_whole_matrix_names_every_country(capsys: pytest.CaptureFixture[str]) -> None:
    said = asked(capsys, "--matrix")
    assert said.count("numbers  ") == 11


def test_an_unknown_number_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["why", "+10000000"]) == 1
    assert "no country lists '+10000000'" in capsys.readouterr().err
