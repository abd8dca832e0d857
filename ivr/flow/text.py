"""The graph for programs that draw: Mermaid and Graphviz' DOT."""

from __future__ import annotations

from ivr.flow.graph import Arrow, Box, Graph

_MERMAID = {"queue": ('(["', '"])'), "line": ('[/"', '"/]'), "end": ('(("', '"))')}
_DOT = {"queue": "oval", "line": "parallelogram", "end": "circle", "branch": "diamond"}


def draw_mermaid(graph: Graph) -> str:
    """A Mermaid flowchart."""
    names = {box_id: f"n{index}" for index, box_id in enumerate(graph.boxes)}
    lines = ["flowchart LR"]
    for box in graph.boxes.values():
        opening, closing = _MERMAID.get(box.shape, ('["', '"]'))
        lines.append(f"  {names[box.id]}{opening}{_mermaid(_words(box, '<br/>'))}{closing}")
    for arrow in graph.arrows:
        label = _mermaid(_label(graph, arrow))
        label = f'|"{label}"|' if label else ""
        lines.append(f"  {names[arrow.source]} -->{label} {names[arrow.target]}")
    return "\n".join(lines) + "\n"


def draw_dot(graph: Graph) -> str:
    """A Graphviz digraph."""
    lines = [f"digraph {_quoted(graph.title)} {{", "  rankdir=LR; node [shape=box];"]
    for box in graph.boxes.values():
        shape = _DOT.get(box.shape, "box")
        words = _quoted(_words(box, "\n"))
        lines.append(f"  {_quoted(box.id)} [shape={shape}, label={words}];")
    for arrow in graph.arrows:
        label = _quoted(_label(graph, arrow))
        lines.append(f"  {_quoted(arrow.source)} -> {_quoted(arrow.target)} [label={label}];")
    return "\n".join([*lines, "}"]) + "\n"


def _words(box: Box, between: str) -> str:
    return between.join([box.title, *(f"{row.key} {row.text}".strip() for row in box.rows)])


def _label(graph: Graph, arrow: Arrow) -> str:
    key = graph.boxes[arrow.source].rows[arrow.row].key if arrow.row is not None else ""
    return " ".join(part for part in (key, arrow.queue) if part)


def _mermaid(text: str) -> str:
    return text.replace('"', "#quot;").replace("[", "#91;").replace("]", "#93;")


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
