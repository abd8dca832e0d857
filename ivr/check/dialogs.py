"""Dialogs as they were written: what each kind finds wrong with its own, and how deep menus go."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from ivr.check.finding import Finding
from ivr.check.loading import Loaded
from ivr.check.places import DIALOGS, Places
from ivr.engine.kinds.form import kept_name
from ivr.engine.node import node_at
from ivr.plan.call_plan import GOODBYE, QUEUE, SUPPORT, CallPlan, Country
from ivr.plan.kinds import Flaw
from ivr.plan.model import DialogEntry
from ivr.plan.targets import SUPPORT_WORD
from ivr.plan.writing import Writing

_DEPTH = 3
_GREETING = "greeting"
_KEPT_NAMES = {QUEUE, GOODBYE, SUPPORT_WORD}


def dialog_findings(loaded: Loaded, places: Places) -> Iterator[Finding]:
    """All findings about dialogs.yaml by itself."""
    writing = Writing(loaded.written, loaded.kinds)
    for name, dialog in loaded.written.dialogs.items():
        kind = loaded.kinds.dialog(dialog)
        for flaw in (*_own(name, dialog), *kind.flaws(writing, name, dialog)):
            yield places.at(DIALOGS, flaw.where, flaw.code, flaw.what, flaw.remedy, flaw.node)
    yield from _depth(loaded.plan, places)


def _own(name: str, dialog: DialogEntry) -> Iterator[Flaw]:
    """What may be wrong with a dialog of any kind."""
    if name in _KEPT_NAMES:
        yield kept_name((name,), name)
    if dialog.greeting and not dialog.greeting.startswith(_GREETING):
        what = f"callers are greeted with {dialog.greeting!r}, which is said elsewhere"
        remedy = f"name a prompt that begins with {_GREETING!r}"
        yield Flaw((name, "greeting"), "D213", what, remedy, name)


def _depth(plan: CallPlan, places: Places) -> Iterator[Finding]:
    """The menus in which a caller would take his fourth decision."""
    deep: dict[str, str] = {}
    for country in plan.countries.values():
        dialogs = {
            number.dialog for number in plan.numbers.values() if number.country == country.code
        }
        for dialog in dialogs:
            for node, depth in _decisions(plan, country, dialog).items():
                if depth >= _DEPTH:
                    deep.setdefault(node, dialog)
    for node, dialog in sorted(deep.items()):
        what = f"a caller of {dialog!r} decides for the fourth time here"
        yield places.at_node(node, "D211", what, "let an earlier menu lead to it, or to a person")


def _decisions(plan: CallPlan, country: Country, dialog: str) -> dict[str, int]:
    """How many keys it takes at least to get to each menu."""
    found: dict[str, int] = {}
    seen: set[str] = set()
    todo = deque([(dialog, 0)])
    while todo:
        name, depth = todo.popleft()
        node = node_at(plan, country.support if name == SUPPORT else name)
        if node is None or node.id in seen:
            continue
        seen.add(node.id)
        if node.decides:
            found[node.id] = depth
            todo.extend((go.node, depth + 1) for go in node.ways())
        else:
            todo.extendleft((go.node, depth) for go in node.ways())
    return found
