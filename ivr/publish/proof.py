"""Proofs, remembered: the same files under the same code need no second one."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import ivr
import prompts
import routing
from ivr.plan.atomic_write import write_whole
from ivr.plan.snapshot import hash_of


@dataclass(frozen=True, slots=True)
class Proof:
    """What ``ivr check`` finds in a version: ``errors`` keep it from going live."""

    version: str
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether callers may hear this version."""
        return not self.errors


class Proofs:
    """Proofs in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, version: str) -> Proof | None:
        """The proof of a version by this very code, if there is one."""
        try:
            found = json.loads(self._path(version).read_text("utf-8"))
            return Proof(version, tuple(found["errors"]), tuple(found["warnings"]))
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def keep(self, proof: Proof) -> None:
        """Remember it. Raises OSError."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(self._path(proof.version), json.dumps(asdict(proof)).encode())

    def _path(self, version: str) -> Path:
        return self._folder / f"{version}-{code_version()}.proof"


@cache
def code_version() -> str:
    """A hash of all code that decides what callers hear."""
    folders = [Path(package.__file__ or "").parent for package in (ivr, prompts, routing)]
    code = (path for folder in folders for path in sorted(folder.rglob("*.*")) if _decides(path))
    return hash_of(path.read_bytes() for path in code)[:8]


def _decides(path: Path) -> bool:
    return path.suffix in (".py", ".toml")
