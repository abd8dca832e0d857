"""Files → checked models. Every mistake comes back as ``file:line: what, and what to do``.

What is wrong is left out and the rest is read on, so that one run tells all mistakes of all files.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ivr.errors import ConfigError, Problem
from ivr.plan import source as yaml_source
from ivr.plan.closures import is_blank
from ivr.plan.explain import place, problems
from ivr.plan.kinds import Kinds
from ivr.plan.model import Closures, Countries, Dialogs, Queues
from ivr.plan.shapes import shapes
from ivr.plan.snapshot import Snapshot
from ivr.plan.written import CLOSURES, COUNTRIES, DIALOGS, FILES, QUEUES, Plain, Source, Written

_ABSENT = object()
_Model = TypeVar("_Model", Countries, Dialogs, Queues, Closures)


def load(files: Snapshot, kinds: Kinds) -> Written:
    """Read and validate the YAML of a snapshot, written as ``kinds`` can be.

    Raises ConfigError listing all problems.
    """
    draft = read(files, kinds)
    if draft.problems:
        raise ConfigError(draft.problems)
    return draft.written


@dataclass(slots=True)
class PlanDraft:
    """The files of which some entries may be wrong; ``written`` holds the others.

    ``unreadable`` and ``misshapen`` are what is wrong, of YAML and of the models; ``sound`` are
    the values without it.
    """

    kinds: Kinds
    sources: Mapping[str, Source]
    sound: dict[str, dict[str, Plain]]
    unreadable: list[Problem]
    misshapen: list[Problem] = field(init=False)
    written: Written = field(init=False)

    def __post_init__(self) -> None:
        told: list[Problem] = []
        country_file, dialog_file, queue_file = shapes(self.kinds)
        self.written = Written(
            _entries(country_file, self.sources[COUNTRIES], self.sound[COUNTRIES], told),
            _entries(dialog_file, self.sources[DIALOGS], self.sound[DIALOGS], told),
            _entries(queue_file, self.sources[QUEUES], self.sound[QUEUES], told),
            self.sources,
            _closures(self.sources[CLOSURES], self.sound[CLOSURES], told),
        )
        failed = {one.file for one in self.unreadable}  # and have nothing in them because of that
        self.misshapen = [one for one in told if one.file not in failed]

    @property
    def problems(self) -> list[Problem]:
        """All that is wrong."""
        return [*self.unreadable, *self.misshapen]

    @property
    def whole(self) -> bool:
        """Whether each entry that the files name is still there, if not all of it."""
        return all(
            source.value.keys() == self.sound[name].keys() for name, source in self.sources.items()
        )

    def without(self, wrong: Iterable[Problem]) -> PlanDraft:
        """The same without the places of further problems; they are not told again."""
        less = deepcopy(self.sound)
        for one in wrong:
            name = next(name for name, source in self.sources.items() if source.name == one.file)
            _drop(less[name], one.path)
        # From here on a name that was taken out leads nowhere, so that what leads to it goes too.
        sources = {name: replace(self.sources[name], value=less[name]) for name in less}
        return PlanDraft(self.kinds, sources, deepcopy(less), self.unreadable)


def read(files: Snapshot, kinds: Kinds) -> PlanDraft:
    """What can be read of the YAML of a snapshot, and all that cannot."""
    unreadable: list[Problem] = []
    sources = {name: _read(files, name, unreadable) for name in FILES}
    sources[CLOSURES] = _read_closures(files, unreadable)
    sound = {name: deepcopy(source.value) for name, source in sources.items()}
    return PlanDraft(kinds, sources, sound, unreadable)


def _read_closures(files: Snapshot, problems: list[Problem]) -> Source:
    """A plan may do without this file."""
    if is_blank(files.config.get(CLOSURES)):
        return Source(f"{files.folders[0]}/{CLOSURES}")
    return _read(files, CLOSURES, problems)


def _read(files: Snapshot, file: str, problems: list[Problem]) -> Source:
    name = f"{files.folders[0]}/{file}"
    try:
        return yaml_source.parse(files.config.get(file), name)
    except ConfigError as error:
        problems += error.problems
        return Source(name)


def _closures(source: Source, sound: dict[str, Plain], told: list[Problem]) -> Mapping[str, Any]:
    return _entries(Closures, source, sound, told) if source.value else {}


def _entries(
    kind: type[_Model], source: Source, sound: dict[str, Plain], told: list[Problem]
) -> Mapping[str, Any]:
    """The entries that are sound; what is wrong is taken out of ``sound`` and told, once."""
    wrong: list[Problem] = []
    while sound:
        try:
            entries = kind.model_validate({"entries": sound}).entries
        except ValidationError as error:
            details = error.errors()
            # What is wrong only because something was taken out has been told with that.
            wrong = wrong or _distinct(problems(kind, source, details))
            dropped = [_drop(sound, _holder(one)) for one in details]
            if not any(dropped):
                sound.clear()
        else:
            told += wrong
            return entries
    told += wrong or [source.problem((), "is empty", "write its entries")]
    return {}


def _holder(detail: ErrorDetails) -> tuple[int | str, ...]:
    """What is wrong: an entry without a key that it needs is so as a whole."""
    return place(detail)[:-1] if detail["type"] == "missing" else place(detail)


def _drop(entries: dict[str, Plain], path: tuple[object, ...]) -> bool:
    """Take out what stands at ``path``; the whole list where it is part of one.

    Positions in lists stay as they are that way, and with them the lines of what is left.
    """
    holder, last = entries, ""
    for part in path:
        inner: Plain = holder.get(last, {}) if last else entries
        if not isinstance(inner, dict):
            break
        holder, last = inner, str(part)
    return holder.pop(last, _ABSENT) is not _ABSENT


def _distinct(told: Iterable[Problem]) -> list[Problem]:
    return sorted(dict.fromkeys(told), key=lambda problem: problem.line)
