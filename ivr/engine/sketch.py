"""How a node is drawn: a box of rows with ways out of them. ``ivr/flow`` makes the picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ivr.call.verbs import Words
from ivr.plan.call_plan import Go

Shape = Literal["line", "menu", "form", "queue", "branch", "ring", "end"]
Text = tuple[str | Words, ...]  # read one after the other; a prompt in the country's language


@dataclass(frozen=True, slots=True)
class SketchRow:
    """A line of a box: the key or mark before it, its words, the node it stands for, its way."""

    text: Text
    key: str = ""
    node: str = ""
    go: Go | None = None


@dataclass(frozen=True, slots=True)
class Sketch:
    """A box. ``ways`` leave the box as a whole.

    ``forgets``: which queue the call was meant for no longer counts, the ways decide anew.
    """

    shape: Shape
    title: Text
    rows: tuple[SketchRow, ...] = ()
    ways: tuple[Go, ...] = ()
    forgets: bool = False
