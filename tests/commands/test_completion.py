"""The scripts of ``ivr completion``, asked as the shells ask them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from ivr.cli import main
from tests.servers import absent


@pytest.fixture
def script(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Path:
    assert main(["completion", "bash"]) == 0
    path = tmp_path / "ivr.bash"
    path.write_text(capsys.readouterr().out, "utf-8")
    return path


def completed(script: Path, line: str) -> set[str]:
    """What bash offers at the end of ``line``."""
    words = line.split(" ")
    typed = line if words[-1] else f'{line} ""'
    ask = (
        f"source {script}; COMP_WORDS=({typed}); "
        f"COMP_CWORD={len(words) - 1}; _shtab_ivr; printf '%s\\n' \"${{COMPREPLY[@]}}\""
    )
    ran = subprocess.run(["bash", "-c", ask], capture_output=True, text=True, check=True)
    return {word.strip() for word in ran.stdout.splitlines() if word}


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("ivr ", {"serve", "call", "check", "why", "completion"}),
        ("ivr inc", {"incidents"}),
        ("ivr incidents ", {"list", "show"}),
        ("ivr call --si", {"--situation"}),
        ("ivr call --situation ", {"nobody", "down"}),
        ("ivr flow --format s", {"svg"}),
        ("ivr completion ", {"bash", "zsh"}),
    ],
)
def test_bash_offers(script: Path, line: str, offered: set[str]) -> None:
    assert offered <= completed(script, line)


def test_bash_offers_folders_where_one_is_wanted(script: Path, tmp_path: Path) -> None:
    (tmp_path / "plans").mkdir()
    (tmp_path / "plan.txt").touch()
    found = completed(script, f"ivr check --config {tmp_path}/pl")
    assert {Path(word).name for word in found} == {"plans"}


def test_zsh_understands_its_script(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["completion", "zsh"]) == 0
    path = tmp_path / "_ivr"
    path.write_text(capsys.readouterr().out, "utf-8")
    assert path.read_text("utf-8").startswith("#compdef ivr\n")
    if shutil.which("zsh") is None:
        absent("zsh (apt-get install zsh)")
    subprocess.run(["zsh", "-n", path], check=True)
