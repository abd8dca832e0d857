"""All that can happen at one node: every event, every retry, until the call leaves it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import IntEnum
from urllib.parse import parse_qsl

from ivr.call.events import Event, Keys, Waiting
from ivr.call.facts import Fact
from ivr.call.position import Position, decode
from ivr.call.session import told_anything
from ivr.call.verbs import Dial, Enqueue, Gather, Hangup, Leave, Record, Redirect, Say, Verb
from ivr.check.isolate import Isolation, Played, Scene
from ivr.engine.chances import KEYS, WRONG, Chance
from ivr.engine.context import Context
from ivr.engine.node import Node, node_at
from ivr.errors import MalformedRequest
from ivr.plan.call_plan import CallPlan, Country

NOWHERE, ENDED = "@nowhere", "@ended"
Facts = tuple[tuple[Fact, str], ...]
_Says = dict[Say, None]


class How(IntEnum):
    """What it took to leave a node: nothing, the carrier having had the call, or the caller."""

    SILENT = 0
    HANDED = 1
    KEY = 2


@dataclass(frozen=True, slots=True)
class Arrival:
    """How a call arrives at a node: only what the node can look at."""

    node: str
    language: str
    queue: str | None = None
    facts: Facts = ()
    skipped: int = 0
    waiting: bool = False


@dataclass(frozen=True, slots=True)
class Exit:
    """One way out. ``facts`` are those that became known here, ``queue`` None if it stays.

    ``gave``: an answer was given. ``needs``: only if the form was ``told`` anything, or ``untold``.
    ``stored``: what was told is safe.
    """

    to: str
    how: How
    queue: str | None
    facts: Facts
    skipped: int
    waiting: bool
    gave: bool = False
    needs: str = ""
    stored: bool = False


@dataclass(slots=True)
class Exploration:
    """What a node does. ``works``: the keys that do something for who has just heard ``first``."""

    exits: set[Exit] = field(default_factory=set)
    said: _Says = field(default_factory=dict)
    verbs: set[type] = field(default_factory=set)
    first: tuple[Verb, ...] = ()
    works: frozenset[str] = frozenset()
    failures: dict[str, None] = field(default_factory=dict)
    too_long: bool = False
    circles: bool = False

    @property
    def spoke(self) -> bool:
        """Whether the node was anything but passed over."""
        return bool(self.verbs)


_Result = tuple[Chance | None, Played | None]  # what happened, and what came of it


@dataclass(frozen=True, slots=True)
class _Trace:
    """How a call got to a moment at the node."""

    how: How = How.SILENT
    gave: bool = False
    needs: str = ""
    stored: bool = False


def visit(
    stage: Isolation, plan: CallPlan, country: Country, scene: Scene, stand: Arrival
) -> Exploration:
    """Play a node from the call's arrival to all of its ends."""
    node = node_at(plan, stand.node)
    assert node is not None  # noqa: S101 - the walk stands on nodes of the plan only
    position = Position(
        plan.version,
        stand.node,
        stand.language,
        skipped=stand.skipped,
        queue=stand.queue,
        waiting=stand.waiting,
        facts=stand.facts,
    )
    played = _Played(stage, plan, country, scene, position, node)
    played.run()
    return played.visit


