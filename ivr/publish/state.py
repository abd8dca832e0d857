"""What was decided about the plan, for every process of the machine and for people."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from ivr.plan.atomic_write import write_whole

FILE = "state.json"


@dataclass(frozen=True, slots=True)
class PlanState:
    """``live`` is the version that new calls begin on, ``written`` that of the files as they are.

    ``written`` is "" while the files cannot be read. ``problems`` tell why what is written is not
    live, ``notes`` what else was found, each as ``file:line: what; remedy``. ``since`` is the time
    (ISO, UTC) at which this was decided.
    """

    live: str
    written: str
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    since: str = ""

    @property
    def as_written(self) -> bool:
        """Whether callers hear what stands in the files."""
        return self.live == self.written and not self.problems


def read_state(folder: Path) -> PlanState | None:
    """What stands in a folder of plans; None if nothing (readable) does."""
    try:
        found = json.loads((folder / FILE).read_text("utf-8"))
        problems, notes = tuple(found["problems"]), tuple(found["notes"])
        return PlanState(found["live"], found["written"], problems, notes, found["since"])
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def write_state(folder: Path, state: PlanState) -> None:
    """Replace it at once. Raises OSError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_whole(folder / FILE, json.dumps(asdict(state), ensure_ascii=False, indent=1).encode())
