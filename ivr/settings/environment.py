"""What an installation is told: the process's environment, and below it a ``.env`` file.

Container tools pass quotation marks on that a shell would take off; people write a colon for an
equals sign, or a name that is nearly one of ours. What can mean one thing only is taken so, and
anything else is told with its place.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ivr.errors import Problem
from ivr.settings.env_file import EnvFile, read_env_file
from ivr.settings.slips import folded, meant, of_ours

ENVIRONMENT = "environment"
_QUOTES = frozenset({'""', "''", "``", "“”", "‘’", "„“", "„”", "‚‘", "«»", "””", "’’"})
_ENDS = tuple(set("".join(_QUOTES)))
_COMMENT = re.compile(r"(?:^|\s+)#.*\Z", re.DOTALL)
_NAME = re.compile(r"\s*(?:export\s+)?([A-Za-z0-9_-]+)\s*:?\s*")


@dataclass(frozen=True, slots=True)
class Told:
    """The values of our names, and where each was told.

    ``problems`` keep a service from starting; ``notices`` are names that were perhaps meant for
    ours, and are nobody's mistake if not.
    """

    values: dict[str, str] = field(default_factory=dict)
    places: dict[str, tuple[str, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)

    def place(self, name: str) -> tuple[str, int]:
        """The file and line of a value; the line is 0 where there is none."""
        return self.places.get(name, ("environment or .env", 0))

    def take(self, name: str, value: str, place: tuple[str, int]) -> None:
        """One value; an empty one is as good as none."""
        if value.startswith(_ENDS) or value.endswith(_ENDS):
            what = f"{name} has a quotation mark at one end only"
            self.problems.append(Problem(*place, what, "write one at both ends or at none"))
        elif value:
            self.values[name], self.places[name] = value, place


def read_environment(environ: Mapping[str, str], path: Path | None, names: Collection[str]) -> Told:
    """The values of ``names``. The environment wins over the file at ``path`` (None: no file)."""
    written = read_env_file(path, names) if path else EnvFile()
    told = Told(problems=list(written.problems))
    for name, value in written.values.items():
        if folded(name) in names:
            told.take(folded(name), unquoted(value), (str(path), written.lines[name]))
    for name, value in _ours(environ, names):
        told.take(name, unquoted(value, comment=True), (ENVIRONMENT, 0))
    _look_for_slips(told, str(path), written.lines, environ, names)
    return told


def unquoted(value: str, comment: bool = False) -> str:
    """A value without the quotation marks and blanks around it, and without a ``comment``."""
    value = value.strip()
    if comment and not _is_quoted(value):
        value = _COMMENT.sub("", value)
    while _is_quoted(value):
        value = value[1:-1].strip()
    return value


def _is_quoted(value: str) -> bool:
    return len(value) > 1 and value[0] + value[-1] in _QUOTES


def _ours(environ: Mapping[str, str], names: Collection[str]) -> Iterator[tuple[str, str]]:
    """Variables that are ours, those last that are named just as they should be."""
    for name, value in sorted(environ.items(), key=lambda told: told[0] in names):
        found = _NAME.fullmatch(name)
        if found and folded(found[1]) in names:
            yield folded(found[1]), value


def _look_for_slips(
    told: Told,
    file: str,
    lines: Mapping[str, int],
    environ: Mapping[str, str],
    names: Collection[str],
) -> None:
    """Names that were probably meant for ours. The file is ours alone, the environment is not."""
    for name, line in lines.items():
        slip = _slip(name, told, names)
        if slip:
            told.problems.append(Problem(file, line, slip))
        elif of_ours(name) and folded(name) not in names:
            told.notices.append(Problem(file, line, f"{name} is not a name that is read here"))
    slips = filter(None, (_slip(name, told, names) for name in environ))
    told.notices.extend(Problem(ENVIRONMENT, 0, slip) for slip in slips)


def _slip(name: str, told: Told, names: Collection[str]) -> str | None:
    found = _NAME.fullmatch(name)
    if found is None or folded(found[1]) in names:
        return None
    ours = meant(found[1], names)
    if ours is None or ours in told.values:
        return None
    return f"{name} is not a name that is read here; did you mean {ours}?"
