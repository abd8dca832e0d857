"""Which queues the callers of a country can be led to."""

from __future__ import annotations

from collections import deque

from ivr.engine.node import node_at
from ivr.plan.call_plan import QUEUE, SUPPORT, CallPlan, Country


def queues_reached(plan: CallPlan, country: Country) -> frozenset[str]:
    """The queues to which any number of a country leads, by a key, by itself or by overflow."""
    numbers = [number for number in plan.numbers.values() if number.country == country.code]
    todo = deque([(QUEUE, plan.default_queue), *((number.dialog, "") for number in numbers)])
    seen: set[tuple[str, str]] = set()
    while todo:
        name, queue = todo.popleft()
        name = country.support if name == SUPPORT else name
        queue = queue or plan.default_queue if name == QUEUE else queue
        if (name, queue) not in seen:
            seen.add((name, queue))
            todo += _door(plan, queue) if name == QUEUE else _ways(plan, name, queue)
    return frozenset(queue for name, queue in seen if name == QUEUE)


def _ways(plan: CallPlan, name: str, queue: str) -> list[tuple[str, str]]:
    node = node_at(plan, name)
    if node is None:
        return []
    ways = [(go.node, go.queue or queue) for go in node.ways()]
    # Any dialog may end in the queue that was chosen before it: who wants no more gets a person.
    meant = [go.queue for go in node.ways() if go.queue]
    undecided = node.for_undecided()
    return [*ways, *((QUEUE, each) for each in (*meant, undecided) if each)]


def _door(plan: CallPlan, queue: str) -> list[tuple[str, str]]:
    """Where a queue sends those whom it cannot take."""
    found = plan.queues[queue]
    refusals = [(node, queue) for _, node in found.refusals]
    return [*refusals, *((QUEUE, target) for _, target in found.after if target)]
