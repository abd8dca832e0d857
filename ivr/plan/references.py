"""Names that one file uses and another must define."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from ivr.errors import Problem
from ivr.plan.load import FILES, Written
from ivr.plan.model import OptionEntry

Use = tuple[str, tuple[object, ...], str, str]  # file, path, what it should name, the name

OVERFLOW_WORDS = {"callback", "message", "outage"}


def broken_references(written: Written) -> Iterator[Problem]:
    """A problem for each dialog or queue that is named but nowhere defined."""
    known = {
        "dialog": {*written.dialogs, "support"},
        "queue": set(written.queues),
        "target": {*written.queues, *OVERFLOW_WORDS},
    }
    for file, path, kind, name in _uses(written):
        if name not in known[kind] and not (kind == "target" and name.startswith(("+", "sip:"))):
            close = difflib.get_close_matches(name, known[kind], n=1)
            remedy = f"did you mean {close[0]!r}?" if close else _choices(known[kind])
            yield written.sources[file].problem(path, f"there is no {kind} {name!r}", remedy)
    yield from _defaults(written)
    yield from _needed(written)


def _choices(names: set[str]) -> str:
    return "there are " + ", ".join(sorted(names)[:12])


def _uses(written: Written) -> Iterator[Use]:
    yield from _in_countries(written)
    yield from _in_dialogs(written)
    for name, queue in written.queues.items():
        for index, rule in enumerate(queue.overflow):
            for target in rule.to:
                yield FILES[2], (name, "overflow", index, "to"), "target", target


def _in_countries(written: Written) -> Iterator[Use]:
    for code, country in written.countries.items():
        yield FILES[0], (code, "support"), "dialog", country.support
        for text, number in country.numbers.items():
            yield FILES[0], (code, "numbers", text, "answers"), "dialog", number.answers


def _in_dialogs(written: Written) -> Iterator[Use]:
    for name, dialog in written.dialogs.items():
        if dialog.person:
            yield FILES[1], (name, "person"), "queue", dialog.person
        for key, option in (dialog.menu or {}).items():
            yield from _in_option((name, "menu", key), option)
        if dialog.goto and dialog.goto.then:
            yield FILES[1], (name, "goto", "then"), "dialog", dialog.goto.then
        if dialog.goto and dialog.goto.queue:
            yield FILES[1], (name, "goto", "queue"), "queue", dialog.goto.queue
        if dialog.hours:
            yield FILES[1], (name, "hours", "of"), "queue", dialog.hours.of
            yield FILES[1], (name, "hours", "open"), "dialog", dialog.hours.open
            yield FILES[1], (name, "hours", "closed"), "dialog", dialog.hours.closed


def _in_option(path: tuple[object, ...], option: OptionEntry | str) -> Iterator[Use]:
    if isinstance(option, str):
        yield FILES[1], path, "dialog", option
        return
    if option.then:
        yield FILES[1], (*path, "then"), "dialog", option.then
    if option.queue:
        yield FILES[1], (*path, "queue"), "queue", option.queue


def _defaults(written: Written) -> Iterator[Problem]:
    defaults = [name for name, queue in written.queues.items() if queue.default]
    if len(defaults) != 1:
        what = f"{len(defaults)} queues are marked `default: yes`"
        yield written.sources[FILES[2]].problem(
            tuple(defaults[1:2]),
            what,
            "exactly one takes the calls that no other queue claims",
        )


def _needed(written: Written) -> Iterator[Problem]:
    for name in ("callback", "message"):
        dialog = written.dialogs.get(name)
        if dialog is None or dialog.form is None:
            yield written.sources[FILES[1]].problem(
                (name,), f"the form {name!r} is missing", "a caller who cannot wait is led to it"
            )
