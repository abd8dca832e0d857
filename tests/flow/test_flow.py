"""The picture shows what the plan does, and parses whatever an admin wrote."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from ivr.flow import UnknownPart, build, draw_dot, draw_mermaid, draw_svg
from ivr.flow.layout import WIDTH, place
from ivr.plan.versions import Plans
from ivr.settings import PACKAGE_ROOT
from routing.model import Closure, Hours

SVG = "{http://www.w3.org/2000/svg}"
NOW = datetime(2026, 11, 24, 14, tzinfo=UTC)
DOCS = PACKAGE_ROOT / "docs" / "images"


@dataclass
class Finding:
    node: str

    def __str__(self) -> str:
        return 'config/dialogs.yaml:30: error: "5 < 4" & so on'


@pytest.mark.parametrize("what", [None, "AR", "ve", "incident", "switchboard"])
def test_every_format_of_every_part(plans: Plans, what: str | None) -> None:
    graph = build(plans.current, what)
    root = ElementTree.fromstring(draw_svg(plans.current, what))
    shown = {each.get("data-node") for each in root.iter(f"{SVG}g")}
    assert set(graph.boxes) <= shown
    assert root.find(f"{SVG}title") is not None
    assert draw_mermaid(graph).count("-->") == len(graph.arrows)
    assert draw_dot(graph).count(" -> ") == len(graph.arrows)


def test_argentinas_keys_lead_to_their_queues(plans: Plans) -> None:
    graph = build(plans.current, "AR")
    menu = graph.boxes["service-assurance"]
    assert [row.key for row in menu.rows] == ["1", "2", "3", "4", "0", "…"]
    led = {arrow.row: arrow.queue for arrow in graph.arrows if arrow.source == menu.id}
    assert led == {0: "data", 1: "nm", 2: "data-center", 3: "vyvx", 4: None}
    ends = {arrow.target for arrow in graph.arrows if arrow.source == "incident"}
    assert ends == {"data:wait", "nm:wait", "data-center:wait", "vyvx:wait"}


def test_words_are_those_of_the_screen_in_the_countrys_language(plans: Plans) -> None:
    rows = build(plans.current, "BR").boxes["service-assurance"].rows
    assert "CDN ou Vyvx" in rows[3].text
    assert "vivex" not in draw_svg(plans.current, "BR")


def test_boxes_do_not_overlap(plans: Plans) -> None:
    page = place(build(plans.current, "AR"))
    columns: dict[int, list[tuple[int, int]]] = {}
    for box in page.boxes.values():
        columns.setdefault(box.x, []).append((box.y, box.y + box.height))
        assert box.x + WIDTH <= page.width
        assert box.y + box.height <= page.height
    for spans in columns.values():
        ordered = sorted(spans)
        assert all(a[1] <= b[0] for a, b in pairwise(ordered))


def test_problems_are_marked_and_told(plans: Plans) -> None:
    picture = draw_svg(plans.current, "AR", [Finding("incident.severity"), Finding("billing")])
    root = ElementTree.fromstring(picture)
    told = [each.text for each in root.iter(f"{SVG}title")]
    assert told.count(str(Finding("x"))) == 2


def test_an_unknown_part_is_told_what_there_is(plans: Plans) -> None:
    with pytest.raises(UnknownPart, match="no country or dialog 'XX'; there are AR, BR"):
        build(plans.current, "XX")


@pytest.mark.parametrize("what", ["AR", "BR", "CR", "VE"])
def test_the_pictures_in_the_docs_are_those_of_the_plan(plans: Plans, what: str) -> None:
    drawn = (DOCS / f"flow-{what}.svg").read_text("utf-8")
    assert drawn == draw_svg(plans.current, what), "run scripts/draw-flow"


def test_a_queue_is_drawn_with_what_closes_it(plans: Plans) -> None:
    plan = plans.current
    never = replace(plan.queues["orders"], hours=Hours(always=False))
    storm = Closure(frozenset({"data"}), NOW, NOW, countries=frozenset({"AR"}))
    queues = {**plan.queues, "orders": never}
    closing = replace(plan, queues=queues, closures=(storm,))
    boxes = build(closing, "AR").boxes
    assert next(row.text for row in boxes["orders:wait"].rows) == "closed"
    assert next(row.text for row in boxes["data:wait"].rows) == "around the clock"
    assert any(row.text.startswith("closed: ") for row in boxes["data:wait"].rows)
    elsewhere = build(closing, "BR").boxes["data:wait"]
    assert not any(row.text.startswith("closed: ") for row in elsewhere.rows)
