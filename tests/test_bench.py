"""The benchmark runs, asks only right questions, and reports in the shape that others read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ivr.settings import PACKAGE_ROOT

BARS = {
    "menu_turn_of_static_flask",
    "menu_turn_times_naive",
    "menu_turn_p99_ms",
    "cost_at_100k_sessions",
    "cached_start_s",
    "worker_mb",
}
PATHS = {
    "static Flask",
    "naive twin",
    "answer",
    "menu turn",
    "choice",
    "form turn",
    "wait",
    "status",
    "menu turn, sessions live",
    "form turn, sessions live",
    "whole call",
}
TINY = ["--rounds", "1", "--requests", "32", "--sessions", "50", "--starts", "1"]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a very small run says on its standard output."""
    temporary = tmp_path_factory.mktemp("bench")
    done = subprocess.run(
        [sys.executable, "-m", "benchmark", "--json", "-", *TINY],
        cwd=PACKAGE_ROOT,
        env={**os.environ, "PYTHONPATH": str(PACKAGE_ROOT / "scripts"), "TMPDIR": str(temporary)},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert list(temporary.iterdir()) == []  # it has cleared away what it made
    return dict(json.loads(done.stdout))  # the progress went elsewhere


def test_every_bar_has_a_figure(report: dict[str, Any]) -> None:
    assert set(report["bars"]) == BARS
    assert all(value > 0 for value in report["bars"].values())


def test_every_path_was_measured(report: dict[str, Any]) -> None:
    assert set(report["paths"]) == PATHS
    for path in report["paths"].values():
        assert path["requests_per_s"] > 0
        assert 0 < path["p50_ms"] <= path["p99_ms"]
        assert len(path["rounds"]) == 1


def test_the_floor_is_its_own_measure(report: dict[str, Any]) -> None:
    assert report["paths"]["static Flask"]["of_static_flask"] == pytest.approx(1)
    assert report["paths"]["naive twin"]["times_naive"] == pytest.approx(1)


def test_start_and_memory_are_told(report: dict[str, Any]) -> None:
    assert set(report["start"]) == {"compile_s", "load_s", "cached_start_s"}
    assert report["memory"]["worker_pss_mb"] < report["memory"]["worker_rss_mb"]
    assert report["memory"]["bytes_per_live_call"] > 0


def test_nothing_is_left_running(report: dict[str, Any]) -> None:
    assert report["run"]["connections"] == 16
    ours = [path for path in Path("/proc").glob("[0-9]*/cmdline") if _is_ours(path)]
    assert ours == []


def _is_ours(path: Path) -> bool:
    try:
        return b"benchmark.floor:application" in path.read_bytes()
    except OSError:
        return False  # it ended while we looked
