"""`ivr why` names the line that decides, and the line is really there."""

from __future__ import annotations

import re
import shutil
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


@pytest.fixture
def closing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The shipped plan with a company-wide holiday in one line, and an early end."""
    config = tmp_path / "config"
    shutil.copytree(PACKAGE_ROOT / "config", config)
    (config / "closures.yaml").write_text(
        "# closures\n"
        "2026-12-30: closed-company-day\n"
        '2026-12-29: {reason: closed-early, queues: all, countries: AR, closed: "16:00-24:00"}\n',
        "utf-8",
    )
    monkeypatch.setenv("IVR_CONFIG", str(config))


@pytest.mark.usefixtures("closing")
def test_a_closure_by_date(capsys: pytest.CaptureFixture[str]) -> None:
    at = ("--at", "2026-12-30T11:00")
    said = asked(capsys, "+541151705383", "--keys", "0 1 hangup", *at)
    assert "config/closures.yaml:2" in said
    assert "closes billing until Thu 2026-12-31 00:00: closed-company-day" in said
    assert "“Hoy no se trabaja en nuestra empresa.”" in said
    assert "Volvemos a atender el jueves treinta y uno de diciembre, a las nueve" in said
    # What never closes stays open, unless it is named.
    assert "queued in data" in asked(capsys, "+541151705383", "--keys", "1 0", *at)
    # All countries, each in its own day and words.
    brazil = asked(capsys, "0800-887-3333", "--keys", "0 1 hangup", *at)
    assert "“Hoje não há expediente na nossa empresa.”" in brazil


@pytest.mark.usefixtures("closing")
def test_a_part_of_a_day(capsys: pytest.CaptureFixture[str]) -> None:
    early, late = ("--at", "2026-12-29T15:59"), ("--at", "2026-12-29T16:00")
    words = ("+541151705383", "--keys", "1 hangup")
    assert "closed-early" not in asked(capsys, *words, *early)
    assert "config/closures.yaml:3" in asked(capsys, *words, *late)
    brazil = asked(capsys, "0800-887-3333", "--keys", "1 hangup", *late)
    assert "closures.yaml" not in brazil


@pytest.mark.usefixtures("closing")
def test_the_matrix_shows_closures(capsys: pytest.CaptureFixture[str]) -> None:
    said = asked(capsys, "+541151705383", "--matrix", "--at", "2026-12-29T10:00").splitlines()
    until = "closed until Wed 2026-12-30 00:00: closed-early"
    (line,) = [each for each in said if until in each]
    assert line.startswith("  Tue 2026-12-29 16:00  billing, changes, data, data-center, nm")
    assert any(
        "Tue 2026-12-29 16:00  closes data, nm, data-center, vyvx, billing, changes" in each
        for each in said
    )
    assert any("Wed 2026-12-30 00:00  opens data, nm, data-center, vyvx" in each for each in said)
    assert not any("Wed 2026-12-30 09:00" in each for each in said)
