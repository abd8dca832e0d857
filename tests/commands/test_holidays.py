"""``ivr holidays``: which days close which queue, and the words for each in every language."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from ivr.cli import main
from ivr.settings import PACKAGE_ROOT


@pytest.fixture(autouse=True)
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the shipped plan, to be changed."""
    copy = tmp_path / "config"
    shutil.copytree(PACKAGE_ROOT / "config", copy)
    monkeypatch.setenv("IVR_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("IVR_CONFIG", str(copy))
    return copy


def printed(capsys: pytest.CaptureFixture[str], *words: str) -> list[str]:
    assert main(["holidays", *words]) == 0
    return capsys.readouterr().out.splitlines()


def cells(lines: list[str], day: str) -> list[str]:
    (line,) = [line for line in lines if f" {day} " in line]
    return [cell.strip() for cell in line.split("  ") if cell.strip()]


CLOSING = "billing, changes, orders, reception"


def test_a_year_of_argentina(capsys: pytest.CaptureFixture[str]) -> None:
    lines = printed(capsys, "AR", "--year", "2027")
    assert lines[0] == "Argentina, 2027"
    assert lines[1].split() == ["day", "closes", "es-AR", "en"]
    assert cells(lines, "2027-10-11") == [
        "Mon 2027-10-11", "public", CLOSING, "Día del Respeto a la Diversidad Cultural",
        "Respect for Cultural Diversity Day",
    ]  # fmt: skip
    assert cells(lines, "2027-05-01")[2] == "–"  # a Saturday: no desk would be open
    others = lines[lines.index("not kept (see `also:` and `except:`):") :]
    thursday = cells(others, "2027-03-25")
    assert thursday[1:4] == ["non-working-days", "–", "Jueves Santo"]
    assert not any("2027-03-25" in line for line in lines[: lines.index(others[0])])


def test_every_language_of_the_country(capsys: pytest.CaptureFixture[str]) -> None:
    assert cells(printed(capsys, "BR", "--year", "2027"), "2027-10-12")[3:] == [
        "Nossa Senhora Aparecida",
        "Our Lady of Aparecida",
        "Nuestra Señora Aparecida",
    ]
    assert cells(printed(capsys, "us", "--year", "2026"), "2026-11-26")[3:] == [
        "Thanksgiving Day",
        "Día de Acción de Gracias",
    ]


def test_days_of_ones_own_and_closures(capsys: pytest.CaptureFixture[str], config: Path) -> None:
    countries = config / "countries.yaml"
    own = "{public: AR, add: {2027-12-30: Balance}, except: [2027-12-08], also: non-working-days}"
    text = countries.read_text("utf-8").replace("holidays: AR", f"holidays: {own}")
    countries.write_text(text, "utf-8")
    (config / "closures.yaml").write_text(
        "2027-12-24 to 2028-01-02: {reason: closed-year-end, queues: billing}\n"
        "2026-12-30: closed-company-day\n"
        "2027-03-01: {reason: closed-company-day, countries: BR}\n",
        "utf-8",
    )
    lines = printed(capsys, "AR", "--year", "2027")
    added = cells(lines, "2027-12-30")
    assert added[1:] == ["added", CLOSING, "Balance", "(a holiday, without its name)"]
    assert cells(lines, "2027-12-08")[1:3] == ["excepted", "–"]
    assert cells(lines, "2027-03-25")[1:4] == ["public", CLOSING, "Jueves Santo"]
    assert lines[lines.index("closures.yaml:") + 1 :] == [
        "2027-12-24 00:00 to 2028-01-03 00:00  billing: closed-year-end",
        "  es-AR: “Nuestras oficinas están cerradas por las fiestas de fin de año.”",
        "  en: “Our offices are closed for the end of the year.”",
    ]


def test_all_countries_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads("\n".join(printed(capsys, "--year", "2027", "--json")))
    assert len(found) == 11
    (christmas,) = [day for day in found["CO"] if day["day"] == "2027-12-08"]
    assert christmas["names"] == {
        "es-CO": "La Inmaculada Concepción",
        "en": "Immaculate Conception",
    }
    assert all(all(day["names"].values()) for days in found.values() for day in days)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["XX"], "ivr holidays: there is no country 'XX'; there are AR, BR"),
        (["AR", "--year", "1"], "ivr holidays: calendars reach from 2000 to 2099"),
    ],
)
def test_what_there_is_not(capsys: pytest.CaptureFixture[str], words: list[str], told: str) -> None:
    assert main(["holidays", *words]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(told)
