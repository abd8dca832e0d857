"""From every number of the plan to every end: joins what each node does into whole calls."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import get_args

import phonenumbers

from ivr.check.stage import Scene, Stage
from ivr.check.visit import Exit, Stand, Visit, reads, visit
from ivr.check.world import World, worlds
from ivr.plan import conditions, nodes
from ivr.plan.nodes import QUEUE, SUPPORT, CallPlan, Field, Node, Privacy
from ivr.position import Position
from ivr.verbs import Say, Verb
from prompts.catalog import Catalog

_ALWAYS = frozenset({"told", "kept", "refused"})  # facts that matter in every form


@dataclass(frozen=True, slots=True)
class Place:
    """Where a call stands in the walk: a stand in any language, and what is known of its form.

    ``told``: the form has an answer. ``safe``: something of this call is stored.
    """

    stand: Stand
    told: bool = False
    safe: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """One way from a place to another."""

    start: Place
    exit: Exit
    to: Place


@dataclass(frozen=True, slots=True)
class Kind:
    """What makes countries alike: those of one kind behave the same, in other words."""

    privacy: Privacy
    several_languages: bool


@dataclass(frozen=True, slots=True)
class Opening:
    """What is said before the first node, to who dials ``dialog`` in a country."""

    country: str
    dialog: str
    position: Position
    said: tuple[Verb, ...]


@dataclass(slots=True)
class Walk:
    """Everything that calls to this plan can hear and do."""

    plan: CallPlan
    worlds: list[World]
    openings: list[Opening] = field(default_factory=list)
    visits: dict[tuple[object, Stand], Visit] = field(default_factory=dict)
    places: set[Place] = field(default_factory=set)
    edges: list[Edge] = field(default_factory=list)
    spoken_in: dict[str, list[str]] = field(default_factory=dict)
    failures: dict[tuple[str, str], None] = field(default_factory=dict)

    def says(self) -> Iterator[tuple[str, Say]]:
        """Every prompt that is said, in every language in which it can be, with its node."""
        for opening in self.openings:
            for verb in opening.said:
                if isinstance(verb, Say):
                    yield opening.dialog, verb
        for (_, stand), seen in self.visits.items():
            for say in seen.said:
                for language in self.spoken_in[say.language]:
                    yield stand.node, Say(say.prompt, language, say.values)


def walk_plan(plan: CallPlan, today: date) -> Walk:
    """Walk the plan as callers of all countries, from ``today`` on."""
    walker = _Walker(plan, Walk(plan, worlds(plan, today)))
    walker.run()
    return walker.done


def alike(catalog: Catalog, languages: list[str]) -> dict[str, list[str]]:
    """Languages that have words for the same prompts, and so lead the same way, by their first."""
    groups: dict[object, list[str]] = {}
    for language in languages:
        ids = catalog.ids(language)
        says = frozenset(catalog.text(each, language) for each in ids if each.endswith(".says"))
        groups.setdefault((language[:2], ids, says), []).append(language)
    return {group[0]: group for group in groups.values()}


@dataclass(slots=True)
class _Walker:
    plan: CallPlan
    done: Walk
    stage: Stage = field(init=False)
    remembered: dict[str, frozenset[str]] = field(default_factory=dict)
    exits: dict[tuple[Kind, Stand], tuple[Exit, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.stage = Stage(self.plan)
        for node in self.plan.nodes.values():
            if isinstance(node, get_args(Field)):
                form = node.place.form
                self.remembered[form] = self.remembered.get(form, _ALWAYS) | reads(node)

    def run(self) -> None:
        languages = dict.fromkeys(
            language for world in self.done.worlds for language in world.country.languages
        )
        self.done.spoken_in = alike(self.plan.prompts, list(languages))
        kinds: dict[Kind, list[World]] = {}
        for world in self.done.worlds:
            self._open(world)
            kinds.setdefault(_kind(world), []).append(world)
        for kind, alike_worlds in kinds.items():
            self._follow(kind, alike_worlds)

    def _open(self, world: World) -> None:
        """The first words of every dialog that a number of the country reaches."""
        answered = {number.dialog for number in world.numbers}
        for dialog in sorted(answered):
            for ani in (None, *callers(self.plan)):
                scene = Scene(world.call(ani, dialog), world.moments[0], world.scene().floor)
                try:
                    turn = self.stage.start(scene)
                except Exception as error:  # whatever fails here would fail a call
                    self.done.failures[dialog, f"{type(error).__name__}: {error}"] = None
                    continue
                opening = Opening(world.country.code, dialog, turn.position, turn.verbs)
                self.done.openings.append(opening)

    def _follow(self, kind: Kind, here: list[World]) -> None:
        groups = self._groups(here)
        dialogs = {number.dialog for world in here for number in world.numbers}
        todo = deque(Place(Stand(node, "")) for node in (*sorted(dialogs), QUEUE))
        seen = set(todo)
        while todo:
            place = todo.popleft()
            for way in self._exits(kind, here, place, groups):
                to = self._arrive(place, way)
                if to is None:
                    continue
                self.done.edges.append(Edge(place, way, to))
                if to not in seen and to.stand.node in self.plan.nodes:
                    seen.add(to)
                    todo.append(to)
        self.done.places |= seen

    def _groups(self, here: list[World]) -> list[str]:
        """The languages of these countries, each group of like ones by its first."""
        spoken = {language for world in here for language in world.country.languages}
        return [first for first, group in self.done.spoken_in.items() if spoken & set(group)]

    def _exits(
        self, kind: Kind, here: list[World], place: Place, groups: list[str]
    ) -> tuple[Exit, ...]:
        """All ways out of a place, in any language and scene."""
        stand = _seen_by(self.plan.nodes[place.stand.node], place.stand)
        known = self.exits.get((kind, stand))
        if known is None:
            played = (self._play(kind, here, replace(stand, language=each)) for each in groups)
            known = tuple(
                dict.fromkeys(way for seen in played for each in seen for way in each.exits)
            )
            self.exits[kind, stand] = known
        return known

    def _play(self, kind: Kind, here: list[World], stand: Stand) -> Iterator[Visit]:
        for key, world, scene in _scenes(here, self.plan.nodes[stand.node], stand):
            found = self.done.visits.get(((kind, key), stand))
            if found is None:
                found = visit(self.stage, self.plan, world.country, scene, stand)
                self.done.visits[(kind, key), stand] = found
            yield found

    def _arrive(self, place: Place, way: Exit) -> Place | None:
        """Where a way out leads, None if it cannot be taken from here."""
        stand = place.stand
        start, node = self.plan.nodes[stand.node], self.plan.nodes.get(way.to)
        told = place.told or way.gave
        if (way.needs == "told" and not told) or (way.needs == "untold" and told):
            return None
        facts = {**dict(stand.facts), **dict(way.facts)}
        matter = self.remembered.get(way.to.partition(".")[0], _ALWAYS)
        arrival = Stand(
            way.to,
            "",
            way.queue or stand.queue,
            tuple(sorted((name, value) for name, value in facts.items() if name in matter)),
            way.skipped if isinstance(start, get_args(Field)) else stand.skipped,
            way.waiting,
        )
        if isinstance(node, nodes.Start):
            told = False
        return Place(arrival, told, place.safe or way.stored)


def _kind(world: World) -> Kind:
    country = world.country
    return Kind(country.privacy, len(country.languages) > 1)


_Scene = tuple[object, World, Scene]  # what names the scene, and the country it plays in


def _scenes(here: list[World], node: Node, stand: Stand) -> Iterator[_Scene]:
    """The scenes in which a node may act differently."""
    world = here[0]
    match node:
        case nodes.ToQueue() if not stand.waiting and ("refused", "yes") not in stand.facts:
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


def _supports(here: list[World], node: nodes.Menu | nodes.Refusal | nodes.Reroute) -> list[World]:
    """One country for each service menu that stands for technical support, where that matters."""
    options = getattr(node, "options", ())
    if not any(option.go.node == SUPPORT for option in options):
        return here[:1]
    return list({world.country.support: world for world in reversed(here)}.values())


def _by_status(here: list[World], queue: str) -> Iterator[_Scene]:
    """Open, closed, closed by a holiday: as far as any of these countries knows it."""
    known: set[str] = set()
    for world in here:
        for moment in world.moments_of(queue):
            status = world.status(queue, moment)
            if status not in known:
                known.add(status)
                yield (world.country.support, status), world, world.scene(moment)


def _seen_by(node: Node, stand: Stand) -> Stand:
    """The part of an arrival that the node can look at."""
    looks_at = reads(node)
    facts = tuple(pair for pair in stand.facts if pair[0] in looks_at)
    queue = stand.queue if isinstance(node, nodes.ToQueue) else None
    skipped = stand.skipped if isinstance(node, get_args(Field)) else 0
    return replace(stand, facts=facts, queue=queue, skipped=skipped)


def _days(world: World, node: Node) -> list[datetime | None]:
    """Moments for the conditions on the day of the month: one that holds, one that does not."""
    when = node.place.when if isinstance(node, get_args(Field)) else ()
    tests = tuple(test for test in when if test.name == "day")
    if not tests:
        return [None]
    empty = Position("", "", "")
    found = {conditions.holds(tests, empty, moment.day): moment for moment in world.days_of_month()}
    return list(found.values())
