"""Queues as written → queues, and the nodes that their handover and their overflow need."""

from __future__ import annotations

from ivr.plan.call_plan import PlanNode, Queue
from ivr.plan.hours import hours
from ivr.plan.model import QueueEntry
from ivr.plan.week import UnreadableTimes
from ivr.plan.writing import Writing
from ivr.plan.written import QUEUES
from routing.model import Hours


def compile_queues(writing: Writing) -> tuple[dict[str, Queue], dict[str, PlanNode]]:
    """The queues by name, and their nodes by id. Problems carry their lines."""
    nodes = {node.id: node for node in writing.kinds.everywhere()}
    queues: dict[str, Queue] = {}
    for name, entry in writing.written.queues.items():
        queues[name], made = _queue(writing, name, entry)
        nodes.update((node.id, node) for node in made)
    return queues, nodes


def _queue(writing: Writing, name: str, entry: QueueEntry) -> tuple[Queue, list[PlanNode]]:
    handover, ringing = writing.kinds.handover(entry.handover).compile(
        writing, name, entry.handover
    )
    own = writing.kinds.of_queue(writing, name, entry)
    queue = Queue(
        name=name,
        hours=_hours(writing, name, entry),
        answer_within=entry.target.answer_within,
        service_level=entry.target.service_level,
        handover=handover,
        refusals=own.refusals,
        after=tuple(
            (rule.after, rule.to[0] if rule.to[0] in writing.written.queues else "")
            for rule in entry.overflow
            if rule.after is not None
        ),
    )
    return queue, [*ringing, *own.nodes]


def _hours(writing: Writing, name: str, entry: QueueEntry) -> Hours:
    try:
        return hours(entry.hours)
    except UnreadableTimes as error:
        where = (name, "hours", *error.place)
        writing.problem(QUEUES, where, error.what, error.remedy)
        return Hours()
