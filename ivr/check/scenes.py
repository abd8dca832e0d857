"""In which scenes a node may act differently: the hours, who is there, who calls, the day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from ivr.call.position import Position
from ivr.call.telephone import example_of
from ivr.check.explore import Arrival
from ivr.check.isolate import Scene
from ivr.check.scenario import Scenario
from ivr.engine.node import OWN_QUEUE, Node
from ivr.plan import conditions
from ivr.plan.call_plan import CallPlan, Privacy
from ivr.plan.conditions import Condition


@dataclass(frozen=True, slots=True)
class CountryKind:
    """What makes countries alike: those of one kind behave the same, in other words."""

    privacy: Privacy
    several_languages: bool


def kind_of(world: Scenario) -> CountryKind:
    """The kind of a country."""
    country = world.country
    return CountryKind(country.privacy, len(country.languages) > 1)


SceneOf = tuple[object, Scenario, Scene]  # what names the scene, and the country it plays in


def scenes(here: list[Scenario], node: Node, stand: Arrival) -> Iterator[SceneOf]:
    """The scenes in which a node may act differently: as many as what it looks at has states."""
    world, senses = here[0], node.senses()
    hours_of = senses.hours_of
    if hours_of == OWN_QUEUE:
        # Who waits in a queue already is past its door.
        hours_of = None if stand.waiting else stand.queue or world.plan.default_queue
    if senses.floor and not stand.waiting:
        yield "nobody", world, world.nobody()
    if senses.closures:
        yield "shut", world, world.shut()
    if hours_of and senses.support:
        for each in _supports(here):
            yield from _by_status([each], hours_of)
    elif hours_of:
        yield from _by_status(here, hours_of)
    elif senses.support:
        for each in _supports(here):
            yield each.country.support, each, each.scene()
    elif senses.caller:
        yield "withheld", world, world.scene()
        yield "known", world, world.scene(ani=next(callers(world.plan), None))
    else:
        yield from ((moment, world, world.scene(moment)) for moment in _days(world, senses.when))


def callers(plan: CallPlan) -> Iterator[str]:
    """A number of each country that has numbers at all."""
    return (number for code in plan.countries if (number := example_of(code)))


def _supports(here: list[Scenario]) -> list[Scenario]:
    """One country for each service menu that stands for technical support."""
    return list({world.country.support: world for world in reversed(here)}.values())


def _by_status(here: list[Scenario], queue: str) -> Iterator[SceneOf]:
    """Open, closed, closed by a holiday: as far as any of these countries knows it; and by hand."""
    known: set[str] = set()
    for world in here:
        for moment in world.moments_of(queue):
            status = world.status(queue, moment)
            if status not in known:
                known.add(status)
                yield (world.country.support, status), world, world.scene(moment)
    yield (here[0].country.support, "shut"), here[0], here[0].shut()


def _days(world: Scenario, when: Condition) -> list[datetime | None]:
    """Moments for the conditions on the day of the month: one that holds, one that does not."""
    tests = tuple(test for test in when if test.name == conditions.DAY)
    if not tests:
        return [None]
    empty = Position("", "", "")
    found = {conditions.holds(tests, empty, moment.day): moment for moment in world.days_of_month()}
    return list(found.values())
