"""A small plan that is right, copied to where a test may break it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ivr.check import Report, check
from ivr.check.walk import Memory
from ivr.plan.versions import WORDS

HERE = Path(__file__).parent
TODAY = date(2026, 11, 22)
MEMORY: Memory = {}  # the plans of these tests differ in little


@dataclass(frozen=True, slots=True)
class Copied:
    """Two folders of a test's own: ``config`` and ``prompts``."""

    config: Path
    words: Path

    def file(self, name: str) -> Path:
        """The file of this name, in whichever of the two folders it belongs."""
        return (self.words if name.endswith(".ftl") else self.config) / name

    def change(self, name: str, old: str, new: str) -> None:
        """Replace ``old``, which must be there."""
        text = self.file(name).read_text("utf-8")
        assert old in text, f"{name} does not hold {old!r}"
        self.file(name).write_text(text.replace(old, new, 1), "utf-8")

    def line(self, name: str, text: str, nth: int = 1) -> int:
        """The 1-based line that begins with or holds ``text``."""
        lines = self.file(name).read_text("utf-8").split("\n")
        found = [n for n, line in enumerate(lines, 1) if line.startswith(text)]
        found = found or [n for n, line in enumerate(lines, 1) if text in line]
        return found[nth - 1]

    def check(self) -> Report:
        """What ``ivr check`` says about it."""
        return check(self.config, self.words, TODAY, MEMORY)


def copied(folder: Path, plan: Path = HERE / "plan", words: Path = WORDS) -> Copied:
    """A copy of ``plan`` and of the words in ``folder``."""
    copy = Copied(folder / "config", folder / "prompts")
    shutil.copytree(plan, copy.config, ignore=shutil.ignore_patterns("__pycache__"))
    copy.words.mkdir()
    for path in words.glob("*.ftl"):
        shutil.copy(path, copy.words)
    music = copy.words / "audio" / "music"
    music.mkdir(parents=True)
    shutil.copy(words / "audio" / "music" / "hold.wav", music)
    return copy
