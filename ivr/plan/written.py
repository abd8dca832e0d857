"""The files of a plan as an admin wrote them, with the line of everything in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ivr.errors import Problem
from ivr.plan.model import ClosureEntry, CountryEntry, DialogEntry, QueueEntry

FILES = COUNTRIES, DIALOGS, QUEUES = ("countries.yaml", "dialogs.yaml", "queues.yaml")
CLOSURES = "closures.yaml"  # which a plan may do without
Path_ = tuple[str, ...]
Plain = str | int | bool | None | list["Plain"] | dict[str, "Plain"]


@dataclass(slots=True)
class Source:
    """A file's values, and the 1-based line on which each path of keys stands."""

    name: str
    value: dict[str, Plain] = field(default_factory=dict)
    lines: dict[Path_, int] = field(default_factory=dict)

    def line(self, *path: object) -> int:
        """The line of ``path``, or of the nearest thing above it that is in the file."""
        keys = tuple(str(key) for key in path)
        while keys and keys not in self.lines:
            keys = keys[:-1]
        return self.lines.get(keys, 1)

    def problem(self, path: tuple[object, ...], what: str, remedy: str = "") -> Problem:
        """Something wrong at ``path``."""
        return Problem(self.name, self.line(*path), what, remedy, path)


@dataclass(frozen=True, slots=True)
class Written:
    """The files as models, with their sources for line numbers."""

    countries: Mapping[str, CountryEntry]
    dialogs: Mapping[str, DialogEntry]
    queues: Mapping[str, QueueEntry]
    sources: Mapping[str, Source]
    closures: Mapping[str, ClosureEntry | list[ClosureEntry]] = field(default_factory=dict)

    def named(self, file: str) -> set[str]:
        """The names of a file's entries, those included that could not be read."""
        return set(self.sources[file].value)

    @property
    def default_queue(self) -> str:
        """The queue that takes what no other claims; "" while the files name none."""
        return next((name for name, queue in self.queues.items() if queue.default), "")
