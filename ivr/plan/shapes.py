"""The shape of each file, with the parts that the kinds bring along."""

from __future__ import annotations

from functools import lru_cache, reduce
from operator import or_
from typing import Annotated, Any

from pydantic import AfterValidator, Discriminator, Field, Tag, WithJsonSchema, create_model

from ivr.plan.kinds import HandoverKind, Kinds
from ivr.plan.model import (
    Countries,
    DialogEntry,
    Dialogs,
    FieldEntry,
    Name,
    QueueEntry,
    Queues,
    Strict,
)
from ivr.plan.one_of import UNDECIDED, one_of, tag_of
from ivr.plan.telling import shown


@lru_cache(maxsize=4)
def shapes(kinds: Kinds) -> tuple[type[Countries], type[Dialogs], type[Queues]]:
    """The models of countries.yaml, dialogs.yaml and queues.yaml."""
    return Countries, _dialogs(kinds), _queues(kinds)


def _dialogs(kinds: Kinds) -> type[Dialogs]:
    question = one_of(FieldEntry, {kind.word: kind.shape for kind in kinds.fields}, "a field")
    written = {kind.word: kind.entry(question) for kind in kinds.dialogs}
    dialog = one_of(DialogEntry, written, "a dialog")
    entries = Annotated[dict[Name, dialog], Field(min_length=1)]  # type: ignore[valid-type]
    return create_model("Dialogs", __base__=Dialogs, __doc__="dialogs.yaml", entries=(entries, ...))


def _queues(kinds: Kinds) -> type[Queues]:
    queue: type[Strict] = create_model(
        "QueueEntry",
        __base__=QueueEntry,
        __doc__=QueueEntry.__doc__,
        handover=(_handover(kinds.handovers), "desk"),
    )
    entries = Annotated[dict[Name, queue], Field(min_length=1)]  # type: ignore[valid-type]
    return create_model("Queues", __base__=Queues, __doc__="queues.yaml", entries=(entries, ...))


def _handover(handovers: tuple[type[HandoverKind[Any]], ...]) -> Any:
    """A word alone, or a block with that word: each handover is written in one of the two ways."""
    blocks = [kind.word for kind in handovers if isinstance(kind.shape, type)]
    words = [kind.word for kind in handovers if kind.word not in blocks]

    def which(value: object) -> str:
        if isinstance(value, dict):
            return tag_of(next((word for word in blocks if word in value), blocks[0]))
        return tag_of(value) if isinstance(value, str) and value in words else UNDECIDED

    def refuse(value: object) -> object:
        known = f"write {' or '.join(words)}, or a block with {' or '.join(blocks)}"
        raise ValueError(f"{shown(value)} is no handover; {known}")

    choices: list[Any] = [Annotated[kind.shape, Tag(tag_of(kind.word))] for kind in handovers]
    refused = Annotated[Any, AfterValidator(refuse), WithJsonSchema({"not": {}})]
    choices.append(Annotated[refused, Tag(UNDECIDED)])
    return Annotated[reduce(or_, choices), Discriminator(which)]
