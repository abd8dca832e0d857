"""In which scenes a node may act differently: the hours, who is there, who calls, the day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import phonenumbers

from ivr.call.position import Position
from ivr.check.explore import FIELDS, Arrival
from ivr.check.isolate import Scene
from ivr.check.scenario import Scenario
from ivr.plan import conditions, nodes
from ivr.plan.nodes import SUPPORT, CallPlan, Node, Privacy


@dataclass(frozen=True, slots=True)
class CountryKind:
    """What makes countries alike: those of one kind behave the same, in other words."""

    privacy: Privacy
    several_languages: bool


def kind_of(world: Scenario) -> CountryKind:
    country = world.country
    return CountryKind(country.privacy, len(country.languages) > 1)


SceneOf = tuple[object, Scenario, Scene]  # what names the scene, and the country it plays in


def scenes(here: list[Scenario], node: Node, stand: Arrival) -> Iterator[SceneOf]:
    """The scenes in which a node may act differently."""
    world = here[0]
    match node:
        case nodes.ToQueue() if not stand.waiting:
            yield "nobody", world, world.nobody()
            yield from _by_status(here, stand.queue or world.plan.default_queue)
        case nodes.Refusal(reason="closed") | nodes.Reroute(reason="closed"):
            for each in _supports(here, node):
                yield from _by_status([each], node.queue)
        case nodes.Branch():
            yield from _by_status(here, node.hours_of)
        case nodes.Menu() | nodes.Refusal():
            for each in _supports(here, node):
                yield each.country.support, each, each.scene()
        case nodes.CallerPhone():
            yield "withheld", world, world.scene()
            yield "known", world, world.scene(ani=next(callers(world.plan), None))
        case _:
            yield from ((moment, world, world.scene(moment)) for moment in _days(world, node))


def callers(plan: CallPlan) -> Iterator[str]:
    """A number of each country that has numbers at all."""
    for code in plan.countries:
        example = phonenumbers.example_number(code)
        if example is not None:
            yield phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164)


def _supports(
    here: list[Scenario], node: nodes.Menu | nodes.Refusal | nodes.Reroute
) -> list[Scenario]:
    """One country for each service menu that stands for technical support, where that matters."""
    options = getattr(node, "options", ())
    if not any(option.go.node == SUPPORT for option in options):
        return here[:1]
    return list({world.country.support: world for world in reversed(here)}.values())


def _by_status(here: list[Scenario], queue: str) -> Iterator[SceneOf]:
    """Open, closed, closed by a holiday: as far as any of these countries knows it."""
    known: set[str] = set()
    for world in here:
        for moment in world.moments_of(queue):
            status = world.status(queue, moment)
            if status not in known:
                known.add(status)
                yield (world.country.support, status), world, world.scene(moment)


def _days(world: Scenario, node: Node) -> list[datetime | None]:
    """Moments for the conditions on the day of the month: one that holds, one that does not."""
    when = node.spec.when if isinstance(node, FIELDS) else ()
    tests = tuple(test for test in when if test.name == "day")
    if not tests:
        return [None]
    empty = Position("", "", "")
    found = {conditions.holds(tests, empty, moment.day): moment for moment in world.days_of_month()}
    return list(found.values())
