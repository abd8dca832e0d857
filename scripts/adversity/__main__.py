"""``scripts/chaos``: try the service under each trouble, show a table, write JSON."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

import structlog

from adversity.rows import ROWS, Figures, Row, tried
from ivr.errors import IvrError

_HEAD = (
    f"{'':18}{'calls':>7}{'dropped':>9}{'told':>7}{'lost':>6}{'doubled':>9}"
    f"{'documents':>11}{'p50 ms':>8}{'p99 ms':>8}{'max ms':>8}"
)


def main() -> int:
    """Exit status 0 if nobody was dropped and nothing lost or doubled, 2 if so, 1 if it broke."""
    wanted = _arguments()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    print(_HEAD, flush=True)
    found: dict[str, Figures] = {}
    with TemporaryDirectory(prefix="chaos-") as folder:
        for row in ROWS:
            if not wanted.rows or row.name in wanted.rows:
                _try(row, Path(folder), wanted, found)
    _write(found, wanted.json)
    return 2 if any(_amiss(figures) for figures in found.values()) else 0


def _try(row: Row, folder: Path, wanted: argparse.Namespace, found: dict[str, Figures]) -> None:
    reason = row.why_not()
    if reason:
        print(f"{row.name:18}not tried: {reason}", flush=True)
        return
    try:
        figures = tried(row, folder, wanted.seconds, wanted.callers, wanted.thinks)
    except (IvrError, OSError) as trouble:
        raise SystemExit(f"scripts/chaos: {row.name}: {trouble}") from trouble
    found[row.name] = figures
    print(_line(row, figures), flush=True)
    for why in figures.why:
        print(f"{'':18}dropped: {why}", flush=True)


def _line(row: Row, figures: Figures) -> str:
    ledger = figures.ledger
    return (
        f"{row.name:18}{figures.calls:7}{figures.dropped:9}{ledger.told:7}{ledger.lost:6}"
        f"{ledger.doubled:9}{figures.documents:11}{figures.p50 * 1000:8.0f}"
        f"{figures.p99 * 1000:8.0f}{figures.longest * 1000:8.0f}"
    )


def _amiss(figures: Figures) -> bool:
    return bool(figures.dropped or figures.ledger.lost or figures.ledger.doubled)


def _write(found: dict[str, Figures], to: Path | None) -> None:
    if to:
        result = {name: asdict(figures) for name, figures in found.items()}
        to.write_text(json.dumps(result, indent=2) + "\n", "utf-8")


def _arguments() -> argparse.Namespace:
    names = [row.name for row in ROWS]
    parser = argparse.ArgumentParser(prog="scripts/chaos", description=__doc__)
    parser.add_argument("rows", nargs="*", metavar="ROW", help=f"of {', '.join(names)}")
    parser.add_argument("--seconds", type=float, default=60.0, help="of each row (default 60)")
    parser.add_argument("--callers", type=int, default=40, help="who call at once (default 40)")
    parser.add_argument(
        "--thinks", type=float, default=0.25, help="seconds of a caller for each key (default 0.25)"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="everything as JSON")
    wanted = parser.parse_args()
    unknown = set(wanted.rows) - set(names)
    if unknown:
        parser.error(f"there is no row {', '.join(sorted(unknown))}; there are {', '.join(names)}")
    return wanted


if __name__ == "__main__":
    sys.exit(main())
