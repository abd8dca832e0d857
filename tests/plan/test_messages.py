"""What is said of a mistake is said in the admin's words, wherever in the files it stands."""

# ruff: noqa: E501 - a mistake and what is said of it stand on one line

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ivr.engine.kinds.registry import KINDS
from ivr.errors import Problem
from ivr.plan import load as loading
from ivr.plan.model import IN_WORDS
from ivr.plan.shapes import shapes
from ivr.plan.snapshot import take
from ivr.plan.telling import nearest
from ivr.settings import PACKAGE_ROOT
from tests.plan import writing
from tests.plan.writing import complaints

# Every kind of dialog, question and handover is written in one of these.
PLANS = (PACKAGE_ROOT / "config", Path(__file__).parent.parent / "kinds" / "plan")
WRONG: tuple[Any, ...] = (
    True, False, None, 7, 123456789, -1, "x y", "Ñandú", "yes please", "soon", "2026-02-30",
    [], ["x y"], [True], [[1]], {}, {"zzz": 1}, {"x y": {"z": 1}},
)  # fmt: skip
# Words of the libraries and of the language that this is written in.
RAW = re.compile(
    r"[Ii]nput|[Vv]alidat|\bvalid (string|integer|list|dict|boolean)|\bdict\b|\bstr\b|\bint\b|"
    r"True|False|None\b|\^\[|Entry|Model|Value error|instance|parse|pydantic|\bctx\b|Errno|"
    r"unexpected|literal|Shape|Bounds"
)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place of a file below its top."""
    known = list(enumerate(value)) if isinstance(value, list) else []
    for key, below in value.items() if isinstance(value, dict) else known:
        yield (*path, key)
        yield from places(below, (*path, key))


def changed(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    """A copy with something else at a place; a key more, where ``new`` is a pair."""
    whole = copy.deepcopy(value)
    holder = whole
    for part in path[:-1]:
        holder = holder[part]
    holder[path[-1]] = new
    return whole


@pytest.mark.parametrize("folder", PLANS, ids=lambda folder: folder.parent.name)
@pytest.mark.parametrize("name", writing.FILES)
def test_no_word_of_a_library_is_ever_told(folder: Path, name: str) -> None:
    draft = loading.read(take(folder, folder), KINDS)
    source = draft.sources[name]
    model = shapes(KINDS)[list(writing.FILES).index(name)]
    told: set[str] = set()
    seen: set[tuple[Any, ...]] = set()
    for path in places(source.value):
        alike = tuple("#" if isinstance(part, int) else part for part in path[1:])
        if alike in seen:
            continue  # the same place of another entry
        seen.add(alike)
        for wrong in WRONG:
            problems: list[Problem] = []
            loading._entries(model, source, changed(source.value, path, wrong), problems)
            told |= {f"{problem.what}; {problem.remedy}" for problem in problems}
    assert len(told) > 20
    assert [words for words in told if RAW.search(words)] == []


def test_each_form_that_a_name_can_have_is_known_in_words() -> None:
    written = {
        part["pattern"]
        for model in shapes(KINDS)
        for part in _parts(model.model_json_schema())
        if isinstance(part.get("pattern"), str)
    }
    assert written <= set(IN_WORDS)


def _parts(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        yield schema
        for inner in schema.values():
            yield from _parts(inner)
        for pattern in schema.get("patternProperties", {}):
            yield {"pattern": pattern}
    elif isinstance(schema, list):
        for inner in schema:
            yield from _parts(inner)


C, D, Q = "countries", "dialogs", "queues"
# fmt: off
SAID = [
    (D, "  greeting: ", "  say: ", "2: support-menu › say: 'say' is not a key here; the keys here are greeting, person, intro, then, menu"),
    (D, "  greeting: ", "  saludo: ", "2: support-menu › saludo: 'saludo' is not a key here; the keys here are greeting, person, intro, then, menu"),
    (D, "{offer: ", "{oferta: ", "5: support-menu › menu › 1 › oferta: 'oferta' is not a key here; did you mean 'offer'?"),
    (D, "{offer: data", "{say: x, offer: data", "5: support-menu › menu › 1 › say: 'say' is not a key here; the keys here are offer, then, queue, fill"),
    (D, "{choose: {1: out", "{choos: {1: out", "9: incident › form › severity › choos: 'choos' is not a key here; did you mean 'choose'?"),
    (D, "{choose: {1: out", "{confirm: yes, choos: {1: out", "9: incident › form › severity › choos: 'choos' is not a key here; did you mean 'choose'?"),
    (D, "  menu:", "  meny:", "4: support-menu › meny: 'meny' is not a key here; did you mean 'menu'?"),
    (D, "person: data", "person: yes", "3: support-menu › person: yes, no, true and false are no text unless they stand in quotes; write \"yes\", or what is meant"),
    (D, "person: data", "person: NO", "3: support-menu › person: yes, no, true and false are no text unless they stand in quotes; write \"no\", or what is meant"),
    (D, "person: data", "person: [data]", "3: support-menu › person: a text is expected here, not a list; write it behind the colon"),
    (D, "person: data", "person: Datos", "3: support-menu › person: 'Datos' is no name of a dialog or a queue; write lower-case letters without accents, digits and hyphens, 40 at most, a letter first"),
    (D, "confirm: yes", "confirm: maybe", "10: incident › form › circuit_id › confirm: 'maybe' is neither yes nor no; write yes or no"),
    (D, "when: severity == out-of-service", "when: yes", "10: incident › form › circuit_id › when: yes, no, true and false are no text unless they stand in quotes; write \"yes\", or what is meant"),
    (D, "confirm: yes, when", "by: voice, when", "10: incident › form › circuit_id › by: a list is expected here, not 'voice'; write it in brackets: [one, another]"),
    (D, "min: 4,", "min: yes,", "10: incident › form › circuit_id › code › min: yes is no whole number; write it in digits"),
    (D, "min: 4,", "min: 4.5,", "10: incident › form › circuit_id › code › min: '4.5' is no whole number; write it in digits"),
    (D, "phone: caller", "phone: no", "14: callback › form › callback › phone: no is not allowed here; write 'caller' or 'ask'"),
    (C, "kind: toll-free", "kind: yes", "9: AR › numbers › 0800-800-5383 › kind: yes is not allowed here; write 'toll-free', 'local' or 'direct'"),
    (C, "timezone:", "time_zone:", "3: AR › time_zone: 'time_zone' is not a key here; did you mean 'timezone'?"),
    (C, "  numbers:", "  números:", "8: AR › números: 'números' is not a key here; did you mean 'numbers'?"),
    (C, "holidays: AR", "holidays: {public: AR, add: {2026-02-30: x}}", "5: AR › holidays › add › 2026-02-30: '2026-02-30' is no date; write year, month and day like 2026-12-24"),
    (Q, "hours: always", "hours: on", "2: data › hours: 'on' is not allowed here; write 'always' or 'closed' or a block of `key: value` pairs"),
    (Q, "hours: always", "handover: yes", "2: data › handover: yes is no handover; write desk, or a block with dial"),
    (Q, "handover: {dial: ", "handover: {dail: ", "8: reception › handover › dail: 'dail' is not a key here; did you mean 'dial'?"),
    (Q, "overflow:\n    - {after", "overflow:\n    - {afther", "4: data › overflow › item 1 › afther: 'afther' is not a key here; did you mean 'after'?"),
]
# fmt: on


@pytest.mark.parametrize(("file", "old", "new", "said"), SAID)
def test_said(tmp_path: Path, file: str, old: str, new: str, said: str) -> None:
    text = writing.FILES[f"{file}.yaml"]
    assert old in text
    assert complaints(tmp_path, **{file: text.replace(old, new, 1)}) == [
        f"config/{file}.yaml:{said}"
    ]


@pytest.mark.parametrize(
    ("name", "known", "meant"),
    [
        ("greetings", ["greeting", "goodbye"], "greeting"),
        ("say", ["say", "stay"], "stay"),
        ("say", ["say"], None),
        ("saludo", ["also", "as", "answers"], None),
        ("cola", ["callback", "local"], None),
        ("biling", ["billing", "data"], "billing"),
        ("Data", ["data"], "data"),
    ],
)
def test_what_was_meant(name: str, known: list[str], meant: str | None) -> None:
    assert nearest(name, known) == meant
