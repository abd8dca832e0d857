"""A form as written → one node per question, a ticket at its end and one for who leaves early."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from ivr.errors import Problem
from ivr.plan import conditions
from ivr.plan.load import FILES, Written
from ivr.plan.model import DialogEntry, EntryShape, FieldEntry, Spell
from ivr.plan.nodes import (
    GOODBYE,
    QUEUE,
    CallerPhone,
    Choose,
    Confirm,
    Consent,
    FieldSpec,
    Go,
    KeypadEntry,
    Kind,
    Node,
    Pick,
    Recording,
    Speech,
    Start,
    Tell,
    Ticket,
    YesNo,
)

_PHONE = EntryShape(min=7, max=15)
_Maker = Callable[[str, FieldSpec, FieldEntry], list[Node]]


def compile_form(
    written: Written, name: str, dialog: DialogEntry, problems: list[Problem]
) -> list[Node]:
    """The nodes of form ``name``: its start, its questions in order, its tickets."""
    fields = dialog.form or {}
    ids = [f"{name}.{field}" for field in fields]
    last = f"{name}.ticket" if "ticket" in dialog.then else _after(dialog)
    # Only an answer that is a key of the plan may stand in an address.
    known = {field for field, entry in fields.items() if entry.choose}
    facts = _facts(written, name, fields, problems) | _filled(written, name) & known
    nodes: list[Node] = [Start(name, Go(ids[0]), dialog.intro, "queue" in dialog.then)]
    for (field, entry), following in zip(fields.items(), [*ids[1:], last], strict=True):
        spec = _place(written, name, field, entry, following, problems)
        spec = replace(spec, fact=field in facts)
        nodes += _MAKERS[entry.kind](f"{name}.{field}", spec, entry)
    nodes.append(Ticket(f"{name}.ticket", name, _after(dialog)))
    nodes.append(Ticket(f"{name}.leave", name, QUEUE, quiet=True))
    return nodes


def _after(dialog: DialogEntry) -> str:
    return QUEUE if "queue" in dialog.then else GOODBYE


def _place(
    written: Written,
    form: str,
    field: str,
    entry: FieldEntry,
    following: str,
    problems: list[Problem],
) -> FieldSpec:
    try:
        when = conditions.parse(entry.when) if entry.when else ()
    except ValueError as error:
        what, _, remedy = str(error).partition("; ")
        problems.append(
            written.sources[FILES[1]].problem((form, "form", field, "when"), what, remedy)
        )
        when = ()
    return FieldSpec(
        form=form,
        field=field,
        prompt=entry.prompt or entry.yes_no or entry.say or f"{form}-{field}".replace("_", "-"),
        next=following,
        leave=f"{form}.leave",
        when=when,
        optional=entry.optional,
    )


def _facts(
    written: Written, form: str, fields: Mapping[str, FieldEntry], problems: list[Problem]
) -> set[str]:
    """The fields that conditions of this form depend on; they must be answers known beforehand."""
    needed: set[str] = set()
    earlier: set[str] = set()
    for field, entry in fields.items():
        for test in _tests(entry):
            if test.name == "day":
                continue
            if test.name not in earlier:
                problems.append(_unknown_answer(written, form, field, test.name))
            needed.add(test.name)
        earlier.add(field)
    return needed


def _filled(written: Written, name: str) -> set[str]:
    """The fields that some menu answers beforehand."""
    options = (
        option for dialog in written.dialogs.values() for option in (dialog.menu or {}).values()
    )
    return {
        field
        for option in options
        if not isinstance(option, str) and option.then == name
        for field in option.fill
    }


def _tests(entry: FieldEntry) -> conditions.Condition:
    try:
        return conditions.parse(entry.when) if entry.when else ()
    except ValueError:
        return ()  # reported where the field itself is compiled


def _unknown_answer(written: Written, form: str, field: str, name: str) -> Problem:
    return written.sources[FILES[1]].problem(
        (form, "form", field, "when"),
        f"the condition asks for {name!r}, which is not asked before it",
        "name an earlier field of this form, or `day`",
    )


def _choose(node: str, spec: FieldSpec, entry: FieldEntry) -> list[Node]:
    picks = tuple(Pick(key, label) for key, label in sorted((entry.choose or {}).items()))
    return [Choose(node, spec, picks, "voice" in entry.by, tuple(entry.urgent))]


def _yes_no(node: str, spec: FieldSpec, entry: FieldEntry) -> list[Node]:
    return [YesNo(node, spec, "voice" in entry.by)]


def _consent(node: str, spec: FieldSpec, entry: FieldEntry) -> list[Node]:
    return [Consent(node, replace(spec, prompt="consent-recording", fact=True))]


def _entry(node: str, spec: FieldSpec, entry: FieldEntry) -> list[Node]:
    shape = entry.digits or entry.code or EntryShape()
    kind: Kind = "digits" if entry.digits else "code"
    return list(_asked(node, spec, kind, shape, "voice" in entry.by, entry.confirm))


def _phone(node: str, spec: FieldSpec, entry: FieldEntry) -> list[Node]:
    new = replace(spec, prompt=f"{spec.prompt}-new")
    asked = f"{node}.new"
    nodes: list[Node] = []
    if entry.phone == "caller":
        nodes.append(CallerPhone(node, spec, asked))
    else:
        asked = node
    return [*nodes, *_asked(asked, new, "phone", _PHONE, "voice" in entry.by, entry.confirm)]


def _asked(
    node: str, spec: FieldSpec, kind: Kind, shape: EntryShape, voice: bool, confirm: bool
) -> Iterator[Node]:
    confirmed = f"{node}.confirm" if confirm else None
    entry = KeypadEntry(node, spec, kind, shape.min, shape.max, shape.highest, voice, confirmed)
    yield entry
    if confirmed:
        yield Confirm(confirmed, spec, node, entry.kind)


def _speech(node: str, spec: FieldSpec, entry: FieldEntry) -> list[Node]:
    seconds = entry.speech.seconds if entry.speech else 60
    return [Speech(node, spec, seconds, entry.record == "if-consented")]


def _record(node: str, spec: FieldSpec, entry: FieldEntry) -> list[Node]:
    seconds = entry.record.seconds if isinstance(entry.record, Spell) else 60
    return [Recording(node, spec, seconds)]


def _say(node: str, spec: FieldSpec, entry: FieldEntry) -> list[Node]:
    return [Tell(node, spec)]


_MAKERS: Mapping[str, _Maker] = {
    "choose": _choose,
    "yes_no": _yes_no,
    "consent": _consent,
    "digits": _entry,
    "code": _entry,
    "phone": _phone,
    "speech": _speech,
    "record": _record,
    "say": _say,
}
