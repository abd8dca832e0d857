"""Queues as written → queues, and the nodes that speak when they cannot take a call."""

from __future__ import annotations

from collections.abc import Iterator

from ivr.call.telephone import parse_number
from ivr.errors import Problem
from ivr.plan.hours import hours
from ivr.plan.load import FILES, Written
from ivr.plan.model import DialEntry, OverflowEntry, QueueEntry
from ivr.plan.nodes import (
    QUEUE,
    SUPPORT,
    Go,
    Goodbye,
    Node,
    Option,
    Queue,
    Reason,
    Refusal,
    Reroute,
    Ring,
    ToQueue,
    Wait,
)
from routing.model import Hours

_REASONS: tuple[Reason, ...] = ("closed", "nobody", "full", "unanswered")
_OFFERS = {
    "message": Option("", "leave-message", Go("message")),
    "callback": Option("", "be-called-back", Go("callback")),
    "outage": Option("", "report-outage", Go(SUPPORT)),
}
_ANYWAY = ["callback", "message"]  # what is offered where the plan says nothing


def compile_queues(
    written: Written, problems: list[Problem]
) -> tuple[dict[str, Queue], dict[str, Node]]:
    """The queues by name, and their nodes by id. Problems are added with their lines."""
    nodes: dict[str, Node] = {QUEUE: ToQueue(), Goodbye().id: Goodbye()}
    queues: dict[str, Queue] = {}
    for name, entry in written.queues.items():
        made = list(_nodes(written, name, entry, problems))
        nodes.update((node.id, node) for node in made)
        queues[name] = _queue(written, name, entry, made, problems)
    return queues, nodes


def _queue(
    written: Written, name: str, entry: QueueEntry, nodes: list[Node], problems: list[Problem]
) -> Queue:
    return Queue(
        name=name,
        hours=_hours(written, name, entry, problems),
        answer_within=entry.target.answer_within,
        service_level=entry.target.service_level,
        ring=next((n.id for n in nodes if isinstance(n, Ring) and n.screen), None),
        refusals=tuple((n.reason, n.id) for n in nodes if isinstance(n, (Refusal, Reroute))),
        after=tuple(
            (rule.after, rule.to[0] if rule.to[0] in written.queues else "")
            for rule in entry.overflow
            if rule.after is not None
        ),
    )


def _hours(written: Written, name: str, entry: QueueEntry, problems: list[Problem]) -> Hours:
    try:
        return hours(entry.hours)
    except ValueError as error:
        what, _, remedy = str(error).partition("; ")
        problems.append(written.sources[FILES[2]].problem((name, "hours"), what, remedy))
        return Hours()


def _nodes(
    written: Written, name: str, entry: QueueEntry, problems: list[Problem]
) -> Iterator[Node]:
    yield Wait(f"{name}:wait", name)
    if isinstance(entry.handover, DialEntry):
        yield _ring(written, name, entry.handover, problems)
    rules = {rule.when: (index, rule) for index, rule in enumerate(entry.overflow) if rule.when}
    for reason in _REASONS:
        index, rule = rules.get(reason, (0, OverflowEntry(when=reason, to=list(_ANYWAY))))
        yield from _refusal(written, name, reason, rule, (name, "overflow", index, "to"), problems)


def _ring(written: Written, name: str, entry: DialEntry, problems: list[Problem]) -> Ring:
    targets = []
    for index, text in enumerate(entry.dial):
        target = dialable(text)
        if target is None:
            problems.append(_undialable(written, (name, "handover", "dial", index), text))
        else:
            targets.append(target)
    return Ring(
        f"{name}:ring",
        name,
        tuple(targets),
        entry.ring,
        entry.order == "in-turn",
        f"{name}:unanswered",
    )


def _refusal(
    written: Written,
    name: str,
    reason: Reason,
    rule: OverflowEntry,
    path: tuple[object, ...],
    problems: list[Problem],
) -> Iterator[Node]:
    node_id, first = f"{name}:{reason}", rule.to[0]
    if first in written.queues:
        yield Reroute(node_id, name, reason, Go(QUEUE, queue=first))
    elif first.startswith(("+", "sip:")):
        target = dialable(first)
        if target is None:
            problems.append(_undialable(written, path, first))
            return
        after = f"{name}:unanswered"
        if reason == "unanswered":  # and when that number does not answer either
            after = f"{node_id}:offers"
            yield Refusal(after, name, reason, _options(_ANYWAY))
        yield Ring(f"{node_id}:ring", name, (target,), 30, True, after, screen=False)
        yield Reroute(node_id, name, reason, Go(f"{node_id}:ring"))
    else:
        yield Refusal(node_id, name, reason, _options(rule.to))


def _options(words: list[str]) -> tuple[Option, ...]:
    offers = [_OFFERS[word] for word in words if word in _OFFERS]
    return tuple(Option(str(n), o.label, o.go) for n, o in enumerate(offers, start=1))


def dialable(text: str) -> str | None:
    """A number as E.164 or a SIP address as it is; None if it is neither."""
    return text if text.startswith("sip:") and "@" in text else parse_number(text, None)


def _undialable(written: Written, path: tuple[object, ...], text: str) -> Problem:
    return written.sources[FILES[2]].problem(
        path, f"{text!r} cannot be dialled", "write +, country code and number, or sip:user@host"
    )
