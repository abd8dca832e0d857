"""Call plans by version: the one on which new calls begin, and those on which calls still run.

A running call names its version in its position and finishes on it, on whichever machine answers.
Which version is live, ``ivr/publish`` decides; here it is only followed.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from time import monotonic

import structlog

import ivr.plan
import prompts
from ivr.errors import ConfigError, Problem
from ivr.plan.atomic_write import write_whole
from ivr.plan.call_plan import CallPlan
from ivr.plan.kinds import Kinds
from ivr.plan.snapshot import Snapshot, hash_of, take
from prompts.catalog import Catalog, CatalogError

_log = structlog.get_logger(__name__)
_MOST_KNOWN = 16
_MISS_SECONDS = 10.0
_CODE = Path(ivr.plan.__file__).parent
WORDS = Path(prompts.__file__).parent

Found = Callable[[str], CallPlan | None]


class Plans:
    """Plans in memory. ``found`` brings one that is not, None if it is nowhere to be had.

    Safe between threads.
    """

    def __init__(self, current: CallPlan, found: Found = lambda version: None) -> None:
        self._found = found
        self._lock = Lock()
        self._current = current
        self._known = {current.version: current}
        self._missed: dict[str, float] = {}

    @property
    def current(self) -> CallPlan:
        """The plan on which new calls begin."""
        return self._current

    def go_live(self, plan: CallPlan) -> None:
        """New calls begin on ``plan``."""
        with self._lock:
            self._remember(plan)
            self._current = plan
            self._missed.clear()

    def at(self, version: str) -> CallPlan | None:
        """The plan of a running call; None if it cannot be had now."""
        plan = self._known.get(version)
        return plan or self._brought(version)

    def nearest(self, version: str) -> CallPlan:
        """The plan of a running call, or the current one for what every plan has: its words."""
        return self.at(version) or self._current

    def _brought(self, version: str) -> CallPlan | None:
        with self._lock:
            if version in self._known:
                return self._known[version]
            if monotonic() < self._missed.get(version, 0.0):
                return None  # each turn of a lost call would ask again
            plan = self._found(version)
            if plan is None:
                self._missed = {**self._missed, version: monotonic() + _MISS_SECONDS}
                _log.error("plan.version_lost", version=version)
            else:
                self._remember(plan)
            return plan

    def _remember(self, plan: CallPlan) -> None:
        if len(self._known) >= _MOST_KNOWN:
            self._known = {self._current.version: self._current}
        self._known[plan.version] = plan


class CompiledPlans:
    """Compiled plans in a folder, where a restarted worker finds those of calls still running.

    Only this service writes the folder; it is as trusted as the code itself.
    """

    def __init__(self, folder: Path, kinds: Kinds) -> None:
        self._folder = folder
        self._code = _code_version(kinds)

    def get(self, version: str) -> CallPlan | None:
        """The plan, if it was compiled by this very code."""
        if not version.isalnum():
            return None
        try:
            plan = pickle.loads(self.path(version).read_bytes())  # noqa: S301
        except (OSError, pickle.UnpicklingError, EOFError, AttributeError, ImportError):
            return None
        return plan if isinstance(plan, CallPlan) else None

    def keep(self, plan: CallPlan) -> None:
        """Write it. Raises OSError."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(self.path(plan.version), pickle.dumps(plan, protocol=5))

    def path(self, version: str) -> Path:
        """Where it stands; compiled plans of other code are of other classes."""
        return self._folder / f"{version}-{self._code}.plan"


def compiled(files: Snapshot, kinds: Kinds) -> CallPlan:
    """Read, validate and link the files of a snapshot. Raises ConfigError.

    Whether callers would be served well by it, ``ivr/check`` proves.
    """
    compile_from = _compiler()
    try:
        catalog = Catalog.of(files.words, files.recordings)
    except CatalogError as error:
        folder = files.folders[1]
        problems = [Problem(f"{folder}/{p.file}", p.line, p.what, p.remedy) for p in error.problems]
        raise ConfigError(problems) from error
    return compile_from(files, catalog, kinds)


def plan_in(config: Path, words: Path, kinds: Kinds) -> CallPlan:
    """The plan that two folders hold now, proven or not. Raises ConfigError."""
    return compiled(take(config, words), kinds)


def _compiler() -> Callable[[Snapshot, Catalog, Kinds], CallPlan]:
    # The models and the YAML reader cost a quarter of a second that a start from the cache saves.
    from ivr.plan.compile import compile_plan  # noqa: PLC0415
    from ivr.plan.load import load  # noqa: PLC0415

    return lambda files, catalog, kinds: compile_plan(
        load(files, kinds), files.version, catalog, kinds
    )


def _code_version(kinds: Kinds) -> str:
    code = [*sorted(_CODE.glob("*.py")), *kinds.code, WORDS / "catalog.py", WORDS / "ftl.py"]
    return hash_of(path.read_bytes() for path in code if path.exists())[:8]
