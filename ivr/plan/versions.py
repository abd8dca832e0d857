"""Call plans by version: load, cache compiled, reload when a file changes, keep the old ones.

A version is a hash of all that decides a call: the YAML, the words and the recordings. A running
call names its version in its position and finishes on it, so versions stay in memory and, compiled,
in the data folder, where a restarted worker finds those of calls still running.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Lock

import structlog

import ivr.plan
import prompts
from ivr.errors import ConfigError, Problem
from ivr.plan.atomic_write import write_whole
from ivr.plan.call_plan import CallPlan
from ivr.plan.kinds import Kinds
from prompts.catalog import Catalog, CatalogError

_log = structlog.get_logger(__name__)
_MOST_KNOWN = 16
_LENGTH = 12  # hexadecimal digits of a version: 48 bits
_CODE = Path(ivr.plan.__file__).parent
WORDS = Path(prompts.__file__).parent


class Plans:
    """The current plan, and those on which calls still run.

    ``refused`` tells that the files were edited and cannot be used.

    ``config`` is the folder of the YAML, ``words`` that of the prompts, ``cache`` a folder for
    compiled plans (None: compile each time), ``kinds`` all that a plan may be made of.
    """

    def __init__(
        self, config: Path, words: Path = WORDS, cache: Path | None = None, *, kinds: Kinds
    ) -> None:
        self._kinds = kinds
        self._config = config
        self._words = words
        self._cache = cache
        self._lock = Lock()
        self._known: dict[str, CallPlan] = {}
        self.refused = False
        self._stamp = self._stamped()
        self._current = self._load()

    @property
    def current(self) -> CallPlan:
        """The plan on which new calls begin."""
        return self._current

    def at(self, version: str) -> CallPlan:
        """The plan of a running call; the current one if its own is nowhere to be found."""
        if version == self._current.version:
            return self._current
        plan = self._known.get(version) or self._cached(version)
        if plan is None:
            _log.warning("plan.version_unknown", version=version)
            return self._current
        return self._remember(plan)

    def _remember(self, plan: CallPlan) -> CallPlan:
        if len(self._known) >= _MOST_KNOWN:
            self._known = {self._current.version: self._current}  # the rest is in the cache folder
        self._known[plan.version] = plan
        return plan

    def refresh(self) -> bool:
        """Load the plan again if a file changed. True if there is a new version.

        Raises ConfigError if the files cannot be used; the last good plan stays.
        """
        stamp = self._stamped()
        if stamp == self._stamp:
            return False
        with self._lock:
            self._stamp = stamp
            self.refused = True  # until the files have been read to their end
            plan = self._remember(self._load())
            self.refused = False
            changed = plan.version != self._current.version
            self._current = plan
        return changed

    def _load(self) -> CallPlan:
        version = _hash(_contents(self._files()))[:_LENGTH]
        plan = self._known.get(version) or self._cached(version) or self._compiled(version)
        self._known[version] = plan
        return plan

    def _compiled(self, version: str) -> CallPlan:
        plan = compiled(self._config, self._words, version, self._kinds)
        if self._cache:
            self._cache.mkdir(parents=True, exist_ok=True)
            write_whole(self._cache_file(version), pickle.dumps(plan, protocol=5))
        return plan

    def _cached(self, version: str) -> CallPlan | None:
        if not self._cache or not version.isalnum():
            return None
        try:
            # Only this service writes the folder; it is as trusted as the code itself.
            plan = pickle.loads(self._cache_file(version).read_bytes())  # noqa: S301
        except (OSError, pickle.UnpicklingError, EOFError, AttributeError, ImportError):
            return None
        return plan if isinstance(plan, CallPlan) else None

    def _cache_file(self, version: str) -> Path:
        return (self._cache or Path()) / f"{version}-{_code_version(self._kinds)}.plan"

    def _files(self) -> list[Path]:
        return plan_files(self._config, self._words)

    def _stamped(self) -> tuple[tuple[str, int, int], ...]:
        stats = ((path, path.stat()) for path in self._files() if path.exists())
        return tuple((str(path), stat.st_mtime_ns, stat.st_size) for path, stat in stats)


def compiled(config: Path, words: Path, version: str, kinds: Kinds) -> CallPlan:
    """Read, check and link the files of two folders. Raises ConfigError."""
    compile_from = _compiler()
    try:
        catalog = Catalog.load(words)
    except CatalogError as error:
        problems = [Problem(p.file, p.line, p.what, p.remedy) for p in error.problems]
        raise ConfigError(problems) from error
    return compile_from(config, version, catalog, kinds)


def _compiler() -> Callable[[Path, str, Catalog, Kinds], CallPlan]:
    # The models and the YAML reader cost a quarter of a second that a start from the cache saves.
    from ivr.plan.compile import compile_plan  # noqa: PLC0415
    from ivr.plan.load import load  # noqa: PLC0415

    return lambda config, version, catalog, kinds: compile_plan(
        load(config, kinds), version, catalog, kinds
    )


def plan_files(config: Path, words: Path) -> list[Path]:
    """All files that decide what callers hear, in a stable order."""
    return [
        *sorted(config.glob("*.yaml")),
        *sorted(words.glob("*.ftl")),
        *sorted((words / "audio").rglob("*.*")),
    ]


def _contents(files: Iterable[Path]) -> Iterable[bytes]:
    for path in files:
        yield path.name.encode()
        # A recording is known by its size: reading minutes of sound would slow every start.
        is_text = path.suffix in (".yaml", ".ftl")
        yield path.read_bytes() if is_text else str(path.stat().st_size).encode()


def _code_version(kinds: Kinds) -> str:
    """Compiled plans of other code are of other classes."""
    code = [*sorted(_CODE.glob("*.py")), *kinds.code, WORDS / "catalog.py", WORDS / "ftl.py"]
    return _hash(path.read_bytes() for path in code if path.exists())[:8]


def _hash(parts: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()
