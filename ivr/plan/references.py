"""Names that one file uses and another must define."""

from __future__ import annotations

from collections.abc import Iterator

from ivr.errors import Problem
from ivr.plan.kinds import Where
from ivr.plan.targets import SUPPORT_WORD
from ivr.plan.telling import remedy
from ivr.plan.writing import Writing
from ivr.plan.written import COUNTRIES, DIALOGS, QUEUES, Written

Named = tuple[str, Where, str, str]  # file, place, what it should name, the name

_FILES = {"dialog": DIALOGS, "queue": QUEUES, "target": QUEUES}  # where each is defined
OVERFLOW_WORDS = {"callback", "message", "outage"}


def broken_references(writing: Writing) -> Iterator[Problem]:
    """A problem for each dialog or queue that is named but nowhere defined."""
    written = writing.written
    known = {
        "dialog": {*written.named(DIALOGS), SUPPORT_WORD},
        "queue": written.named(QUEUES),
        "target": {*written.named(QUEUES), *OVERFLOW_WORDS},
    }
    unread = {kind for kind, file in _FILES.items() if not written.named(file)}
    for file, path, kind, name in _named(writing):
        if kind in unread:
            continue
        if name not in known[kind] and not (kind == "target" and name.startswith(("+", "sip:"))):
            told = remedy(name, sorted(known[kind]))
            yield written.sources[file].problem(path, f"there is no {kind} {name!r}", told)
    if "queue" not in unread:
        yield from _defaults(written)
    if "dialog" not in unread:
        yield from _needed(writing)


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
    unsure = written.named(QUEUES) - set(written.queues)  # one that cannot be read may be it
    if len(defaults) > 1 or not (defaults or unsure):
        what = f"{len(defaults)} queues are marked `default: yes`"
        yield written.sources[QUEUES].problem(
            tuple(defaults[1:2]),
            what,
            "exactly one takes the calls that no other queue claims",
        )


def _needed(writing: Writing) -> Iterator[Problem]:
    for name in ("callback", "message"):
        unread = name in writing.written.named(DIALOGS) - set(writing.written.dialogs)
        if not unread and not writing.questions(name):
            yield writing.written.sources[DIALOGS].problem(
                (name,), f"the form {name!r} is missing", "a caller who cannot wait is led to it"
            )
