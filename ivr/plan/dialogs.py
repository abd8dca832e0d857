"""Menus, lines and branches as written → nodes. Forms are in ``forms.py``."""

from __future__ import annotations

from ivr.errors import Problem
from ivr.plan.forms import compile_form
from ivr.plan.load import FILES, Written
from ivr.plan.model import DialogEntry, OptionEntry
from ivr.plan.nodes import (
    QUEUE,
    SUPPORT,
    Branch,
    Go,
    Menu,
    Node,
    Opening,
    Option,
    Ring,
    Start,
)
from ivr.plan.queues import dialable

_SUPPORT_WORD = "support"


def compile_dialogs(
    written: Written, problems: list[Problem]
) -> tuple[dict[str, Node], dict[str, Opening]]:
    """The nodes of all dialogs by id, and how each dialog opens. Problems carry their lines."""
    nodes: dict[str, Node] = {}
    for name, dialog in written.dialogs.items():
        nodes.update((node.id, node) for node in _nodes(written, name, dialog, problems))
    openings = {name: Opening(dialog.greeting, name) for name, dialog in written.dialogs.items()}
    return nodes, openings


def _nodes(written: Written, name: str, dialog: DialogEntry, problems: list[Problem]) -> list[Node]:
    if dialog.form is not None:
        return compile_form(written, name, dialog, problems)
    if dialog.menu is not None:
        return [_menu(written, name, dialog)]
    if dialog.goto is not None:
        goto = dialog.goto
        return [Start(name, Go(target(goto.then), goto.queue, goto.service))]
    if dialog.hours is not None:
        return [
            Branch(
                name,
                dialog.hours.of,
                Go(target(dialog.hours.open)),
                Go(target(dialog.hours.closed)),
            )
        ]
    return [_transfer(written, name, dialog.transfer or "", problems)]


def _transfer(written: Written, name: str, text: str, problems: list[Problem]) -> Ring:
    to = dialable(text)
    if to is None:
        problems.append(
            written.sources[FILES[1]].problem(
                (name, "transfer"),
                f"{text!r} cannot be dialled",
                "write +, country code and number, or sip:user@host",
            )
        )
    queue = _default(written)
    return Ring(name, queue, (to or "",), 30, True, f"{queue}:unanswered", screen=False)


def _menu(written: Written, name: str, dialog: DialogEntry) -> Menu:
    entries = sorted((dialog.menu or {}).items(), key=lambda item: (item[0] == "0", item[0]))
    return Menu(
        id=name,
        options=tuple(_option(key, entry) for key, entry in entries),
        person=dialog.person or _default(written),
    )


def _option(key: str, entry: OptionEntry | str) -> Option:
    if isinstance(entry, str):
        return Option(key, entry, Go(target(entry)))
    label = entry.offer or entry.then or ""
    fill = tuple(sorted(entry.fill.items()))
    return Option(key, label, Go(target(entry.then), entry.queue, entry.offer, fill))


def target(dialog: str | None) -> str:
    """The node that a dialog's name leads to; no dialog means the queue."""
    if dialog is None:
        return QUEUE
    return SUPPORT if dialog == _SUPPORT_WORD else dialog


def _default(written: Written) -> str:
    return next((name for name, queue in written.queues.items() if queue.default), "")