@dataclass(slots=True)
class _Played:
    stage: Isolation
    plan: CallPlan
    country: Country
    scene: Scene
    arrival: Position
    node: Node
    visit: Exploration = field(default_factory=Exploration)
    _open: deque[tuple[Position, _Trace]] = field(default_factory=deque)
    _came: dict[tuple[Position, _Trace], list[How]] = field(default_factory=dict)
    _first: Position | None = None
    _results: dict[str, object] = field(default_factory=dict)
    _done: dict[Position, list[_Result]] = field(default_factory=dict)
    _silent: dict[Position, set[Position]] = field(default_factory=dict)

    def run(self) -> None:
        """Arrive, then take everything that can happen until nothing new comes of it."""
        way = _Trace()
        if self.node.polled:
            way = _Trace(How.HANDED)  # the carrier asks for a round without the call's arriving
            self._wait(self.arrival, way)
        self._take_all([self._step(self.arrival, None)], self.arrival, way)
        while self._open:
            position, way = self._open.popleft()
            if position not in self._done:
                chances = self.node.chances(self._moment(position))
                self._done[position] = [self._step(position, chance) for chance in chances]
            self._take_all(self._done[position], position, way)
        self.visit.works = frozenset(self._working())
        self.visit.circles |= _has_circle(self._silent)

    def _moment(self, position: Position) -> Context:
        scene = self.scene
        return Context(self.plan, scene.call, self.country, position, scene.now, scene.floor)

    def _working(self) -> Iterator[str]:
        """The keys that do something else than a wrong one."""
        for key, result in self._results.items():
            if key in KEYS and result != self._results.get(WRONG):
                yield key

    def _step(self, position: Position, chance: Chance | None) -> _Result:
        try:
            if chance is None:
                return None, self.stage.enter(self.node.id, position, self.scene)
            outcome = self.stage.react(position, chance.event, self.scene)
            self._note(outcome, position, chance)
            return chance, outcome
        except RecursionError:
            self.visit.circles = True
        except Exception as error:  # whatever fails here would fail a call
            self.visit.failures[f"{type(error).__name__}: {error}"] = None
        return chance, None

    def _take_all(self, results: list[_Result], before: Position, way: _Trace) -> None:
        for chance, outcome in results:
            if outcome:
                self._take(outcome, before, chance, _after(way, chance))

    def _note(self, outcome: Played, position: Position, chance: Chance) -> None:
        """What a key did to who had just come."""
        key = _key(chance.event)
        if key and position == self._first:
            turn = outcome.turn
            self._results[key] = (turn.position, turn.verbs, turn.query, turn.writes)

    def _take(self, outcome: Played, before: Position, chance: Chance | None, way: _Trace) -> None:
        turn = outcome.turn
        if told_anything(turn.writes.values()):
            way = replace(way, gave=True)
        if turn.query is not None:
            for answer, needs in self.node.replies(self.plan, self.arrival.queue, turn.query):
                if needs and way.needs and needs != way.needs:
                    continue  # the form was told something, or it was not
                after = self.stage.react(turn.position, answer.event, self.scene, turn.verbs)
                stored = way.stored or needs == "told"
                then = replace(_after(way, answer), needs=needs or way.needs, stored=stored)
                self._take(after, before, answer, then)
            return
        self._hear(outcome.said)
        if outcome.left:
            self._leave(turn.position.node, turn.position, way)
        else:
            self._listen(outcome, before, chance, way)

    def _hear(self, said: tuple[Verb, ...]) -> None:
        for verb in said:
            self.visit.verbs.add(type(verb))
            for sound in verb.sounds if isinstance(verb, Gather) else (verb,):
                self.visit.verbs.add(type(sound))
                if isinstance(sound, Say) and sound.language == self.arrival.language:
                    self.visit.said[sound] = None

    def _listen(
        self, outcome: Played, before: Position, chance: Chance | None, way: _Trace
    ) -> None:
        position = outcome.turn.position
        if not self.visit.first and position.language == self.arrival.language:
            self.visit.first = outcome.said
            self._first = replace(_link(outcome.said) or position, turn=0)
        for verb in outcome.said:
            self._continue(verb, before, chance, way)
        if not any(isinstance(verb, _GOES_ON) for verb in outcome.said):
            self._leave(NOWHERE, position, way)

    def _continue(self, verb: Verb, before: Position, chance: Chance | None, way: _Trace) -> None:
        match verb:
            case Gather(to) | Record(to) | Redirect(to):
                self._wait(to.position, way, before if chance and not chance.by_caller else None)
            case Enqueue(_, left, wait):
                self._wait(left.position, replace(way, how=How.HANDED))
                self._leave(wait.position.node, wait.position, replace(way, how=How.HANDED))
            case Dial(_, to):
                self._wait(to.position, replace(way, how=max(way.how, How.HANDED)))
            case Hangup():
                good = chance is not None or self.node.ends
                self._leave(ENDED if good else NOWHERE, before, way)
            case _:
                pass

    def _wait(self, position: Position, way: _Trace, silently_from: Position | None = None) -> None:
        """The call stands at ``position`` until something happens."""
        if position.language != self.arrival.language:
            return  # the other language is walked by itself
        position = replace(position, turn=0, loop=_round(self.node, position.loop))
        if silently_from is not None and way.how is How.SILENT:
            self._silent.setdefault(replace(silently_from, turn=0), set()).add(position)
        if self._is_new(position, way):
            if position.no_input + position.no_match == 0:  # failures only add a figure
                self._travel(position)
            self._open.append((position, way))

    def _is_new(self, position: Position, way: _Trace) -> bool:
        """Whether the call has not stood here by the same way, or one that took less."""
        came = self._came.setdefault((position, replace(way, how=How.SILENT)), [])
        if came and min(came) <= way.how:
            return False
        came.append(way.how)
        return True

    def _leave(self, to: str, position: Position, way: _Trace) -> None:
        facts = tuple(pair for pair in position.facts if pair not in self.arrival.facts)
        if facts:
            self._travel(position)
        queue = position.queue if position.queue != self.arrival.queue else None
        self.visit.exits.add(
            Exit(
                to,
                way.how,
                queue,
                facts,
                position.skipped,
                position.waiting,
                way.gave,
                way.needs,
                way.stored,
            )
        )

    def _travel(self, position: Position) -> None:
        """A place travels in an address and must come back the same."""
        try:
            came_back = decode(dict(parse_qsl(position.query())))
        except MalformedRequest:
            self.visit.too_long = True
        else:
            self.visit.too_long |= came_back != position


_GOES_ON = (Gather, Record, Redirect, Enqueue, Dial, Hangup, Leave)


def _key(event: Event) -> str:
    match event:
        case Keys(digits):
            return digits
        case Waiting(key=key):
            return key
        case _:
            return ""


def _after(way: _Trace, chance: Chance | None) -> _Trace:
    return replace(way, how=How.KEY) if chance and chance.by_caller else way


def _link(verbs: tuple[Verb, ...]) -> Position | None:
    return next((verb.to.position for verb in verbs if isinstance(verb, Gather)), None)


def _round(node: Node, loop: int) -> int:
    if node.rounds and loop > node.rounds:
        return (loop - 1) % node.rounds + 1
    return loop


def _has_circle(edges: Mapping[Position, set[Position]]) -> bool:
    """Whether following ``edges`` can come back to where it was."""
    left = {spec: set(after) & set(edges) for spec, after in edges.items()}
    while left:
        ends = {spec for spec, after in left.items() if not after}
        if not ends:
            return True
        left = {spec: after - ends for spec, after in left.items() if spec not in ends}
    return False
