"""An entry is one of several kinds: which, its own word says.

So a mistake inside an entry is told in terms of the kind that was meant, and of no other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import reduce
from operator import or_
from typing import Annotated, Any

from pydantic import BaseModel, Discriminator, Tag, create_model, model_validator

UNDECIDED = "UndecidedEntry"


def one_of(base: type[BaseModel], kinds: Mapping[str, type[BaseModel]], what: str) -> Any:
    """The annotation of an entry that has exactly one of the words of ``kinds``.

    ``base`` holds the keys that all of them share; ``what`` names the entry in messages. A word may
    also be a key of another kind, which then is the kind: ``speech: …, record: if-consented``.
    """
    told = f"{what} has exactly one of: {', '.join(kinds)}"

    def which(value: object) -> str:
        present = _words(value, kinds)
        fits = [w for w in present if set(present) <= set(kinds[w].model_fields)]
        return tag_of(fits[0]) if len(fits) == 1 else UNDECIDED

    undecided: Any = _undecided(base, kinds, told)
    choices: list[Any] = [Annotated[kind, Tag(tag_of(word))] for word, kind in kinds.items()]
    choices.append(Annotated[undecided, Tag(UNDECIDED)])
    return Annotated[reduce(or_, choices), Discriminator(which)]


def tag_of(word: str) -> str:
    """What pydantic calls the kind with this word; messages leave it out of the path."""
    return f"{word}-Entry"


def keys_of(model: type[BaseModel]) -> Iterator[str]:
    """The keys of an entry as they are written."""
    return (info.alias or name for name, info in model.model_fields.items())


def _words(value: object, kinds: Mapping[str, type[BaseModel]]) -> list[str]:
    known = value if isinstance(value, dict) else {}
    return [word for word in kinds if known.get(word) is not None]


def _undecided(
    base: type[BaseModel], kinds: Mapping[str, type[BaseModel]], told: str
) -> type[BaseModel]:
    """What takes an entry with none of the words, or several: it always refuses."""

    elsewhere = {key for kind in kinds.values() for key in keys_of(kind)} - set(keys_of(base))

    class Undecided(base):  # type: ignore[misc, valid-type]
        @model_validator(mode="before")
        @classmethod
        def _not_several(cls, value: object) -> object:
            if len(_words(value, kinds)) > 1:
                raise ValueError(told)
            if not isinstance(value, dict):
                return value
            # A key of one of the kinds is no mistake by itself; one of none may be the word.
            return {key: inner for key, inner in value.items() if key not in elsewhere}

        @model_validator(mode="after")
        def _not_none(self) -> Undecided:
            raise ValueError(told)

        @classmethod
        def __get_pydantic_json_schema__(cls, schema: Any, handler: Any) -> dict[str, Any]:
            return {"not": {}}  # nothing fits it

    return create_model(UNDECIDED, __base__=Undecided)
