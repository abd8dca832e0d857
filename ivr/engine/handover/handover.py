"""One way of handing callers over."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import replace
from typing import ClassVar, cast

from ivr.call.position import Position
from ivr.call.verbs import Sound, Verb
from ivr.engine.context import Context, Move
from ivr.plan.call_plan import QUEUE, CallPlan, Country, Queue


class Handover(ABC):
    """How a queue hands over. Immutable; its class is its kind."""

    __slots__ = ()
    word: ClassVar[str]

    @abstractmethod
    def enter(self, ctx: Context, *announced: Sound) -> Move:
        """The call, at the door of its queue, is ``announced`` and handed over."""

    @abstractmethod
    def verb(self, plan: CallPlan, country: Country, position: Position) -> Verb:
        """What hands over a call that stands at the door of its queue."""


def handover_of(queue: Queue) -> Handover:
    """How a queue hands over."""
    # The plan is below the engine and knows of a handover no more than its word.
    return cast("Handover", queue.handover)


def handover_verb(plan: CallPlan, country: Country, position: Position, queue: str) -> Verb:
    """What hands a call over to ``queue``, wherever it stands."""
    door = replace(position.at(QUEUE), queue=queue)
    return handover_of(plan.queues[queue]).verb(plan, country, door)
