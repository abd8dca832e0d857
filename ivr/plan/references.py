"""Names that one file uses and another must define."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from ivr.errors import Problem
from ivr.plan.kinds import Where
from ivr.plan.targets import SUPPORT_WORD
from ivr.plan.writing import Writing
from ivr.plan.written import COUNTRIES, DIALOGS, QUEUES, Written

Named = tuple[str, Where, str, str]  # file, place, what it should name, the name

OVERFLOW_WORDS = {"callback", "message", "outage"}


def broken_references(writing: Writing) -> Iterator[Problem]:
    """A problem for each dialog or queue that is named but nowhere defined."""
    written = writing.written
    known = {
        "dialog": {*written.dialogs, SUPPORT_WORD},
        "queue": set(written.queues),
        "target": {*written.queues, *OVERFLOW_WORDS},
    }
    for file, path, kind, name in _named(writing):
        if name not in known[kind] and not (kind == "target" and name.startswith(("+", "sip:"))):
            close = difflib.get_close_matches(name, known[kind], n=1)
            remedy = f"did you mean {close[0]!r}?" if close else _choices(known[kind])
            yield written.sources[file].problem(path, f"there is no {kind} {name!r}", remedy)
    yield from _defaults(written)
    yield from _needed(writing)


def _choices(names: set[str]) -> str:
    return "there are " + ", ".join(sorted(names)[:12])


def _named(writing: Writing) -> Iterator[Named]:
    yield from _in_countries(writing.written)
    for name, entry in writing.written.dialogs.items():
        if entry.person:
            yield DIALOGS, (name, "person"), "queue", entry.person
        for use in writing.kinds.dialog(entry).uses(name, entry):
            yield DIALOGS, use.where, use.what, use.name
    for name, queue in writing.written.queues.items():
        for index, rule in enumerate(queue.overflow):
            for target in rule.to:
                yield QUEUES, (name, "overflow", index, "to"), "target", target


def _in_countries(written: Written) -> Iterator[Named]:
    for code, country in written.countries.items():
        yield COUNTRIES, (code, "support"), "dialog", country.support
        for text, number in country.numbers.items():
            yield COUNTRIES, (code, "numbers", text, "answers"), "dialog", number.answers


def _defaults(written: Written) -> Iterator[Problem]:
    defaults = [name for name, queue in written.queues.items() if queue.default]
    if len(defaults) != 1:
        what = f"{len(defaults)} queues are marked `default: yes`"
        yield written.sources[QUEUES].problem(
            tuple(defaults[1:2]),
            what,
            "exactly one takes the calls that no other queue claims",
        )


def _needed(writing: Writing) -> Iterator[Problem]:
    for name in ("callback", "message"):
        if not writing.questions(name):
            yield writing.written.sources[DIALOGS].problem(
                (name,), f"the form {name!r} is missing", "a caller who cannot wait is led to it"
            )
