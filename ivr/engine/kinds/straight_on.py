"""A line that leads straight on: to a form, a menu or a queue."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from ivr.call.verbs import Words
from ivr.engine.context import Context, Move, follow
from ivr.engine.node import Node
from ivr.engine.sketch import Sketch, SketchRow
from ivr.plan.call_plan import CallPlan, Go
from ivr.plan.kinds import DialogKind, Use
from ivr.plan.model import DialogEntry, Name, PromptId, Strict
from ivr.plan.targets import target
from ivr.plan.writing import Writing


class GotoEntry(Strict):
    """Where it leads, for which queue, and the label of what the caller is taken to have chosen."""

    then: Name | None = None
    queue: Name | None = None
    service: PromptId | None = None


class StraightOnEntry(DialogEntry):
    """`goto: {then: incident, queue: nm, service: managed-voice-video}`"""

    goto: GotoEntry


@dataclass(frozen=True, slots=True)
class StraightOn(Node, DialogKind[StraightOnEntry]):
    """Where a number leads whose callers all want the same."""

    id: str
    go: Go

    word: ClassVar[str] = "goto"
    shape: ClassVar[type[DialogEntry]] = StraightOnEntry

    @classmethod
    def compile(cls, writing: Writing, name: str, entry: StraightOnEntry) -> list[Node]:
        """One node."""
        goto = entry.goto
        return [cls(name, Go(target(goto.then), goto.queue, goto.service))]

    @classmethod
    def uses(cls, name: str, entry: StraightOnEntry) -> Iterator[Use]:
        """Where it leads."""
        if entry.goto.then:
            yield Use((name, "goto", "then"), "dialog", entry.goto.then)
        if entry.goto.queue:
            yield Use((name, "goto", "queue"), "queue", entry.goto.queue)

    def enter(self, ctx: Context) -> Move:
        """On, keeping what is settled by getting here."""
        return follow(ctx, self.go)

    def ways(self) -> tuple[Go, ...]:
        """Straight on."""
        return (self.go,)

    def sketch(self, plan: CallPlan) -> Sketch:
        """What the caller is taken to have chosen."""
        chosen = (SketchRow((Words(self.go.service),)),) if self.go.service else ()
        return Sketch("line", (self.id,), chosen, (self.go,))
