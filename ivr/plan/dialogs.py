"""Dialogs as written → nodes, each made by its kind."""

from __future__ import annotations

from ivr.plan.call_plan import Opening, PlanNode
from ivr.plan.writing import Writing


def compile_dialogs(writing: Writing) -> tuple[dict[str, PlanNode], dict[str, Opening]]:
    """The nodes of all dialogs by id, and how each dialog opens. Problems carry their lines."""
    nodes: dict[str, PlanNode] = {}
    openings: dict[str, Opening] = {}
    for name, entry in writing.written.dialogs.items():
        made = writing.kinds.dialog(entry).compile(writing, name, entry)
        nodes.update((node.id, node) for node in made)
        openings[name] = Opening(entry.greeting, name)
    return nodes, openings
