"""What was found → medians over the rounds, ratios within a round, bars, JSON and a table."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, fields
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

from benchmark.measure import CONNECTIONS, Figures
from benchmark.run import FLOOR, FULL, MENU, NAIVE, Findings, Size

_NAMES = tuple(field.name for field in fields(Figures))
# Figure, what it must be at least (or at most), and what it is.
BARS = {
    "menu_turn_of_static_flask": (">=", 0.33, "requests/s of a static Flask view"),
    "menu_turn_times_naive": (">=", 3.0, "times the requests/s of the naive twin"),
    "menu_turn_p99_ms": ("<", 20.0, f"ms at {CONNECTIONS} connections"),
    "cost_at_100k_sessions": (
        "<=",
        1.10,
        "times the processor time of an empty store, the worse path",
    ),
    "cached_start_s": ("<", 1.0, "s from starting Python to the first answer"),
    "worker_mb": ("<", 80.0, "MB of a worker after the run (pss: what it shares counted once)"),
}


def as_json(found: Findings, size: Size) -> dict[str, Any]:
    """Everything: the machine, the run, each path, starts, memory, bars."""
    return {
        "machine": _machine(),
        "run": asdict(size) | {"connections": CONNECTIONS},
        "paths": {name: _path(name, found) for name in found.paths},
        "start": found.plan | {"cached_start_s": found.cached_start_s},
        "memory": {
            "worker_rss_mb": found.worker["rss"],
            "worker_pss_mb": found.worker["pss"],
            "bytes_per_live_call": found.bytes_per_session,
        },
        "bars": _bars(found),
    }


def table(result: dict[str, Any]) -> str:
    """The figures for a person."""
    head = (
        f"{'':26}{'req/s':>8}{'p50 ms':>8}{'p99 ms':>8}{'CPU µs':>8}{'store µs':>9}"
        f"{'of static Flask':>17}{'× naive':>9}\n{'':67}{'req/s':>9}{'CPU':>8}{'req/s':>9}"
    )
    rows = [_row(name, path) for name, path in result["paths"].items()]
    return "\n".join([head, *rows, "", *_rest(result), "", *_verdicts(result["bars"])])


def met(bars: dict[str, float]) -> list[str]:
    """The names of the bars that were not reached."""
    return [name for name, value in bars.items() if not _reached(name, value)]


def _path(name: str, found: Findings) -> dict[str, Any]:
    rounds = found.paths[name]
    middle = {part: median(getattr(figures, part) for figures in rounds) for part in _NAMES}
    floor, naive = found.paths[FLOOR], found.paths[NAIVE]
    return middle | {
        "of_static_flask": _ratio(rounds, floor, "requests_per_s"),
        "cpu_of_static_flask": _ratio(floor, rounds, "cpu_us"),
        "times_naive": _ratio(rounds, naive, "requests_per_s"),
        "cpu_times_naive": _ratio(naive, rounds, "cpu_us"),
        "rounds": [asdict(figures) for figures in rounds],
    }


def _ratio(ours: Sequence[Figures], theirs: Sequence[Figures], part: str) -> float:
    """The median of the rounds' ratios: both were measured within the same seconds."""
    pairs = zip(ours, theirs, strict=True)
    return median(_shown(getattr(a, part)) / _shown(getattr(b, part)) for a, b in pairs)


def _shown(value: float) -> float:
    """In a very short run the processor's clock may show nothing; no ratio is infinite for that."""
    return max(value, 0.1)


def _bars(found: Findings) -> dict[str, float]:
    menu = found.paths[MENU]
    return {
        "menu_turn_of_static_flask": _ratio(menu, found.paths[FLOOR], "requests_per_s"),
        "menu_turn_times_naive": _ratio(menu, found.paths[NAIVE], "requests_per_s"),
        "menu_turn_p99_ms": median(figures.p99_ms for figures in menu),
        "cost_at_100k_sessions": max(_growth(found, *pair) for pair in FULL.items()),
        "cached_start_s": found.cached_start_s,
        "worker_mb": found.worker["pss"],
    }


def _growth(found: Findings, empty: str, full: str) -> float:
    """The processor time of a path with live sessions, of that without; the store's counts."""
    both = [[f.cpu_us + f.store_cpu_us for f in found.paths[name]] for name in (full, empty)]
    return median(_shown(a) / _shown(b) for a, b in zip(*both, strict=True))


def _machine() -> dict[str, Any]:
    models = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if line.startswith("model name")
    ]
    return {
        "processor": models[0] if models else platform.machine(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "granian": version("granian"),
        "flask": version("flask"),
    }


def _row(name: str, path: dict[str, Any]) -> str:
    return (
        f"{name:26}{path['requests_per_s']:8,.0f}{path['p50_ms']:8.1f}{path['p99_ms']:8.1f}"
        f"{path['cpu_us']:8.0f}{path['store_cpu_us']:9.0f}{path['of_static_flask']:9.2f}"
        f"{path['cpu_of_static_flask']:8.2f}{path['times_naive']:9.1f}"
    )


def _rest(result: dict[str, Any]) -> list[str]:
    start, memory = result["start"], result["memory"]
    return [
        f"plan: compiled in {start['compile_s']:.2f} s, loaded from the cache in "
        f"{start['load_s'] * 1000:.0f} ms; first answer after {start['cached_start_s']:.2f} s",
        f"memory: worker {memory['worker_rss_mb']:.0f} MB resident, "
        f"{memory['worker_pss_mb']:.0f} MB of its own; live call "
        f"{memory['bytes_per_live_call']:.0f} bytes in the store",
    ]


def _verdicts(bars: dict[str, float]) -> list[str]:
    lines = []
    for name, value in bars.items():
        sign, limit, what = BARS[name]
        verdict = "ok  " if _reached(name, value) else "MISS"
        lines.append(f"{verdict} {name:26} {value:8.2f}  {sign} {limit:g}  {what}")
    return lines


def _reached(name: str, value: float) -> bool:
    sign, limit, _ = BARS[name]
    return {">=": value >= limit, "<=": value <= limit, "<": value < limit}[sign]
