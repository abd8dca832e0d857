"""The plans of a machine by version: compiled in a folder, their source there and in the records.

The folder is a cache. The records are shared: a call that began on one machine finishes on its
version on any other, after a deploy too, since what was compiled by other code is compiled anew.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

import structlog

from ivr.errors import ConfigError, StoreUnavailable
from ivr.plan.atomic_write import write_whole
from ivr.plan.call_plan import CallPlan
from ivr.plan.kinds import Kinds
from ivr.plan.snapshot import Snapshot, unpack
from ivr.plan.versions import CompiledPlans, compiled

# A call lives a day in the live store at the most; two more for machines that were away.
KEPT = timedelta(days=3)
_log = structlog.get_logger(__name__)


class Sources(Protocol):
    """Where the sources of plans are shared between machines. Methods raise StoreUnavailable."""

    def keep(self, version: str, source: bytes, now: datetime) -> None:
        """The source of a version that is live ``now``; again and again as long as it is."""

    def source(self, version: str) -> bytes | None:
        """What was kept; None if nothing was."""

    def prune(self, before: datetime) -> int:
        """Forget versions that were last live before a moment; returns how many."""


class PlanStore:
    """Plans by version. ``sources`` None: this machine alone."""

    def __init__(self, folder: Path, kinds: Kinds, sources: Sources | None = None) -> None:
        self.folder = folder
        self._kinds = kinds
        self._sources = sources
        self._compiled = CompiledPlans(folder, kinds)

    def get(self, version: str) -> CallPlan | None:
        """The plan of a version, None if it cannot be had now."""
        return self._compiled.get(version) or self._compiled_anew(version)

    def keep(self, files: Snapshot) -> None:
        """Keep the source of a version that went live. Raises OSError."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(self._path(files.version), files.pack())

    def share(self, version: str, now: datetime) -> None:
        """Tell the other machines what is live here. Raises OSError, StoreUnavailable."""
        if self._sources:
            self._sources.keep(version, self._path(version).read_bytes(), now)

    def prune(self, live: str, now: datetime) -> None:
        """Remove what no call can name any more. Raises OSError, StoreUnavailable."""
        oldest = time.time() - KEPT.total_seconds()
        for path in self._files():
            if path.name.startswith(live):
                path.touch()
            elif path.stat().st_mtime < oldest:
                path.unlink()
        if self._sources:
            self._sources.prune(now - KEPT)

    def _files(self) -> Iterator[Path]:
        for kind in ("plan", "proof", "source"):
            yield from self.folder.glob(f"*.{kind}")

    def _path(self, version: str) -> Path:
        return self.folder / f"{version}.source"

    def _compiled_anew(self, version: str) -> CallPlan | None:
        packed = self._source(version) if version.isalnum() else None
        try:
            plan = compiled(unpack(packed), self._kinds) if packed else None
        except (ValueError, ConfigError) as error:
            _log.error("plan.cannot_be_compiled", version=version, reason=str(error))
            return None
        if plan and plan.version == version:
            with suppress(OSError):  # a cache; the plan is had without it
                self._compiled.keep(plan)
            return plan
        return None

    def _source(self, version: str) -> bytes | None:
        try:
            return self._path(version).read_bytes()
        except OSError:
            pass
        try:
            return self._sources.source(version) if self._sources else None
        except StoreUnavailable as trouble:
            _log.warning("plan.source_unreachable", version=version, reason=str(trouble))
            return None
