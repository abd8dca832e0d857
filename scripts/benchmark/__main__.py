"""``scripts/bench``: measure, show a table, write JSON."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import structlog

from benchmark.load import BadAnswer
from benchmark.report import as_json, met, table
from benchmark.run import Size, run
from benchmark.stages import stages
from ivr.errors import IvrError

_QUICK = Size(rounds=2, requests=1000, sessions=20_000, starts=3)


def main() -> int:
    """Exit status 0 if it ran, 1 if a path answered wrongly, 2 with ``--bars`` if one is missed."""
    wanted = _arguments()
    size = _size(wanted)
    # What the parts say of themselves would stand in the middle of the progress.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    if wanted.profile:
        return _profile()
    show = _Progress(sys.stderr.isatty())
    try:
        with TemporaryDirectory(prefix="bench-") as folder:
            found = run(size, Path(folder), show)
    except (BadAnswer, IvrError) as trouble:
        show.end()
        print(f"scripts/bench: {trouble}", file=sys.stderr)
        return 1
    show.end()
    result = as_json(found, size)
    _write(result, wanted.json)
    return 2 if wanted.bars and met(result["bars"]) else 0


def _profile() -> int:
    with TemporaryDirectory(prefix="bench-") as folder:
        found = stages(Path(folder), 5000)
    for name, cost in found.items():
        print(f"{name:28}{cost:7.0f} µs")
    print("* not of a menu turn that has been taken before: it is remembered, and written later")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    parser.add_argument(
        "--json", metavar="FILE", nargs="?", const="-", help="everything as JSON, to stdout or FILE"
    )
    parser.add_argument("--quick", action="store_true", help="a look, not a measurement")
    parser.add_argument("--profile", action="store_true", help="only: the stages of a turn")
    parser.add_argument("--bars", action="store_true", help="exit with 2 if a bar is not reached")
    parser.add_argument("--rounds", type=int, help="how often each path is measured")
    parser.add_argument("--requests", type=int, help="requests of the menu turn in each round")
    parser.add_argument("--sessions", type=int, help="live sessions of the full store")
    parser.add_argument("--starts", type=int, help="how often a start is timed")
    return parser.parse_args()


def _size(wanted: argparse.Namespace) -> Size:
    base = _QUICK if wanted.quick else Size()
    return Size(
        rounds=max(wanted.rounds or base.rounds, 1),
        requests=max(wanted.requests or base.requests, 1),
        sessions=base.sessions if wanted.sessions is None else max(wanted.sessions, 0),
        starts=max(wanted.starts or base.starts, 1),
    )


def _write(result: dict[str, object], to: str | None) -> None:
    text = json.dumps(result, indent=2)
    if to == "-":
        print(text)
        return
    print(table(result))
    if to:
        Path(to).write_text(text + "\n", "utf-8")


class _Progress:
    """How far the run is, on standard error: one line that changes, or lines where it cannot."""

    def __init__(self, live: bool) -> None:
        self._live = live
        self._began = time.monotonic()
        self._said = ""

    def __call__(self, what: str, done: float) -> None:
        spent = time.monotonic() - self._began
        if self._live:
            print(f"\r\x1b[K{done:4.0%}  {spent:4.0f} s  {what}", end="", file=sys.stderr)
        elif what.partition(":")[0] != self._said and not what[:1].isdigit():
            self._said = what.partition(":")[0]
            print(f"{done:4.0%}  {what}", file=sys.stderr)

    def end(self) -> None:
        """Leave the line to what comes next."""
        if self._live:
            print("\r\x1b[K", end="", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
