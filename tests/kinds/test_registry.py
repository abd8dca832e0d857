"""What every kind owes: answers that it takes, a voice for them in every language, a picture, docs.

A kind that is added to the registry is held to all of this without an edit here.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from ivr.call.call import Call
from ivr.call.events import Event
from ivr.call.facts import SessionKey
from ivr.call.position import Position
from ivr.call.verbs import Say, SessionValue
from ivr.check import check
from ivr.engine.context import Context
from ivr.engine.field import FieldNode
from ivr.engine.kinds.read_backs import say_in
from ivr.engine.kinds.recording import Recording
from ivr.engine.kinds.registry import KINDS, NODES
from ivr.engine.node import KeyRule, Node, nodes_of
from ivr.engine.twiml import Renderer
from ivr.flow import build, draw_svg
from ivr.plan.call_plan import CallPlan, Country
from ivr.plan.kinds import DialogKind, FieldKind
from ivr.plan.versions import WORDS
from ivr.settings import PACKAGE_ROOT
from prompts.catalog import Catalog
from routing.model import Floor
from tests.kinds.conftest import OPEN

FIELDS = [kind for kind in NODES if issubclass(kind, FieldNode)]
READ_BACK = [kind for kind in FIELDS if kind.spoken_as]
LANGUAGES = Catalog.load().languages()
TODAY = date(2026, 11, 22)
HERE = Path(__file__).parent


def of_kind(plan: CallPlan, kind: type[Node]) -> list[Node]:
    found = [node for node in nodes_of(plan) if type(node) is kind]
    assert found, f"tests/kinds/plan has no {kind.__name__}: write one"
    return found


def heard_in(plan: CallPlan) -> Iterator[tuple[Country, str]]:
    """Every country in every language that anybody may speak there."""
    for country in plan.countries.values():
        for language in dict.fromkeys((*country.languages, "es-AR", "es-MX", "pt-BR", "en")):
            yield country, language


def moment(plan: CallPlan, country: Country, language: str, node: Node) -> Context:
    number = next(n.e164 for n in plan.numbers.values() if n.country == country.code)
    call, position = Call("CA1", number, None), Position(plan.version, node.id, language)
    return Context(plan, call, country, position, OPEN, Floor())


@pytest.mark.parametrize("kind", FIELDS, ids=lambda kind: kind.__name__)
def test_its_samples_are_parsed(plan: CallPlan, kind: type[FieldNode]) -> None:
    for node in of_kind(plan, kind):
        assert isinstance(node, FieldNode)
        for country, language in heard_in(plan):
            ctx = moment(plan, country, language, node)
            samples = node.samples(ctx)
            asks = kind.key_rule is not KeyRule.FREE and kind is not Recording
            assert bool(samples.fit and samples.misfit) is asks, (node.id, language)
            assert [event for event in samples.fit if node.parse(ctx, event) is None] == []
            assert [event for event in samples.misfit if node.parse(ctx, event) is not None] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", READ_BACK, ids=lambda kind: kind.__name__)
def test_its_answers_can_be_read_back(plan: CallPlan, kind: type[FieldNode], language: str) -> None:
    values = {kind.sample, *_answers(plan, kind, language)}
    for value in values:
        spoken = say_in(kind.spoken_as)(value, language)
        assert any(character.isalpha() for character in spoken), (value, spoken)
        assert not any(character.isdigit() for character in spoken), (value, spoken)


def _answers(plan: CallPlan, kind: type[FieldNode], language: str) -> Iterator[str]:
    for node in of_kind(plan, kind):
        assert isinstance(node, FieldNode)
        for country in plan.countries.values():
            ctx = moment(plan, country, language, node)
            for event in node.samples(ctx).fit:
                yield str(node.parse(ctx, event))


# The walk needs every prompt of every kind, in every language, with every value that it speaks.
def test_its_words_are_there() -> None:
    report = check(HERE / "plan", WORDS, TODAY)
    wrong = [
        str(error) for error in report.errors if error.code in ("W501", "W502", "W503", "R405")
    ]
    assert wrong == []


@pytest.mark.parametrize("kind", NODES, ids=lambda kind: kind.__name__)
def test_its_picture_draws(plan: CallPlan, kind: type[Node]) -> None:
    for node in of_kind(plan, kind):
        sketch = node.sketch(plan)
        if isinstance(node, FieldNode) and node.asks_first:
            graph = build(plan, node.spec.form)
            rows = [row.node for row in graph.boxes[node.spec.form].rows]
            assert node.id in rows, f"{node.id} is no row of its form"
        if sketch is not None:
            assert sketch.rows or sketch.title
    for dialog in plan.openings:
        assert f'data-node="{dialog}"' in draw_svg(plan, dialog)


def test_every_way_of_writing_is_documented() -> None:
    page = (PACKAGE_ROOT / "docs" / "DIALOGS.md").read_text("utf-8")
    for kind in (*KINDS.dialogs, *KINDS.fields, *KINDS.handovers):
        shown = f"{kind.word}:" in page or f"**{kind.word}**" in page or f": {kind.word}" in page
        assert shown, f"docs/DIALOGS.md does not say what `{kind.word}:` is"


# A written kind says how, and nothing that is written escapes the registry.
def test_words_are_distinct() -> None:
    for kinds in (KINDS.dialogs, KINDS.fields, KINDS.handovers):
        words = [kind.word for kind in kinds]
        assert len(set(words)) == len(words)
    written = {kind for kind in NODES if issubclass(kind, DialogKind | FieldKind)}
    assert written == {*KINDS.dialogs, *KINDS.fields}


def test_what_happens_by_itself_is_tried_everywhere(plan: CallPlan) -> None:
    for node in nodes_of(plan):
        country = plan.countries["AR"]
        ctx = moment(plan, country, "es-AR", node)
        events: list[Event] = [chance.event for chance in node.chances(ctx)]
        assert events or node.id == "goodbye", node.id


# The store may have been restarted empty since the answer was given: then nothing is read back.
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", READ_BACK, ids=lambda kind: kind.__name__)
def test_an_answer_that_the_store_has_lost(kind: type[FieldNode], language: str) -> None:
    catalog = Catalog({language: "read = [{ $value }]"}, frozenset())
    value = SessionValue(SessionKey("form.field"), kind.spoken_as)
    assert Renderer(catalog).spoken(Say("read", language, (("value", value),)), {}) == "[]"
