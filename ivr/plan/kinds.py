"""What the plan asks of the kinds it is handed: how each is written, and what it becomes.

The plan imports no kind. ``ivr/engine/kinds/registry.py`` lists them all, and the wiring hands that
list to whoever reads or links a plan.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from ivr.call.facts import Fact, SessionKey, answer_fact, answer_key
from ivr.plan.call_plan import PlanHandover, PlanNode, Reason
from ivr.plan.conditions import Condition
from ivr.plan.model import DialogEntry, FieldEntry, QueueEntry

if TYPE_CHECKING:
    from ivr.plan.writing import Writing

Where = tuple[object, ...]  # keys from the top of a file to a place in it
_D = TypeVar("_D", bound=DialogEntry)
_F = TypeVar("_F", bound=FieldEntry)
_E = TypeVar("_E")


@dataclass(frozen=True, slots=True)
class Use:
    """A name at ``where`` in dialogs.yaml that a ``what`` (dialog or queue) must bear."""

    where: Where
    what: str
    name: str


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something wrong with how an entry is written; ``code`` is one of ``ivr check``'s.

    ``where`` is its place in dialogs.yaml, ``node`` the place in the plan, "" if there is none.
    """

    where: Where
    code: str
    what: str
    remedy: str = ""
    node: str = ""


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """What every question of a form has in common.

    ``form`` and ``field`` name its answer; ``next`` follows it; ``leave`` is where key 0 goes, with
    what was given so far. ``fact``: the answer travels with the call's position too.
    """

    form: str
    field: str
    prompt: str
    next: str
    leave: str
    when: Condition = ()
    optional: bool = False
    fact: bool = False

    @property
    def key(self) -> SessionKey:
        """Name of the answer in the live session."""
        return answer_key(self.form, self.field)

    @property
    def as_fact(self) -> Fact:
        """Name of the answer in the call's position."""
        return answer_fact(self.field)


class DialogKind(Generic[_D]):
    """A kind that is written as a dialog: ``name: {word: …}`` in dialogs.yaml."""

    __slots__ = ()
    word: ClassVar[str]
    shape: ClassVar[type[DialogEntry]]

    @classmethod
    def entry(cls, field: object) -> type[DialogEntry]:
        """How it is written. ``field`` is the annotation of a form's question."""
        return cls.shape

    @classmethod
    def compile(cls, writing: Writing, name: str, entry: _D) -> Sequence[PlanNode]:
        """The nodes of dialog ``name``, the one it begins with named as the dialog."""
        raise NotImplementedError(f"{cls.__name__} must say what it compiles to")

    @classmethod
    def uses(cls, name: str, entry: _D) -> Iterator[Use]:
        """The dialogs and queues that it names."""
        return iter(())

    @classmethod
    def questions(cls, entry: _D) -> Mapping[str, FieldEntry]:
        """The questions that it asks, by name."""
        return {}

    @classmethod
    def fills(cls, entry: _D) -> Iterator[tuple[str, str]]:
        """Which dialog's which question it answers beforehand."""
        return iter(())

    @classmethod
    def flaws(cls, writing: Writing, name: str, entry: _D) -> Iterator[Flaw]:
        """What is wrong with how it is written, though it has the right shape."""
        return iter(())


class FieldKind(Generic[_F]):
    """A kind that is written as a question of a form: ``field: {word: …}``.

    ``fillable``: a menu may answer it beforehand (``fill:``).
    """

    __slots__ = ()
    word: ClassVar[str]
    shape: ClassVar[type[FieldEntry]]
    fillable: ClassVar[bool] = False

    @classmethod
    def compile(cls, node: str, spec: FieldSpec, entry: _F) -> Sequence[PlanNode]:
        """Its nodes, the one that asks named ``node``."""
        raise NotImplementedError(f"{cls.__name__} must say what it compiles to")

    @classmethod
    def prompt(cls, entry: _F) -> str | None:
        """The prompt that asks, where the kind's own word names it."""
        return None

    @classmethod
    def answers(cls, entry: _F) -> tuple[str, ...]:
        """The answers that it can have, where they are a few that conditions may name."""
        return ()

    @classmethod
    def flaws(cls, where: Where, entry: _F, before: Mapping[str, FieldEntry]) -> Iterator[Flaw]:
        """What is wrong with how it is written; ``before`` are the questions asked earlier."""
        return iter(())


class HandoverKind(Generic[_E]):
    """A way of handing callers over: ``handover: word`` or ``handover: {word: …}``."""

    __slots__ = ()
    word: ClassVar[str]
    shape: ClassVar[Any]

    @classmethod
    def compile(
        cls, writing: Writing, queue: str, entry: _E
    ) -> tuple[PlanHandover, Sequence[PlanNode]]:
        """How ``queue`` hands over, and the nodes that it needs for that."""
        raise NotImplementedError(f"{cls.__name__} must say what it compiles to")


@dataclass(frozen=True, slots=True)
class QueueNodes:
    """The nodes of one queue; ``refusals`` name those that speak when it cannot take a call."""

    nodes: tuple[PlanNode, ...]
    refusals: tuple[tuple[Reason, str], ...]


@dataclass(frozen=True)
class Kinds:
    """All kinds there are, by the way in which they are written.

    ``everywhere`` makes the nodes that every plan has, ``of_queue`` those of one queue. ``code``
    are the files that a compiled plan depends on.
    """

    dialogs: tuple[type[DialogKind[Any]], ...]
    fields: tuple[type[FieldKind[Any]], ...]
    handovers: tuple[type[HandoverKind[Any]], ...]
    everywhere: Callable[[], Sequence[PlanNode]]
    of_queue: Callable[[Writing, str, QueueEntry], QueueNodes]
    code: tuple[Path, ...]

    def dialog(self, entry: DialogEntry) -> type[DialogKind[Any]]:
        """The kind that a dialog is written as."""
        return _written_as(self.dialogs, entry)

    def field(self, entry: FieldEntry) -> type[FieldKind[Any]]:
        """The kind that a question is written as."""
        return _written_as(self.fields, entry)

    def handover(self, entry: object) -> type[HandoverKind[Any]]:
        """The kind that a handover is written as."""
        written = {entry} if isinstance(entry, str) else set(type(entry).__annotations__)
        return next(kind for kind in self.handovers if kind.word in written)


_K = TypeVar("_K", bound=type[DialogKind[Any]] | type[FieldKind[Any]])


def _written_as(kinds: Iterable[_K], entry: DialogEntry | FieldEntry) -> _K:
    return next(kind for kind in kinds if kind.word in type(entry).model_fields)
