"""Menus and forms as they were written: keys, names, conditions, entries."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from itertools import product

from ivr.call.position import Position
from ivr.check.finding import Finding
from ivr.check.loading import Loaded
from ivr.check.places import DIALOGS, Path_, Places
from ivr.plan import conditions
from ivr.plan.conditions import Condition
from ivr.plan.model import DialogEntry, FieldEntry, OptionEntry
from ivr.plan.nodes import SUPPORT, Branch, CallPlan, Country, Menu, Start

_FEW, _MOST = 5, 7
_DEPTH = 3
_GREETING = "greeting"
_DIALOG_NAMES = {"queue", "goodbye", "support"}
_FIELD_NAMES = {
    "ticket",
    "leave",
    "told",
    "kept",
    "refused",
    "offered",
    "country",
    "priority",
    "day",
}
_DAYS = range(1, 32)


def dialog_findings(loaded: Loaded, places: Places) -> Iterator[Finding]:
    """All findings about dialogs.yaml by itself."""
    for name, dialog in loaded.written.dialogs.items():
        if name in _DIALOG_NAMES:
            yield _kept_name(places, (name,), name)
        if dialog.greeting and not dialog.greeting.startswith(_GREETING):
            what = f"callers are greeted with {dialog.greeting!r}, which is said elsewhere"
            remedy = f"name a prompt that begins with {_GREETING!r}"
            yield places.at(DIALOGS, (name, "greeting"), "D213", what, remedy, name)
        if dialog.menu:
            offered = {k: _offered(option) for k, option in dialog.menu.items()}
            yield from _options(places, (name, "menu"), offered, name)
            for key, option in dialog.menu.items():
                yield from _fill(loaded, places, (name, "menu", key), option)
        if dialog.form:
            yield from _form(places, name, dialog)
    yield from _depth(loaded.plan, places)


def _kept_name(places: Places, path: Path_, name: str) -> Finding:
    what = f"{name!r} is a name that the service keeps for itself"
    return places.at(DIALOGS, path, "D204", what, "choose another name")


def _offered(option: OptionEntry | str) -> str:
    if isinstance(option, str):
        return option
    return option.offer or option.then or ""


def _options(
    places: Places, path: Path_, offered: Mapping[str, str], node: str
) -> Iterator[Finding]:
    keys = [key for key in offered if key != "0"]
    if len(keys) > _FEW:
        code = "D202" if len(keys) > _MOST else "D201"
        what = f"{len(keys)} options are more than a caller can keep in mind"
        yield places.at(DIALOGS, path, code, what, "divide them between two menus", node)
    if keys != [str(n) for n in range(1, len(keys) + 1)]:
        what = f"the keys are {', '.join(keys) or 'none'}"
        yield places.at(
            DIALOGS, path, "D203", what, "number the options 1, 2, 3 … in their order", node
        )
    seen: dict[str, str] = {}
    for key, label in offered.items():
        first = seen.setdefault(label, key)
        if first != key:
            what = f"{label!r} is offered by the keys {first} and {key}"
            yield places.at(DIALOGS, (*path, key), "D210", what, "keep one", node)


def _fill(
    loaded: Loaded, places: Places, path: Path_, option: OptionEntry | str
) -> Iterator[Finding]:
    if isinstance(option, str) or not option.fill:
        return
    target = loaded.written.dialogs.get(option.then or "")
    form = (target.form if target else None) or {}
    for field, answer in option.fill.items():
        known = set((form[field].choose or {}).values()) if field in form else set()
        if answer not in known:
            what = f"{option.then!r} has no question {field!r} with the answer {answer!r}"
            remedy = f"write one of {', '.join(sorted(known))}" if known else "look at the form"
            yield places.at(DIALOGS, (*path, "fill", field), "D207", what, remedy)


def _form(places: Places, name: str, dialog: DialogEntry) -> Iterator[Finding]:
    fields = dialog.form or {}
    consented = False
    for field, entry in fields.items():
        path = (name, "form", field)
        consented |= entry.consent is not None and field == "recording"
        if field in _FIELD_NAMES:
            yield _kept_name(places, path, field)
        if entry.choose:
            yield from _options(places, (*path, "choose"), entry.choose, f"{name}.{field}")
        yield from _urgent(places, path, entry)
        yield from _entry(places, path, entry)
        yield from _condition(places, path, entry, fields)
        if entry.record == "if-consented" and not consented:
            yield places.at(
                DIALOGS, path, "D212", "no question before this one asks for consent to record",
                "add `recording: {consent: recording}` before it",
            )  # fmt: skip


def _urgent(places: Places, path: Path_, entry: FieldEntry) -> Iterator[Finding]:
    for label in entry.urgent:
        if label not in (entry.choose or {}).values():
            what = f"{label!r} is no answer of this question"
            yield places.at(DIALOGS, (*path, "urgent"), "D208", what, "name one of its answers")


def _entry(places: Places, path: Path_, entry: FieldEntry) -> Iterator[Finding]:
    shape = entry.digits or entry.code
    if shape is None:
        return
    wrong = ""
    if shape.min > shape.max:
        wrong = f"at least {shape.min} and at most {shape.max} characters"
    elif shape.highest and entry.code:
        wrong = "`highest` bounds a number, and a code is none"
    elif shape.highest and shape.highest < 10 ** (shape.min - 1):
        wrong = f"{shape.min} digits are always more than {shape.highest}"
    if wrong:
        yield places.at(
            DIALOGS, path, "D209", f"nothing fits this entry: {wrong}", "look at its bounds"
        )


def _condition(
    places: Places, path: Path_, entry: FieldEntry, fields: Mapping[str, FieldEntry]
) -> Iterator[Finding]:
    if not entry.when:
        return
    condition, place = conditions.parse(entry.when), (*path, "when")
    known = {t.name: _answers(fields[t.name]) for t in condition if t.name in fields}
    for name, answers in known.items():
        if not answers:
            what = f"{name!r} has no fixed answers to compare with"
            remedy = "conditions ask for a choose, yes_no or consent question, or `day`"
            yield places.at(DIALOGS, place, "D206", what, remedy)
            return
    for test in condition:
        if test.name in known and test.value not in known[test.name]:
            what = f"{test.name!r} is never {test.value!r}"
            remedy = f"its answers are {', '.join(known[test.name])}"
            yield places.at(DIALOGS, place, "D205", what, remedy)
            return
    results = set(_results(condition, known))
    if len(results) == 1:
        what = f"the condition {'always' if results == {True} else 'never'} holds"
        yield places.at(DIALOGS, place, "D205", what, "look at its values, or remove it")


def _answers(entry: FieldEntry) -> tuple[str, ...]:
    if entry.choose:
        return tuple(entry.choose.values())
    return ("yes", "no") if entry.kind in ("yes_no", "consent") else ()


def _results(condition: Condition, known: Mapping[str, Iterable[str]]) -> Iterator[bool]:
    names = list(known)
    for values in product(*((None, *known[name]) for name in names)):
        given = {name: value for name, value in zip(names, values, strict=True) if value}
        position = Position("", "", "").with_facts(given)
        for day in _DAYS if any(test.name == "day" for test in condition) else (1,):
            yield conditions.holds(condition, position, day)


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
        node = plan.nodes.get(country.support if name == SUPPORT else name)
        if node is None or node.id in seen:
            continue
        seen.add(node.id)
        if isinstance(node, Start):
            todo.appendleft((node.go.node, depth))
        elif isinstance(node, Branch):
            todo.extendleft([(node.open.node, depth), (node.closed.node, depth)])
        elif isinstance(node, Menu):
            found[node.id] = depth
            todo.extend((option.go.node, depth + 1) for option in node.options)
    return found
