"""A node: one place where a caller can stand, and all that anybody wants to know of it.

Each kind of node is a class in ``ivr/engine/kinds`` that fills in what is its own. The machine asks
it what to say and do; ``ivr check`` asks what can happen there, ``ivr flow`` how it is drawn, and
``ivr why`` where it was written. None of them knows a kind by name.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import ClassVar, cast

from ivr.call.events import Event, Keys
from ivr.call.facts import Fact
from ivr.call.position import Position
from ivr.call.turn import Query
from ivr.engine import chances
from ivr.engine.chances import Chance
from ivr.engine.context import Context, Move
from ivr.engine.sketch import Sketch
from ivr.plan.call_plan import CallPlan, Go
from ivr.plan.conditions import Condition
from ivr.plan.written import DIALOGS, Written

Origin = tuple[str, tuple[object, ...]]  # a file of the plan, and the place in it
OWN_QUEUE = "@own"  # stands for the queue that the call is meant for


class KeyRule(Enum):
    """How what is said at a node and the keys that work there belong together."""

    FREE = "nothing is asked, or nothing by keys alone"
    NAMED = "each key that works is named first, and each that is named works"
    WORKING = "each key that is named works"
    ANSWER = "keys are the answer; only commands are named"


@dataclass(frozen=True, slots=True)
class Senses:
    """What of the world a node looks at, beside where the call stands.

    ``hours_of``: opening hours of this queue. ``closures``: whether a desk was closed out of turn.
    ``floor``: who is signed in. ``support``: which menu stands for technical support. ``caller``:
    who calls. ``when``: a condition that may ask for the day. ``queues``: how queues are written.
    ``rule``: what the country asks before it records.
    """

    hours_of: str | None = None
    closures: bool = False
    floor: bool = False
    support: bool = False
    caller: bool = False
    when: Condition = ()
    queues: bool = False
    rule: bool = False


class Node(ABC):
    """One place. Immutable; its class is its kind."""

    __slots__ = ()
    id: str

    in_form: ClassVar[bool] = False  # what is answered here would be lost without a session
    cacheable: ClassVar[bool] = False  # to move about here settles nothing
    decides: ClassVar[bool] = False  # the caller chooses by a key where to go
    polled: ClassVar[bool] = False  # the carrier comes back here by itself, again and again
    rounds: ClassVar[int] = 0  # of those, how many there are before they begin anew
    private_keys: ClassVar[bool] = False  # keys here are the caller's own, not the plan's
    ends: ClassVar[bool] = False  # the call ends well here
    begins_form: ClassVar[bool] = False  # what is told from here on is a form's
    overflow: ClassVar[bool] = False  # circles through it are those of queues, proved by themselves
    key_rule: ClassVar[KeyRule] = KeyRule.FREE

    # What the machine asks.

    @abstractmethod
    def enter(self, ctx: Context) -> Move:
        """The call arrives."""

    def react(self, ctx: Context, event: Event) -> Move:
        """Something happens while the call stands here. By default it arrives once more."""
        return Move(ctx.position)

    def passed_over(self, ctx: Context) -> Move | None:
        """Where the call goes on if it does not stop here; None if it does."""
        return None

    def journal(self, event: Keys) -> str:
        """Keys as the journal may hold them: what is the caller's own only by its length."""
        return f"keys[{len(event.digits)}]" if self.private_keys else f"keys {event.digits}"

    # What the proof asks.

    def chances(self, ctx: Context) -> Iterator[Chance]:
        """The events that stand for all that may happen while a call stands as in ``ctx``."""
        failed = ctx.position.no_input + ctx.position.no_match > 0
        return chances.given_up() if failed else chances.one_key()

    def replies(
        self, plan: CallPlan, queue: str | None, query: Query
    ) -> Iterator[tuple[Chance, str]]:
        """What the world may answer to a query of this node, and when.

        When: the form was ``told`` something, ``untold``, or "" for both.
        """
        return iter(())

    def senses(self) -> Senses:
        """What of the world it looks at."""
        return Senses()

    def reads(self) -> frozenset[Fact]:
        """The facts that it looks at."""
        return frozenset()

    def labels(self) -> tuple[tuple[str, str], ...]:
        """The key and the label of each thing that can be chosen here."""
        return ()

    def spoken_labels(self) -> tuple[str, ...]:
        """Those of the labels that can be chosen by voice."""
        return ()

    def optional_prompts(self) -> tuple[str, ...]:
        """Prompts that are said in a language only if it has them."""
        return tuple(f"{label}.offer" for _, label in self.labels())

    def ways(self) -> tuple[Go, ...]:
        """Where it leads: where the caller chooses (``decides``), or by itself."""
        return ()

    def for_undecided(self) -> str | None:
        """The queue that takes who chooses none of its ways, where it names one."""
        return None

    def rung(self) -> tuple[str, ...]:
        """The numbers and addresses that it rings."""
        return ()

    def origin(self, written: Written) -> Origin:
        """Where it was written."""
        return DIALOGS, (self.id,)

    def option_origin(self, key: str) -> tuple[object, ...]:
        """Where below its origin the option of a key was written."""
        return ()

    # What pictures and explanations ask.

    def sketch(self, plan: CallPlan) -> Sketch | None:
        """How it is drawn; None for what is part of another's picture."""
        return None

    def explain(self, written: Written, position: Position) -> tuple[Origin, str]:
        """What it means that a call has come here, and the place in the files that decided it."""
        return self.origin(written), f"asks {self.id}"


def node_at(plan: CallPlan, node_id: str | None) -> Node | None:
    """A node of a plan; None if the plan has none of this name."""
    # The plan is below the engine and knows of its nodes no more than their ids.
    return cast("Node | None", plan.nodes.get(node_id or ""))


def nodes_of(plan: CallPlan) -> Iterator[Node]:
    """All nodes of a plan."""
    return cast("Iterator[Node]", iter(plan.nodes.values()))
