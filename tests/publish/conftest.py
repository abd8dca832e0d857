"""A machine with a small plan that is edited, and a prover that is asked in this process."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from ivr.engine.kinds.registry import KINDS
from ivr.errors import ConfigError
from ivr.plan.snapshot import Snapshot
from ivr.plan.versions import WORDS, CompiledPlans, compiled
from ivr.publish.proof import Proof
from ivr.publish.publisher import Publisher
from ivr.publish.store import PlanStore
from tests.plan.writing import write


@dataclass
class Prover:
    """Compiles and no more; ``refuses`` are words that keep a plan from going live."""

    refuses: dict[bytes, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def __call__(self, files: Snapshot, words: Path, folder: Path) -> Proof:
        self.asked.append(files.version)
        errors = [why for word, why in self.refuses.items() if word in files.config["dialogs.yaml"]]
        try:
            plan = compiled(files, KINDS)
        except ConfigError as error:
            return Proof(files.version, tuple(map(str, error.problems)))
        if not errors:
            CompiledPlans(folder, KINDS).keep(plan)
        return Proof(files.version, tuple(errors))


@dataclass
class Machine:
    """One machine's folders, and what decides on it."""

    home: Path
    prover: Prover

    @property
    def config(self) -> Path:
        return self.home / "config"

    @property
    def words(self) -> Path:
        return self.home / "prompts"

    @property
    def folder(self) -> Path:
        return self.home / "data" / "plans"

    @property
    def store(self) -> PlanStore:
        return PlanStore(self.folder, KINDS)

    def publisher(self) -> Publisher:
        return Publisher(self.config, self.words, self.store, prove=self.prover)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    write(tmp_path)
    skipped = shutil.ignore_patterns("*.py", "__pycache__", "audio")
    shutil.copytree(WORDS, tmp_path / "prompts", ignore=skipped)
    return Machine(tmp_path, Prover())
