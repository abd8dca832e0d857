"""Does every path end well, is everything reached, and does nothing go round in circles?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ivr.call.verbs import Dial, Enqueue, Record
from ivr.check.explore import ENDED, NOWHERE, How
from ivr.check.finding import Finding
from ivr.check.loading import Loaded
from ivr.check.places import DIALOGS, QUEUES, Places
from ivr.check.walk import Edge, Walk, WalkState
from ivr.engine.field import FieldNode
from ivr.engine.node import node_at, nodes_of
from ivr.plan.call_plan import GOODBYE, QUEUE
from ivr.plan.kinds import FieldKind

_NOT_WHILE_WAITING = {Record: "records", Dial: "rings a number", Enqueue: "enters a queue"}


def path_findings(loaded: Loaded, walk: Walk, places: Places) -> Iterator[Finding]:
    """All findings about the ways of calls."""
    yield from _failing(walk, places)
    yield from _ending(walk, places)
    yield from _circles(walk, places)
    yield from _unreached(loaded, walk, places)


def _failing(walk: Walk, places: Places) -> Iterator[Finding]:
    reported = "this is a fault of the service, not of the plan: please report it"
    for dialog, failure in walk.failures:
        yield places.at_node(dialog, "R405", f"a call to {dialog} fails: {failure}", reported)
    for (_, stand), seen in walk.visits.items():
        for failure in seen.failures:
            yield places.at_node(stand.node, "R405", f"a call fails here: {failure}", reported)
        if seen.too_long:
            yield places.at_node(
                stand.node,
                "R406",
                f"the name of {stand.node!r} or of one of its answers is too long for the address "
                "that carries the caller's place",
                "use a shorter name (answers: 40 characters)",
            )
        wrong = [word for verb, word in _NOT_WHILE_WAITING.items() if verb in seen.verbs]
        if stand.waiting and wrong:
            yield places.at_node(
                stand.node,
                "R407",
                f"a caller can get here while waiting in a queue, and this {wrong[0]}",
                "offer it only outside of the forms that waiting callers are led to",
            )


def _ending(walk: Walk, places: Places) -> Iterator[Finding]:
    for edge in walk.edges:
        node = edge.start.stand.node
        empty = edge.exit.to == ENDED and node == GOODBYE and not edge.to.safe
        if edge.exit.to == NOWHERE or empty:
            before = _before(walk, edge) if empty else node
            yield places.at_node(
                before,
                "R401",
                "a call can end here with neither a person, nor a ticket, nor a message",
                "let it lead to a queue or store a ticket (`then: [ticket, queue]`)",
            )


def _before(walk: Walk, last: Edge) -> str:
    """The node that led to the end."""
    return next(e.start.stand.node for e in walk.edges if e.to == last.start)


def _circles(walk: Walk, places: Places) -> Iterator[Finding]:
    what = "a call comes back here again and again though the caller presses nothing"
    remedy = "let one of the dialogs on the way end in a queue"
    for (_, stand), seen in walk.visits.items():
        if seen.circles:
            yield places.at_node(stand.node, "R402", what, remedy)
    following: dict[WalkState, set[WalkState]] = {}
    for edge in walk.edges:
        if edge.exit.how is How.SILENT and edge.exit.to in walk.plan.nodes:
            following.setdefault(edge.start, set()).add(edge.to)
    for place in _going_round(following):
        node = node_at(walk.plan, place.stand.node)
        if node and not node.overflow:  # that of queues is proved by itself
            yield places.at_node(node.id, "R402", what, remedy)


def _going_round(following: Mapping[WalkState, set[WalkState]]) -> set[WalkState]:
    """The places that lead back to themselves, and those between such places."""
    left = dict(following)
    while True:
        reached = {to for after in left.values() for to in after}
        kept = {
            spec: on
            for spec, after in left.items()
            if spec in reached and (on := {to for to in after if to in left})
        }
        if kept == left:
            return set(left)
        left = kept


def _unreached(loaded: Loaded, walk: Walk, places: Places) -> Iterator[Finding]:
    reached = {spec.stand.node for spec in walk.places}
    heard = {stand.node for (_, stand), seen in walk.visits.items() if seen.spoke}
    for name in loaded.written.dialogs:
        if name not in reached:
            yield places.at(
                DIALOGS, (name,), "R403", f"nothing leads to {name!r}",
                "let a number, a menu or another dialog lead to it, or remove it", name,
            )  # fmt: skip
    for node in nodes_of(loaded.plan):
        if isinstance(node, FieldNode) and _is_dead(node, reached, heard):
            yield places.at_node(
                node.id,
                "R404",
                f"{node.spec.field!r} is never asked",
                "look at its `when:` and at what comes before it, or remove it",
            )
    yield from _unreached_queues(loaded, walk, places, reached)


def _is_dead(node: FieldNode, reached: set[str], heard: set[str]) -> bool:
    """Whether the form is asked but this question of it never is. One that menus answer is fine."""
    beforehand = isinstance(node, FieldKind) and node.fillable and node.spec.fact
    asked = node.id in heard or not node.asks_first
    return node.spec.form in reached and not asked and not (beforehand and node.id in reached)


def _unreached_queues(
    loaded: Loaded, walk: Walk, places: Places, reached: set[str]
) -> Iterator[Finding]:
    used = {
        spec.stand.queue or loaded.plan.default_queue
        for spec in walk.places
        if spec.stand.node == QUEUE
    }
    for name, entry in loaded.written.queues.items():
        if name not in used:
            yield places.at(
                QUEUES, (name,), "R403", f"nothing leads to the queue {name!r}",
                "let a menu lead to it, or remove it", f"{name}:wait",
            )  # fmt: skip
            continue
        for index, rule in enumerate(entry.overflow):
            node = f"{name}:{rule.when or 'wait'}"
            if node not in reached:
                case = f"when: {rule.when}" if rule.when else f"after: {rule.after}s"
                yield places.at(
                    QUEUES, (name, "overflow", index), "Q302",
                    f"`{case}` never happens to the queue {name!r}",
                    "look at its hours and its handover, or remove the rule", node,
                )  # fmt: skip
