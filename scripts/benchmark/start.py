"""How long a start takes: compiling a plan, loading it from the cache, and the first answer."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmark import first_answer
from benchmark.ground import Site, service_environment
from ivr.engine.kinds.registry import KINDS
from ivr.errors import IvrError
from ivr.plan.snapshot import take
from ivr.plan.versions import WORDS
from ivr.publish.store import PlanStore
from ivr.settings import PACKAGE_ROOT

_LIMIT_SECONDS = 60


def plan_times(times: int) -> dict[str, float]:
    """Seconds to make the plan from YAML and words, and to load it compiled; medians."""
    with TemporaryDirectory() as folder:
        compiled, loaded = [], []
        for number in range(times):
            store = PlanStore(Path(folder, str(number)), KINDS)
            files = take(PACKAGE_ROOT / "config", WORDS)
            store.keep(files)
            compiled.append(_load_seconds(store, files.version))
            loaded.append(_load_seconds(store, files.version))
    return {"compile_s": median(compiled), "load_s": median(loaded)}


def cached_start(site: Site, folder: Path, times: int) -> float:
    """Seconds from starting Python to the first answer of a worker, its plan cached; median.

    ``site`` has run on ``folder``, so the compiled plan and the bytecode are there.
    """
    environment = service_environment(folder, site.store, site.line.port)
    return median(_first_answer(environment) for _ in range(times))


def _load_seconds(store: PlanStore, version: str) -> float:
    began = time.perf_counter()
    store.get(version)
    return time.perf_counter() - began


def _first_answer(environment: Mapping[str, str]) -> float:
    began = time.perf_counter()
    child = subprocess.run(  # noqa: S603 - our own module
        [sys.executable, "-m", first_answer.__name__],
        env=environment,
        cwd=PACKAGE_ROOT,
        capture_output=True,
        timeout=_LIMIT_SECONDS,
        check=False,
    )
    if child.returncode:
        raise IvrError(f"the first answer failed:\n{child.stderr.decode()[-3000:]}")
    return time.perf_counter() - began
