"""What a Fluent pattern needs: the $values it asks for and the messages and terms it speaks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from fluent.syntax import ast as tree

from prompts.ftl import Placed, patterns


def variables(pattern: tree.Pattern, table: Mapping[str, Placed]) -> frozenset[str]:
    """Names of the values that ``pattern`` speaks or selects on, also through other messages.

    A term sees only what is handed to it by name (Fluent guide, "Parameterized terms"), so the
    variables inside a term are not the caller's to give.
    """
    found: set[str] = set()
    for node in _nodes(pattern):
        if isinstance(node, tree.VariableReference):
            found.add(node.id.name)
        elif isinstance(node, tree.MessageReference):
            found |= _through(node, table)
    return frozenset(found)


def unknown(pattern: tree.Pattern, table: Mapping[str, Placed]) -> list[str]:
    """Messages, terms and attributes that ``pattern`` speaks and ``table`` lacks."""
    return sorted({name for name in _references(pattern) if not _exists(name, table)})


def speaks_itself(key: str, table: Mapping[str, Placed]) -> bool:
    """Whether the entry ``key`` speaks itself, at once or through others: it would never end."""
    seen: set[str] = set()
    waiting = [key]
    while waiting:
        spoken = _spoken_by(table.get(waiting.pop()))
        if key in spoken:
            return True
        waiting.extend(spoken - seen)
        seen |= spoken
    return False


def _through(node: tree.MessageReference, table: Mapping[str, Placed]) -> frozenset[str]:
    placed = table.get(node.id.name)
    part = node.attribute.name if node.attribute else ""
    pattern = dict(patterns(placed.entry)).get(part) if placed else None
    return variables(pattern, table) if pattern is not None else frozenset()


def _nodes(node: object) -> Iterator[tree.BaseNode]:
    if isinstance(node, list):
        for item in node:
            yield from _nodes(item)
    elif isinstance(node, tree.BaseNode):
        yield node
        for name, value in vars(node).items():
            if name != "span":
                yield from _nodes(value)


def _references(pattern: tree.Pattern) -> Iterator[str]:
    for node in _nodes(pattern):
        if isinstance(node, tree.MessageReference | tree.TermReference):
            prefix = "-" if isinstance(node, tree.TermReference) else ""
            part = f".{node.attribute.name}" if node.attribute else ""
            yield f"{prefix}{node.id.name}{part}"


def _exists(name: str, table: Mapping[str, Placed]) -> bool:
    key, _, part = name.partition(".")
    return key in table and part in table[key].places


def _spoken_by(placed: Placed | None) -> frozenset[str]:
    if placed is None:
        return frozenset()
    names = (name for _, pattern in patterns(placed.entry) for name in _references(pattern))
    return frozenset(name.partition(".")[0] for name in names)
