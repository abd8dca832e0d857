"""Open or closed: which dialog follows is decided by the hours of a queue."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from ivr.engine.context import Context, Move, follow
from ivr.engine.kinds.reasons import is_closed
from ivr.engine.node import Node, Senses
from ivr.engine.sketch import Sketch, SketchRow
from ivr.plan.call_plan import CallPlan, Go
from ivr.plan.kinds import DialogKind, Use
from ivr.plan.model import DialogEntry, Name, Strict
from ivr.plan.targets import target
from ivr.plan.writing import Writing


class HoursEntry(Strict):
    """By the hours of which queue, and what follows in either case."""

    of: Name
    open: Name
    closed: Name


class BranchEntry(DialogEntry):
    """`hours: {of: billing, open: dialog, closed: dialog}`"""

    hours: HoursEntry


@dataclass(frozen=True, slots=True)
class Branch(Node, DialogKind[BranchEntry]):
    """Open or closed, by the hours of a queue."""

    id: str
    hours_of: str
    open: Go
    closed: Go

    word: ClassVar[str] = "hours"
    shape: ClassVar[type[DialogEntry]] = BranchEntry

    @classmethod
    def compile(cls, writing: Writing, name: str, entry: BranchEntry) -> list[Node]:
        """One node."""
        hours = entry.hours
        return [cls(name, hours.of, Go(target(hours.open)), Go(target(hours.closed)))]

    @classmethod
    def uses(cls, name: str, entry: BranchEntry) -> Iterator[Use]:
        """The queue, and both ways."""
        yield Use((name, "hours", "of"), "queue", entry.hours.of)
        yield Use((name, "hours", "open"), "dialog", entry.hours.open)
        yield Use((name, "hours", "closed"), "dialog", entry.hours.closed)

    def enter(self, ctx: Context) -> Move:
        """On, without a word."""
        return follow(ctx, self.closed if is_closed(ctx, self.hours_of) else self.open)

    def senses(self) -> Senses:
        """The hours."""
        return Senses(hours_of=self.hours_of, queues=True)

    def ways(self) -> tuple[Go, ...]:
        """Both."""
        return (self.open, self.closed)

    def sketch(self, plan: CallPlan) -> Sketch:
        """A row for each way."""
        rows = (
            SketchRow(("open",), "●", go=self.open),
            SketchRow(("closed",), "○", go=self.closed),
        )
        return Sketch("branch", (f"{self.id}: {self.hours_of}",), rows)
