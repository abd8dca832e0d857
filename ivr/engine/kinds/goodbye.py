"""Thank, and hang up: the end of a call that has left a message or asked to be called back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ivr.call.verbs import Hangup, Verb
from ivr.engine.context import Context, Move
from ivr.engine.node import Node
from ivr.engine.sketch import Sketch
from ivr.plan.call_plan import GOODBYE, CallPlan


@dataclass(frozen=True, slots=True)
class Goodbye(Node):
    """The end."""

    id: str = GOODBYE

    ends: ClassVar[bool] = True

    def enter(self, ctx: Context) -> Move:
        """Thank, and hang up."""
        return Move(ctx.position, verbs=thanks(ctx))

    def sketch(self, plan: CallPlan) -> Sketch:
        """A box of its own."""
        return Sketch("end", (GOODBYE,))


def thanks(ctx: Context) -> tuple[Verb, ...]:
    """What every call ends with that ends well."""
    return ctx.say("goodbye"), Hangup()
