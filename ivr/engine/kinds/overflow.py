"""What a queue compiles to beside its handover: its wait, and those whom it cannot take."""

from __future__ import annotations

from collections.abc import Iterator

from ivr.call.telephone import dialable
from ivr.engine.kinds.options import Option
from ivr.engine.kinds.refusal import Refusal, offers_of
from ivr.engine.kinds.reroute import Reroute
from ivr.engine.kinds.ring import UNDIALABLE, ring_one
from ivr.engine.kinds.wait import Wait
from ivr.engine.node import Node
from ivr.plan.call_plan import QUEUE, REASONS, SUPPORT, Go, Reason
from ivr.plan.kinds import QueueNodes
from ivr.plan.model import OverflowEntry, QueueEntry
from ivr.plan.writing import Writing
from ivr.plan.written import QUEUES

_OFFERS = {
    "message": Option("", "leave-message", Go("message")),
    "callback": Option("", "be-called-back", Go("callback")),
    "outage": Option("", "report-outage", Go(SUPPORT)),
}
_ANYWAY = ["callback", "message"]  # what is offered where the plan says nothing


def nodes_of_queue(writing: Writing, name: str, entry: QueueEntry) -> QueueNodes:
    """The nodes of queue ``name``. What cannot be dialled is added to the problems."""
    rules = {rule.when: (index, rule) for index, rule in enumerate(entry.overflow) if rule.when}
    nodes: list[Node] = [Wait(f"{name}:wait", name)]
    refusals: list[tuple[Reason, str]] = []
    for reason in REASONS:
        index, rule = rules.get(reason, (0, OverflowEntry(when=reason, to=list(_ANYWAY))))
        made = list(_refusal(writing, name, reason, rule, (name, "overflow", index, "to")))
        nodes += made
        refusals += [(reason, f"{name}:{reason}")] if made else []
    return QueueNodes(tuple(nodes), tuple(refusals))


def _refusal(
    writing: Writing, name: str, reason: Reason, rule: OverflowEntry, where: tuple[object, ...]
) -> Iterator[Node]:
    node_id, first = f"{name}:{reason}", rule.to[0]
    if first in writing.written.queues:
        yield Reroute(node_id, name, reason, Go(QUEUE, queue=first))
        # When that desk, closed by hand, would lead back here.
        yield Refusal(offers_of(node_id), name, reason, _options(_ANYWAY))
    elif first.startswith(("+", "sip:")):
        target = dialable(first)
        if target is None:
            writing.problem(QUEUES, where, f"{first!r} cannot be dialled", UNDIALABLE)
            return
        after = offers_of(node_id) if reason == "unanswered" else None
        if after:  # when that number does not answer either
            yield Refusal(after, name, reason, _options(_ANYWAY))
        yield ring_one(f"{node_id}:ring", name, target, after)
        yield Reroute(node_id, name, reason, Go(f"{node_id}:ring"))
    else:
        yield Refusal(node_id, name, reason, _options(rule.to))


def _options(words: list[str]) -> tuple[Option, ...]:
    offers = [_OFFERS[word] for word in words if word in _OFFERS]
    return tuple(Option(str(n), o.label, o.go) for n, o in enumerate(offers, start=1))
