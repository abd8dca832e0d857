"""Where each box of a graph goes: columns from left to right, in the order of a call."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import wrap

from ivr.flow.graph import Arrow, Box, Graph, Row

WIDTH, GAP_X, GAP_Y, MARGIN, TOP = 266, 96, 22, 24, 56
TITLE, LINE, PAD = 28, 17, 7
_LATE = ("form", "queue", "end", "ring")
_CHARACTERS = 31  # of a row, at the font size of a row


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A row's lines of text, and its place within the box (top edge and height)."""

    row: Row
    lines: tuple[str, ...]
    y: int
    height: int


@dataclass(slots=True)
class PlacedBox:
    """A box with its place on the page, in pixels."""

    box: Box
    rows: tuple[PlacedRow, ...]
    x: int
    y: int
    height: int


@dataclass(frozen=True, slots=True)
class Page:
    """All boxes by id, and the size of the whole."""

    boxes: dict[str, PlacedBox]
    width: int
    height: int


def place(graph: Graph) -> Page:
    """Put each box into the column after all that lead to it; queues and ends come last."""
    columns = _columns(graph)
    boxes: dict[str, PlacedBox] = {}
    for index, ids in enumerate(columns):
        y = TOP
        for box_id in ids:  # in the order of the plan, which is the order an admin thinks in
            placed = _sized(graph.boxes[box_id], MARGIN + index * (WIDTH + GAP_X), y)
            boxes[box_id] = placed
            y += placed.height + GAP_Y
    height = max(box.y + box.height for box in boxes.values())
    _centre(columns, boxes, height)
    width = 2 * MARGIN + len(columns) * WIDTH + (len(columns) - 1) * GAP_X
    return Page(boxes, width, height + MARGIN)


def _columns(graph: Graph) -> list[list[str]]:
    depth = dict.fromkeys(graph.boxes, 0)
    forward = _without_circles(graph)
    for _ in graph.boxes:  # longest path: as many rounds as there are boxes settle it
        moved = False
        for arrow in forward:
            if depth[arrow.target] <= depth[arrow.source]:
                depth[arrow.target] = depth[arrow.source] + 1
                moved = True
        if not moved:
            break
    talking = [d for box_id, d in depth.items() if graph.boxes[box_id].shape not in _LATE]
    for box in graph.boxes.values():  # all forms in one column, and all ends in the next
        if box.shape in _LATE:
            depth[box.id] = max(talking, default=-1) + (1 if box.shape == "form" else 2)
    used = sorted(set(depth.values()))
    return [[box_id for box_id in graph.boxes if depth[box_id] == column] for column in used]


def _without_circles(graph: Graph) -> list[Arrow]:
    """The arrows that do not lead back to a box that leads to them."""
    position = {box_id: index for index, box_id in enumerate(_reached(graph))}
    return [arrow for arrow in graph.arrows if position[arrow.source] < position[arrow.target]]


def _reached(graph: Graph) -> list[str]:
    """Boxes in reverse order of leaving a depth-first walk: each before those it leads to."""
    seen: set[str] = set()
    left: list[str] = []

    def visit(box_id: str) -> None:
        if box_id in seen:
            return
        seen.add(box_id)
        for arrow in graph.arrows:
            if arrow.source == box_id:
                visit(arrow.target)
        left.append(box_id)

    for box_id in graph.boxes:
        visit(box_id)
    return left[::-1]


def _sized(box: Box, x: int, y: int) -> PlacedBox:
    rows = []
    top = TITLE + PAD
    for row in box.rows:
        lines = tuple(wrap(row.text, _CHARACTERS)) or ("",)
        rows.append(PlacedRow(row, lines, top, len(lines) * LINE + 4))
        top += rows[-1].height
    return PlacedBox(box, tuple(rows), x, y, top + PAD - (PAD if not rows else 0))


def _centre(columns: list[list[str]], boxes: dict[str, PlacedBox], height: int) -> None:
    for ids in columns:
        bottom = max(boxes[box_id].y + boxes[box_id].height for box_id in ids)
        for box_id in ids:
            boxes[box_id].y += (height - bottom) // 2


def row_middle(placed: PlacedBox, row: int | None) -> float:
    """The height at which an arrow leaves a box: at its row, or at its title."""
    if row is None:
        return placed.y + TITLE / 2
    at = placed.rows[row]
    return placed.y + at.y + at.height / 2
