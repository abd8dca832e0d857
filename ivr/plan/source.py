"""Read a YAML file into plain values, remembering the line of each, refusing what is dangerous.

A small subset on purpose: no tags, anchors or aliases; bounded size and depth; a key stands once.
Plain ``yes/no/true/false`` are booleans, plain whole numbers are ints unless they begin with 0
(a telephone number is text), all else is text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

from ivr.errors import ConfigError, Problem
from ivr.plan.written import Path_, Plain, Source

_MAX_BYTES = 1_000_000
_MAX_DEPTH = 12
_INT = re.compile(r"(0|[1-9][0-9]{0,8})\Z")
_WORDS: dict[str, bool | None] = {
    "yes": True,
    "true": True,
    "no": False,
    "false": False,
    "null": None,
    "~": None,
    "": None,
}
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml: ten times faster


def parse(text: bytes | None, name: str) -> Source:
    """Read the YAML text of a file called ``name``; None: there is no such file.

    Raises ConfigError with the line.
    """
    if text is None:
        raise ConfigError([Problem(name, 0, "is missing", "write it; see docs/DIALOGS.md")])
    if len(text) > _MAX_BYTES:
        raise ConfigError([Problem(name, 0, f"is longer than {_MAX_BYTES:,} bytes")])
    source = Source(name)
    builder = _ValueBuilder(source)
    try:
        for event in yaml.parse(text, Loader=_Loader):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        what = f"is not YAML: {error.problem or error.context}"
        raise ConfigError(
            [Problem(name, line, what, "look at the indentation, colons and quotes")]
        ) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ConfigError([Problem(name, 0, "is not YAML text in UTF-8")]) from error
    if not isinstance(builder.root, dict):
        raise ConfigError([Problem(name, 1, "must hold `name: …` entries at its top level")])
    source.value = builder.root
    return source


class _ValueBuilder:
    """Builds plain values from YAML events, without recursion."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.root: Plain = None
        self._open: list[_Container] = []

    def take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise self._refuse(
                event, "anchors and aliases (& and *) are not allowed", "write it out"
            )
        if isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            raise self._refuse(event, "holds more than one document", "remove the line ---")
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            self._start(event)
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            self._open.pop()

    def _start(self, event: yaml.CollectionStartEvent) -> None:
        self._untagged(event, event.implicit)
        if len(self._open) >= _MAX_DEPTH:
            raise self._refuse(event, f"is nested deeper than {_MAX_DEPTH} levels")
        value: Plain = {} if isinstance(event, yaml.MappingStartEvent) else []
        path = self._place(event, value)
        self._open.append(_Container(value, path))

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        self._untagged(event, event.implicit[0] or event.implicit[1])
        top = self._open[-1] if self._open else None
        if top and top.wants_key:
            self._key(event, top)
        else:
            self._place(event, _plain(event))

    def _key(self, event: yaml.ScalarEvent, top: _Container) -> None:
        if event.value in top.mapping:
            first = self.source.line(*top.path, event.value)
            raise self._refuse(
                event, f"{event.value!r} stands twice (first on line {first})", "keep one"
            )
        top.key = event.value
        self.source.lines[(*top.path, event.value)] = _line(event)

    def _place(self, event: yaml.Event, value: Plain) -> Path_:
        if not self._open:
            self.root = value
            return ()
        top = self._open[-1]
        if top.wants_key:
            raise self._refuse(event, "a key must be a plain word or number")
        path = top.put(value)
        self.source.lines.setdefault(path, _line(event))
        return path

    def _untagged(self, event: yaml.Event, implicit: bool) -> None:
        if not implicit:
            raise self._refuse(event, "tags (!) are not allowed", "remove the tag")

    def _refuse(self, event: yaml.Event, what: str, remedy: str = "") -> ConfigError:
        return ConfigError([Problem(self.source.name, _line(event), what, remedy)])


@dataclass(slots=True)
class _Container:
    value: Plain
    path: Path_
    key: str | None = None

    @property
    def mapping(self) -> dict[str, Plain]:
        return self.value if isinstance(self.value, dict) else {}

    @property
    def wants_key(self) -> bool:
        return isinstance(self.value, dict) and self.key is None

    def put(self, value: Plain) -> Path_:
        if isinstance(self.value, list):
            self.value.append(value)
            return (*self.path, str(len(self.value) - 1))
        assert isinstance(self.value, dict)  # noqa: S101 - narrows the type; a scalar is never open
        assert self.key is not None  # noqa: S101
        path, self.key = (*self.path, self.key), None
        self.value[path[-1]] = value
        return path


def _plain(event: yaml.ScalarEvent) -> Plain:
    if event.style:  # quoted or a block; of a plain word libyaml says "", Python's own reader None
        return str(event.value)
    if event.value.lower() in _WORDS:
        return _WORDS[event.value.lower()]
    return int(event.value) if _INT.match(event.value) else str(event.value)


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 0
