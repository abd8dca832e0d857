"""The graph as SVG, made here: no outside program, readable in light and dark.

Colours are presentation attributes, so that a page with a strict content policy may show it inline;
where the picture stands alone, its own style sheet adapts it to a dark screen. Every row and box
carries the plan's node in ``data-node``.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Protocol

from ivr.flow.graph import Arrow, Graph, build
from ivr.flow.layout import LINE, TITLE, WIDTH, Page, PlacedBox, PlacedRow, place, row_middle
from ivr.plan.call_plan import CallPlan

_FONT = "system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif"
_INK, _MUTED, _PAPER, _RIM, _WRONG = "#17212b", "#5b6773", "#ffffff", "#c3ccd4", "#b3261e"
# Eight hues that keep apart on white and on black, also for colour-blind eyes; by order of queues.
_HUES = ("#0072b2", "#d55e00", "#009e73", "#b0478c", "#8a6d00", "#3f7fbf", "#7a5195", "#5b6773")
_HEADS = {"line": "#eef1f4", "menu": "#dcecf0", "form": "#efe9f7", "branch": "#fdf1d8"}
_LONG = 26  # characters of a title that fit beside its mark at full size
_STYLE = (
    "@media (prefers-color-scheme: dark) {"
    ".paper{fill:#10161c}.box{fill:#1a222b;stroke:#3b4753}.head{fill:#26313c}"
    ".ink{fill:#e8edf2}.muted{fill:#a3b0bc}.tie{opacity:.85}}"
)


class Marked(Protocol):
    """Something found at a node of the plan."""

    @property
    def node(self) -> str:
        """Its id, "" where there is none."""


def draw_svg(plan: CallPlan, what: str | None = None, findings: Iterable[Marked] = ()) -> str:
    """The picture of a country, a dialog or the whole plan.

    Boxes and rows at whose node something was found are marked. Raises UnknownPart.
    """
    graph = build(plan, what)
    page = place(graph)
    hues = {name: _HUES[index % len(_HUES)] for index, name in enumerate(plan.queues)}
    wrong = {finding.node: str(finding) for finding in findings if finding.node}
    arrows = "".join(_arrow(page, arrow, hues) for arrow in graph.arrows)
    boxes = "".join(_box(placed, hues, wrong) for placed in page.boxes.values())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {page.width} {page.height}" '
        f'width="{page.width}" height="{page.height}" role="img" lang="{graph.language}" '
        f'font-family="{_FONT}" font-size="13">'
        f"<title>{escape(graph.title)}</title><desc>{escape(_described(graph))}</desc>"
        f"<style>{_STYLE}</style>"
        f'<rect class="paper" width="100%" height="100%" fill="{_PAPER}"/>'
        f"{_words(24, 34, graph.title, 'ink', _INK, size=18, bold=True)}"
        f"{arrows}{boxes}</svg>\n"
    )


def _described(graph: Graph) -> str:
    """The picture in words, for who cannot see it."""
    parts = []
    for box in graph.boxes.values():
        rows = "; ".join(f"{row.key} {row.text}".strip() for row in box.rows)
        parts.append(f"{box.title}: {rows}" if rows else box.title)
    return ". ".join(parts)


def _box(placed: PlacedBox, hues: dict[str, str], wrong: dict[str, str]) -> str:
    box = placed.box
    hue = hues.get(box.id.removesuffix(":wait"), _MUTED)
    radius = 16 if box.shape in ("queue", "end") else 6
    problem = wrong.get(box.id)
    rim, thick = (_WRONG, 2.5) if problem else (hue if box.shape == "queue" else _RIM, 1.3)
    frame = (
        f'<rect class="box" width="{WIDTH}" height="{placed.height}" rx="{radius}" '
        f'fill="{_PAPER}" stroke="{rim}" stroke-width="{thick}"/>'
    )
    head = "" if box.shape in ("queue", "end") else _head(box.shape)
    mark = f'<circle cx="16" cy="{TITLE / 2}" r="5" fill="{hue}"/>' if box.shape == "queue" else ""
    left = 28 if mark else 12
    small = 12 if len(box.title) > _LONG else 13
    title = _words(left, TITLE / 2 + 5, _cut(box.title), "ink", _INK, small, bold=True)
    rows = "".join(_row(row, wrong) for row in placed.rows)
    return (
        f'<g class="node {box.shape}" data-node="{escape(box.id)}" '
        f'transform="translate({placed.x} {placed.y})">'
        f"<title>{escape(problem or box.title)}</title>{frame}{head}{mark}{title}{rows}</g>"
    )


def _head(kind: str) -> str:
    fill = _HEADS.get(kind, "#eef1f4")
    return (
        f'<path class="head" fill="{fill}" d="M1 {TITLE}V7a6 6 0 0 1 6-6H{WIDTH - 7}'
        f'a6 6 0 0 1 6 6V{TITLE}Z"/>'
    )


def _row(placed: PlacedRow, wrong: dict[str, str]) -> str:
    row = placed.row
    problem = wrong.get(row.node) if row.node else None
    colour, kind = (_WRONG, "wrong") if problem else (_INK, "ink")
    key = _words(14, placed.y + LINE - 2, row.key, kind, colour, bold=True) if row.key else ""
    left = 34 if row.key else 14
    lines = "".join(
        _words(left, placed.y + LINE - 2 + index * LINE, line, kind, colour)
        for index, line in enumerate(placed.lines)
    )
    told = f"<title>{escape(problem)}</title>" if problem else ""
    node = f' data-node="{escape(row.node)}"' if row.node else ""
    return (
        f'<g class="row"{node}>{told}<rect class="lit" x="4" y="{placed.y}" width="{WIDTH - 8}" '
        f'height="{placed.height}" rx="4" fill="none"/>{key}{lines}</g>'
    )


def _arrow(page: Page, arrow: Arrow, hues: dict[str, str]) -> str:
    source, target = page.boxes[arrow.source], page.boxes[arrow.target]
    hue = hues.get(arrow.queue or "", _MUTED)
    y1, y2 = row_middle(source, arrow.row), row_middle(target, None)
    x1, x2 = source.x + WIDTH, target.x
    path = (
        f"M{x1} {y1}C{x1 + 46} {y1} {x2 - 46} {y2} {x2 - 7} {y2}"
        if x2 > x1
        else f"M{x1} {y1}C{x1 + 40} {y1} {x1 + 40} {y2} {target.x + WIDTH + 7} {y2}"
    )
    tip = x2 - 1 if x2 > x1 else target.x + WIDTH + 1
    back = -7 if x2 > x1 else 7
    return (
        f'<path class="tie" d="{path}" fill="none" stroke="{hue}" stroke-width="1.6"/>'
        f'<path d="M{tip} {y2}l{back} -4v8z" fill="{hue}"/>'
    )


def _words(
    x: float, y: float, text: str, kind: str, colour: str, size: int = 13, bold: bool = False
) -> str:
    weight = ' font-weight="600"' if bold else ""
    return (
        f'<text class="{kind}" x="{x:g}" y="{y:g}" font-size="{size}"{weight} '
        f'fill="{colour}">{escape(text)}</text>'
    )


def _cut(text: str) -> str:
    return text if len(text) <= 30 else f"{text[:29]}…"
