"""A call plan → boxes and arrows, as an admin would draw them.

A menu is a box with a row per key, a form a box with a row per question, a queue a box of its own.
Which queue a form leads to depends on the key that led to it, so arrows carry the queue's name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, get_args

from ivr.errors import IvrError
from ivr.plan import nodes
from ivr.plan.nodes import GOODBYE, QUEUE, SUPPORT, CallPlan, Country, FieldSpec, Go, Ticket

BoxKind = Literal["line", "menu", "form", "queue", "branch", "ring", "end"]
_FIELDS = get_args(nodes.Field)


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
    kind: BoxKind
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
        match self.plan.nodes.get(node_id):
            case nodes.Menu(_, options, person):
                self._menu(node_id, options, person)
            case nodes.Start(_, go) as start if self._is_form(start):
                self._form(node_id, go, queue)
            case nodes.Start(_, go):
                service = (Row(self._label(go.service)),) if go.service else ()
                self._box(Box(node_id, "line", node_id, service))
                self._go(node_id, go, None, queue)
            case nodes.Branch(_, hours_of, opened, closed):
                rows = (Row("open", "●"), Row("closed", "○"))
                self._box(Box(node_id, "branch", f"{node_id}: {hours_of}", rows))
                self._go(node_id, opened, 0, queue)
                self._go(node_id, closed, 1, queue)
            case nodes.Ring(_, _, targets):
                self._box(Box(node_id, "ring", "rings", tuple(Row(to) for to in targets)))
            case nodes.Goodbye():
                self._box(Box(GOODBYE, "end", "goodbye"))

    def _menu(self, node_id: str, options: tuple[nodes.Option, ...], person: str) -> None:
        rows = [Row(self._label(option.label), option.key, node_id) for option in options]
        silence = Row(f"no answer: {self._label(f'queue-{person}')}", "…")
        self._box(Box(node_id, "menu", node_id, (*rows, silence)))
        for row, option in enumerate(options):
            self._go(node_id, option.go, row, None)

    def _form(self, node_id: str, go: Go, queue: str | None) -> None:
        asked = list(self._fields(go.node))
        ticket = self._ticket(go.node)
        rows = tuple(Row(spec.field.replace("_", " "), "·", node) for node, spec in asked)
        known = self.graph.boxes.get(node_id)
        if known is None:
            stored = (Row("ticket", "✓", ticket.id),) if ticket else ()
            self._box(Box(node_id, "form", node_id, rows + stored))
        if ticket:
            ends = self._shown(ticket.next, queue)
            at = queue if ticket.next == QUEUE else None
            self._arrow(Arrow(node_id, ends, queue=at))

    def _fields(self, node_id: str) -> Iterator[tuple[str, FieldSpec]]:
        while True:
            node = self.plan.nodes.get(node_id)
            if not isinstance(node, _FIELDS):
                return
            yield node_id, node.spec
            node_id = node.spec.next

    def _ticket(self, first: str) -> Ticket | None:
        last = first
        for node_id, spec in self._fields(first):
            last = spec.next or node_id
        node = self.plan.nodes.get(last)
        return node if isinstance(node, Ticket) else None

    def _is_form(self, start: nodes.Start) -> bool:
        return isinstance(self.plan.nodes.get(start.go.node), _FIELDS)

    def _go(self, source: str, go: Go, row: int | None, queue: str | None) -> None:
        to = go.queue or queue
        self._arrow(Arrow(source, self._shown(go.node, to), row, to))

    def _queue(self, name: str) -> str:
        box_id = f"{name}:wait"
        if box_id not in self.graph.boxes:
            queue = self.plan.queues[name]
            hours = "around the clock" if queue.hours.always else "office hours"
            rows = [Row(hours), *self._refusals(queue)]
            self._box(Box(box_id, "queue", self._label(f"queue-{name}"), tuple(rows)))
        return box_id

    def _refusals(self, queue: nodes.Queue) -> Iterator[Row]:
        """What becomes of a call while the queue is closed, if it ever is."""
        for reason, node_id in queue.refusals:
            if reason != "closed" or queue.hours.always:
                continue
            match self.plan.nodes.get(node_id):
                case nodes.Reroute(_, _, _, go) if go.queue:
                    yield Row(f"{reason}: {self._label(f'queue-{go.queue}')}", node=node_id)
                case nodes.Refusal(_, _, _, options):
                    offers = ", ".join(self._label(option.label) for option in options)
                    yield Row(f"{reason}: {offers}", node=node_id)

    def _label(self, prompt: str) -> str:
        language, words = self.country.languages[0], self.plan.prompts
        shown = f"{prompt}.shown"
        return words.text(shown if words.has(shown, language) else prompt, language)

    def _box(self, box: Box) -> None:
        self.graph.boxes.setdefault(box.id, box)

    def _arrow(self, arrow: Arrow) -> None:
        self.graph.arrows[arrow] = None
