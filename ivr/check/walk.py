"""From every number of the plan to every end: joins what each node does into whole calls."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from ivr.call.facts import OWN_FACTS, Fact
from ivr.call.position import Position
from ivr.call.verbs import Say, Verb
from ivr.check.explore import Arrival, Exit, Exploration, Facts, visit
from ivr.check.isolate import Isolation, Scene
from ivr.check.scenario import Scenario, worlds
from ivr.check.scenes import CountryKind, callers, kind_of, scenes
from ivr.engine.field import FieldNode
from ivr.engine.node import OWN_QUEUE, Node, node_at, nodes_of
from ivr.plan.call_plan import QUEUE, CallPlan
from prompts.catalog import Catalog

Memory = dict[object, Exploration]  # visits by all that they depend on


@dataclass(frozen=True, slots=True)
class WalkState:
    """Where a call stands in the walk: a stand in any language, and what is known of its form.

    ``told``: the form has an answer. ``safe``: something of this call is stored.
    """

    stand: Arrival
    told: bool = False
    safe: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """One way from a place to another."""

    start: WalkState
    exit: Exit
    to: WalkState


@dataclass(frozen=True, slots=True)
class FirstWords:
    """What is said before the first node, to who dials ``dialog`` in a country."""

    country: str
    dialog: str
    position: Position
    said: tuple[Verb, ...]


@dataclass(slots=True)
class Walk:
    """Everything that calls to this plan can hear and do."""

    plan: CallPlan
    worlds: list[Scenario]
    openings: list[FirstWords] = field(default_factory=list)
    visits: dict[tuple[object, Arrival], Exploration] = field(default_factory=dict)
    places: set[WalkState] = field(default_factory=set)
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


def walk_plan(plan: CallPlan, today: date, memory: Memory | None = None) -> Walk:
    """Walk the plan as callers of all countries, from ``today`` on.

    ``memory`` keeps the visits of one plan for the next, which differs from it only a little.
    """
    walker = _Walker(plan, Walk(plan, worlds(plan, today)), {} if memory is None else memory)
    walker.run()
    return walker.done


def alike(catalog: Catalog, languages: list[str]) -> dict[str, list[str]]:
    """Languages that have words for the same prompts, and so lead the same way, by their first."""
    groups: dict[object, list[str]] = {}
    for language in languages:
        groups.setdefault(_presence(catalog, language), []).append(language)
    return {group[0]: group for group in groups.values()}


def _presence(catalog: Catalog, language: str) -> object:
    """All that the machine can know of a language: which prompts it has, what may be said."""
    ids = catalog.ids(language)
    owners = (each.removesuffix(".says") for each in ids if each.endswith(".says"))
    return language[:2], ids, frozenset(_phrases(catalog, owner, language) for owner in owners)


def _asked_about(node: Node, catalog: Catalog, language: str) -> object:
    """What a node wants to know of a language: whether there are certain words for it."""
    has = tuple(catalog.has(prompt, language) for prompt in node.optional_prompts())
    return has, tuple(_phrases(catalog, label, language) for _, label in node.labels())


def _phrases(catalog: Catalog, prompt: str, language: str) -> object:
    try:
        return prompt, catalog.phrases(prompt, language)
    except LookupError:
        return prompt  # the words want a value that nobody gives; found where they are spoken


@dataclass(slots=True)
class _Walker:
    plan: CallPlan
    done: Walk
    memory: Memory
    stage: Isolation = field(init=False)
    lasting: frozenset[Fact] = frozenset()
    remembered: dict[str, frozenset[Fact]] = field(default_factory=dict)
    exits: dict[tuple[CountryKind, Arrival], tuple[Exit, ...]] = field(default_factory=dict)
    facts: dict[tuple[Facts, Facts, str], Facts] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.stage = Isolation(self.plan)
        nodes = list(nodes_of(self.plan))
        # What is no form's answer matters wherever anything looks at it.
        self.lasting = frozenset(fact for node in nodes for fact in node.reads()) & OWN_FACTS
        for node in nodes:
            if isinstance(node, FieldNode):
                form = node.spec.form
                self.remembered[form] = self.remembered.get(form, self.lasting) | node.reads()

    def run(self) -> None:
        """Walk as callers of all countries."""
        languages = dict.fromkeys(
            language for world in self.done.worlds for language in world.country.languages
        )
        self.done.spoken_in = alike(self.plan.prompts, list(languages))
        kinds: dict[CountryKind, list[Scenario]] = {}
        for world in self.done.worlds:
            self._open(world)
            kinds.setdefault(kind_of(world), []).append(world)
        for kind, alike_worlds in kinds.items():
            self._follow(kind, alike_worlds)

    def _open(self, world: Scenario) -> None:
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
                opening = FirstWords(world.country.code, dialog, turn.position, turn.verbs)
                self.done.openings.append(opening)

    def _follow(self, kind: CountryKind, here: list[Scenario]) -> None:
        groups = self._groups(here)
        dialogs = {number.dialog for world in here for number in world.numbers}
        todo = deque(WalkState(Arrival(node, "")) for node in (*sorted(dialogs), QUEUE))
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

    def _groups(self, here: list[Scenario]) -> list[str]:
        """The languages of these countries, each group of like ones by its first."""
        spoken = {language for world in here for language in world.country.languages}
        return [first for first, group in self.done.spoken_in.items() if spoken & set(group)]

    def _exits(
        self, kind: CountryKind, here: list[Scenario], place: WalkState, groups: list[str]
    ) -> tuple[Exit, ...]:
        """All ways out of a place, in any language and scene."""
        stand = _seen_by(self._node(place.stand.node), place.stand)
        known = self.exits.get((kind, stand))
        if known is None:
            played = (self._play(kind, here, replace(stand, language=each)) for each in groups)
            known = tuple(
                dict.fromkeys(way for seen in played for each in seen for way in each.exits)
            )
            self.exits[kind, stand] = known
        return known

    def _play(
        self, kind: CountryKind, here: list[Scenario], stand: Arrival
    ) -> Iterator[Exploration]:
        for key, world, scene in scenes(here, self._node(stand.node), stand):
            found = self.done.visits.get(((kind, key), stand))
            if found is None:
                found = self._recall(world, scene, stand)
                self.done.visits[(kind, key), stand] = found
            yield found

    def _recall(self, world: Scenario, scene: Scene, stand: Arrival) -> Exploration:
        """The visit from memory, if nothing that it depends on is different."""
        node = self._node(stand.node)
        queues = (self.plan.default_queue, *self.plan.queues.values())
        key = (
            node,
            stand,
            world.country,
            (scene.call.ani, scene.now, scene.floor),
            queues if node.senses().queues else None,
            _asked_about(node, self.plan.prompts, stand.language),
        )
        if key not in self.memory:
            self.memory[key] = visit(self.stage, self.plan, world.country, scene, stand)
        return self.memory[key]

    def _node(self, node_id: str) -> Node:
        node = node_at(self.plan, node_id)
        assert node is not None  # noqa: S101 - only nodes of the plan are walked
        return node

    def _arrive(self, place: WalkState, way: Exit) -> WalkState | None:
        """Where a way out leads, None if it cannot be taken from here."""
        stand = place.stand
        start, node = self._node(stand.node), node_at(self.plan, way.to)
        told = place.told or way.gave
        if (way.needs == "told" and not told) or (way.needs == "untold" and told):
            return None
        arrival = Arrival(
            way.to,
            "",
            way.queue or stand.queue,
            self._facts(stand.facts, way.facts, way.to),
            way.skipped if isinstance(start, FieldNode) else stand.skipped,
            way.waiting,
        )
        if node is not None and node.begins_form:
            told = False
        return WalkState(arrival, told, place.safe or way.stored)

    def _facts(self, known: Facts, new: Facts, target: str) -> Facts:
        """What is known on arrival at ``target``, as far as it can still matter."""
        key = known, new, target.partition(".")[0]
        if key not in self.facts:
            matter = self.remembered.get(key[2], self.lasting)
            both = {**dict(known), **dict(new)}
            self.facts[key] = tuple(sorted((n, v) for n, v in both.items() if n in matter))
        return self.facts[key]


def _seen_by(node: Node, stand: Arrival) -> Arrival:
    """The part of an arrival that the node can look at."""
    looks_at = node.reads()
    facts = tuple(pair for pair in stand.facts if pair[0] in looks_at)
    queue = stand.queue if node.senses().hours_of == OWN_QUEUE else None
    skipped = stand.skipped if isinstance(node, FieldNode) else 0
    return replace(stand, facts=facts, queue=queue, skipped=skipped)
