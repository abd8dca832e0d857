"""A sentence in a form: no question, nothing to answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ivr.engine.context import Context, Move
from ivr.engine.field import FieldNode
from ivr.engine.node import KeyRule, Node
from ivr.plan.kinds import FieldKind, FieldSpec
from ivr.plan.model import FieldEntry, PromptId


class TellEntry(FieldEntry):
    """`say: prompt-id`"""

    say: PromptId


@dataclass(frozen=True, slots=True)
class Tell(FieldNode, FieldKind[TellEntry]):
    """A sentence, then on."""

    id: str
    spec: FieldSpec

    word: ClassVar[str] = "say"
    shape: ClassVar[type[FieldEntry]] = TellEntry
    key_rule: ClassVar[KeyRule] = KeyRule.FREE

    @classmethod
    def compile(cls, node: str, spec: FieldSpec, entry: TellEntry) -> tuple[Node, ...]:
        """One node."""
        return (cls(node, spec),)

    @classmethod
    def prompt(cls, entry: TellEntry) -> str | None:
        """The one it names."""
        return entry.say

    def enter(self, ctx: Context) -> Move:
        """Say it, and go on."""
        return Move(ctx.position.at(self.spec.next), (ctx.say(self.spec.prompt),))
