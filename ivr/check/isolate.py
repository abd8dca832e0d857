"""The real machine with the curtain down around one node.

A call plan has too many paths to walk each from its first word. But what happens at one node
depends on little; so each node is played alone, by the real machine, and the walk joins what came
of it. All other nodes are a stand-in that ends the document where the call would enter them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from ivr.call.call import Call
from ivr.call.events import Event, NoInput
from ivr.call.position import Position
from ivr.call.turn import Turn
from ivr.call.verbs import Hangup, Verb
from ivr.engine import machine
from ivr.engine.context import Context, Move
from ivr.engine.node import Node
from ivr.plan.call_plan import CallPlan, PlanNode
from routing.model import Floor

_DOOR = "@enter"
_STAND_IN_VERBS = 1


@dataclass(frozen=True, slots=True)
class _Door(Node):
    """Leads to the node that is played."""

    id: str
    to: str

    def enter(self, ctx: Context) -> Move:
        return Move(ctx.position.at(self.to))

    def react(self, ctx: Context, event: Event) -> Move:
        return self.enter(ctx)


@dataclass(frozen=True, slots=True)
class _StandIn(Node):
    """Any other node: the document ends where the call would enter it."""

    id: str

    def enter(self, ctx: Context) -> Move:
        return Move(ctx.position, verbs=(Hangup(),))


class _ChoosingStandIn(_StandIn):
    """One at which the caller would choose: some nodes look at that before they lead there."""

    __slots__ = ()
    decides = True


@dataclass(slots=True)
class _Curtain(Mapping[str, PlanNode]):
    """The nodes of a plan, of which only one is real."""

    nodes: Mapping[str, PlanNode]
    shown: str = ""

    def __getitem__(self, name: str) -> PlanNode:
        if name == _DOOR:
            return _Door(_DOOR, self.shown)
        if name == self.shown:
            return self.nodes[name]
        node = self.nodes.get(name)
        return _ChoosingStandIn(name) if isinstance(node, Node) and node.decides else _StandIn(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self.nodes)

    def __len__(self) -> int:
        return len(self.nodes)


@dataclass(frozen=True, slots=True)
class Scene:
    """What surrounds a node: who calls, when, and who is there to answer."""

    call: Call
    now: datetime
    floor: Floor


@dataclass(frozen=True, slots=True)
class Played:
    """One step of one node. ``left``: the call goes on at another, ``turn.position.node``."""

    turn: Turn
    left: bool
    said: tuple[Verb, ...]


class Isolation:
    """Plays one node at a time."""

    def __init__(self, plan: CallPlan) -> None:
        self._curtain = _Curtain(plan.nodes)
        self._plan = replace(plan, nodes=self._curtain)

    def start(self, scene: Scene) -> Turn:
        """The beginning of a call, up to its first node."""
        self._curtain.shown = ""
        turn = machine.start(self._plan, scene.call, scene.now, scene.floor)
        return replace(turn, verbs=turn.verbs[:-_STAND_IN_VERBS])

    def enter(self, node: str, position: Position, scene: Scene) -> Played:
        """The call arrives at ``node``."""
        return self._play(node, replace(position, node=_DOOR), NoInput(), scene, ())

    def react(
        self, position: Position, event: Event, scene: Scene, said: tuple[Verb, ...] = ()
    ) -> Played:
        """Something happens while the call stands at ``position``."""
        return self._play(position.node, position, event, scene, said)

    def _play(
        self, node: str, position: Position, event: Event, scene: Scene, said: tuple[Verb, ...]
    ) -> Played:
        self._curtain.shown = node
        turn = machine.step(self._plan, position, scene.call, event, scene.now, scene.floor, said)
        left = turn.query is None and turn.position.node != node
        return Played(turn, left, turn.verbs[:-_STAND_IN_VERBS] if left else turn.verbs)
