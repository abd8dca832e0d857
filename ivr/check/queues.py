"""Queues as they were written: overflow that ends somewhere, and rules that can be followed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ivr.check.finding import Finding
from ivr.check.loading import Loaded
from ivr.check.places import DIALOGS, QUEUES, Places
from ivr.check.scenario import Scenario
from ivr.engine.node import node_at, nodes_of
from ivr.plan.call_plan import QUEUE, CallPlan, Reason
from ivr.plan.model import QueueEntry
from ivr.plan.references import OVERFLOW_WORDS

_OFFERED_AFTER_A_WAIT = {"callback", "message"}


def queue_findings(loaded: Loaded, worlds: list[Scenario], places: Places) -> Iterator[Finding]:
    """All findings about queues.yaml by itself."""
    for name, entry in loaded.written.queues.items():
        yield from _rules(places, name, entry)
    yield from _own_numbers(loaded, places)
    yield from _circles(loaded, worlds, places)


def _rules(places: Places, name: str, entry: QueueEntry) -> Iterator[Finding]:
    seen: set[object] = set()
    latest = 0
    for index, rule in enumerate(entry.overflow):
        path = (name, "overflow", index)
        case = f"when: {rule.when}" if rule.when else f"after: {rule.after}s"
        if (rule.when or rule.after) in seen:
            what = f"there are two rules for `{case}`"
            yield places.at(QUEUES, path, "Q303", what, "keep one", f"{name}:wait")
        seen.add(rule.when or rule.after)
        ignored = _ignored(rule.to, after=rule.after is not None)
        if ignored:
            what = f"{', '.join(ignored)} would never be offered for `{case}`"
            yield places.at(QUEUES, path, "Q304", what, _REMEDY, f"{name}:wait")
        if rule.after is not None and rule.after < latest:
            what = f"`{case}` stands after a rule for {latest} seconds"
            yield places.at(QUEUES, path, "Q305", what, "order them by their times", f"{name}:wait")
        latest = max(latest, rule.after or 0)


_REMEDY = (
    "write one queue or number alone, or a list of callback, message and (not after a wait) outage"
)


def _ignored(to: list[str], after: bool) -> list[str]:
    """The targets that the compiler has no use for."""
    if to[0] not in OVERFLOW_WORDS:
        # A caller who waits is led to another queue of the plan, never to a number.
        return to if after and to[0].startswith(("+", "sip:")) else to[1:]
    offered = _OFFERED_AFTER_A_WAIT if after else OVERFLOW_WORDS
    return [word for word in to if word not in offered]


def _own_numbers(loaded: Loaded, places: Places) -> Iterator[Finding]:
    for node in nodes_of(loaded.plan):
        for target in node.rung():
            if target in loaded.plan.numbers:
                yield places.at_node(
                    node.id, "Q306",
                    f"{target} is one of the numbers that this plan answers",
                    "ring a number behind which a person sits",
                )  # fmt: skip


def _circles(loaded: Loaded, worlds: list[Scenario], places: Places) -> Iterator[Finding]:
    """Overflow that comes back, at some moment, to where it began."""
    found: dict[str, str] = {}
    for world in worlds:
        for moment in world.moments:
            for nobody in (False, True):
                on = {
                    name: _next(
                        loaded.plan,
                        name,
                        _status(world, name, moment, nobody),
                        world.country.support,
                    )
                    for name in loaded.plan.queues
                }
                found.update((name, "") for name in on if _comes_back(name, on))
    for name in found:
        yield places.at(
            QUEUES, (name, "overflow"), "Q301",
            f"overflow leads from {name!r} back to {name!r}, and the caller to nobody",
            "let one of the queues on the way offer callback and message", f"{name}:wait",
        )  # fmt: skip


def _status(world: Scenario, name: str, moment: object, nobody: bool) -> Reason | None:
    if world.status(name, moment) != "open":  # type: ignore[arg-type]
        return "closed"
    return "nobody" if nobody else None


def _next(plan: CallPlan, name: str, status: Reason | None, support: str) -> set[str]:
    """The queues to which a call goes on by itself."""
    queue = plan.queues[name]
    if status:
        return _rerouted(plan, name, status)
    later = {target for _, target in queue.after if target}
    for reason in ("full", "unanswered"):
        later |= _rerouted(plan, name, reason)
    return later


def _rerouted(plan: CallPlan, name: str, reason: str) -> set[str]:
    node = node_at(plan, f"{name}:{reason}")
    if node is None or node.decides:
        return set()
    return {go.queue for go in node.ways() if go.node == QUEUE and go.queue}


def _comes_back(name: str, on: Mapping[str, set[str]]) -> bool:
    seen: set[str] = set()
    todo = list(on[name])
    while todo:
        each = todo.pop()
        if each == name:
            return True
        if each not in seen:
            seen.add(each)
            todo.extend(on[each])
    return False


__all__ = ["DIALOGS", "queue_findings"]
