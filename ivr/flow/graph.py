"""A call plan → boxes and arrows, as an admin would draw them.

A menu is a box with a row per key, a form a box with a row per question, a queue a box of its own.
Which queue a form leads to depends on the key that led to it, so arrows carry the queue's name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ivr.call.verbs import Words
from ivr.engine.node import node_at
from ivr.engine.sketch import Shape, SketchRow, Text
from ivr.errors import IvrError
from ivr.plan.call_plan import QUEUE, SUPPORT, CallPlan, Country, Go, Queue
from ivr.plan.opening import closures_of


class UnknownPart(IvrError):
    """Neither a country nor a dialog of the plan has the name that was asked for."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a box: the key or mark before it, its words, and the plan's node it stands for."""

    text: str
    key: str = ""
    node: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """One thing a caller meets. ``id`` is that of the plan's node; a queue's is its name."""

    id: str
    shape: Shape
    title: str
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Arrow:
    """From a box, or one of its rows (by number), to another box. ``queue`` is decided by then."""

    source: str
    target: str
    row: int | None = None
    queue: str | None = None


@dataclass(slots=True)
class Graph:
    """All boxes in the order in which a caller may meet them, and all arrows."""

    title: str
    language: str
    boxes: dict[str, Box] = field(default_factory=dict)
    arrows: dict[Arrow, None] = field(default_factory=dict)


def build(plan: CallPlan, what: str | None = None) -> Graph:
    """The graph of a country (by its code), of one dialog, or of the whole plan.

    Raises UnknownPart naming what there is.
    """
    if what is None:
        country = next(iter(plan.countries.values()))
        drawing = _Drawing(plan, country, Graph("All dialogs", country.languages[0]))
        for dialog in plan.openings:
            drawing.dialog(dialog, None)
    elif what.upper() in plan.countries:
        country = plan.countries[what.upper()]
        drawing = _Drawing(plan, country, Graph(country.name, country.languages[0]))
        drawing.lines()
    elif what in plan.openings:
        country = _speaking(plan, what)
        drawing = _Drawing(plan, country, Graph(what, country.languages[0]))
        drawing.dialog(what, None)
    else:
        raise UnknownPart(
            f"there is no country or dialog {what!r}; there are {', '.join(plan.countries)} and "
            f"{', '.join(plan.openings)}"
        )
    return drawing.graph


def _speaking(plan: CallPlan, dialog: str) -> Country:
    """The first country one of whose numbers the dialog answers; else the plan's first."""
    for number in plan.numbers.values():
        if number.dialog == dialog:
            return plan.countries[number.country]
    return next(iter(plan.countries.values()))


@dataclass(slots=True)
class _Drawing:
    plan: CallPlan
    country: Country
    graph: Graph
    met: set[tuple[str, str | None]] = field(default_factory=set)

    def lines(self) -> None:
        """The country's numbers, one box for each dialog that answers them."""
        for dialog in self.plan.openings:
            numbers = [
                number
                for number in self.plan.numbers.values()
                if number.country == self.country.code and number.dialog == dialog
            ]
            if numbers:
                rows = tuple(Row(number.published, node=number.e164) for number in numbers)
                self._box(Box(f"line:{dialog}", "line", self.country.name, rows))
                self._arrow(Arrow(f"line:{dialog}", self._shown(dialog, None)))

    def dialog(self, node_id: str, queue: str | None) -> str:
        """Draw what begins at a node, once for each queue that it may end in."""
        return self._shown(node_id, queue)

    def _shown(self, node_id: str, queue: str | None) -> str:
        node_id = self.country.support if node_id == SUPPORT else node_id
        if node_id == QUEUE:
            return self._queue(queue or self.plan.default_queue)
        if (node_id, queue) not in self.met:
            self.met.add((node_id, queue))
            self._draw(node_id, queue)
        return node_id

    def _draw(self, node_id: str, queue: str | None) -> None:
        node = node_at(self.plan, node_id)
        sketch = node.sketch(self.plan) if node else None
        if sketch is None:
            return
        rows = tuple(self._row(row) for row in sketch.rows)
        self._box(Box(node_id, sketch.shape, self._text(sketch.title), rows))
        meant = None if sketch.forgets else queue
        for number, row in enumerate(sketch.rows):
            if row.go:
                self._go(node_id, row.go, number, meant)
        for go in sketch.ways:
            self._go(node_id, go, None, meant)

    def _row(self, row: SketchRow) -> Row:
        return Row(self._text(row.text), row.key, row.node)

    def _text(self, text: Text) -> str:
        parts = (self._label(p.prompt) if isinstance(p, Words) else p for p in text)
        return "".join(parts)

    def _go(self, source: str, go: Go, row: int | None, queue: str | None) -> None:
        to = go.queue or queue
        target = node_at(self.plan, go.node)
        decided = None if target and target.ends else to  # where a call ends, no queue is meant
        self._arrow(Arrow(source, self._shown(go.node, to), row, decided))

    def _queue(self, name: str) -> str:
        box_id = f"{name}:wait"
        if box_id not in self.graph.boxes:
            queue = self.plan.queues[name]
            hours = "around the clock" if queue.hours.always else "office hours"
            hours = "closed" if queue.hours.never else hours
            rows = [Row(hours), *self._refusals(queue)]
            self._box(Box(box_id, "queue", self._label(f"queue-{name}"), tuple(rows)))
        return box_id

    def _refusals(self, queue: Queue) -> Iterator[Row]:
        """What becomes of a call while the queue is closed, if it ever is."""
        for reason, node_id in queue.refusals:
            node = node_at(self.plan, node_id)
            sketch = node.sketch(self.plan) if node else None
            if sketch and reason == "closed" and (not queue.hours.always or self._is_shut(queue)):
                yield from map(self._row, sketch.rows)

    def _is_shut(self, queue: Queue) -> bool:
        """Whether the file of closures ever closes it for this country."""
        return bool(closures_of(self.plan, self.country, queue.name))

    def _label(self, prompt: str) -> str:
        language, words = self.country.languages[0], self.plan.prompts
        shown = f"{prompt}.shown"
        return words.text(shown if words.has(shown, language) else prompt, language)

    def _box(self, box: Box) -> None:
        self.graph.boxes.setdefault(box.id, box)

    def _arrow(self, arrow: Arrow) -> None:
        self.graph.arrows[arrow] = None
