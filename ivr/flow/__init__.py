"""The plan as a picture: a graph of what callers meet, drawn as SVG, Mermaid or DOT."""

from __future__ import annotations

from ivr.flow.graph import Graph, UnknownPart, build
from ivr.flow.svg import draw_svg
from ivr.flow.text import draw_dot, draw_mermaid

__all__ = ["Graph", "UnknownPart", "build", "draw_dot", "draw_mermaid", "draw_svg"]
