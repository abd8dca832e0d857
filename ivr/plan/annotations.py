"""Which keys may stand at a place of a file, read from the models that describe it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, Tag

from ivr.plan.one_of import UNDECIDED, keys_of


def keys_at(model: type[BaseModel], place: Sequence[int | str]) -> list[str]:
    """The keys that are known where ``place`` (as pydantic tells it, its last part left out) is.

    Where the entry may be one of several kinds, and none was chosen, the keys of all of them.
    """
    stands: list[Any] = [model]
    for part in place:
        stands = [step for stand in stands for step in _steps(stand, part)] or stands
    models = (one for stand in stands for one in _models(stand))
    return list(dict.fromkeys(key for one in models for key in keys_of(one)))


def _steps(stand: Any, part: int | str) -> Iterator[Any]:
    """What lies below ``stand`` under a key, a position or the name of a branch."""
    arms = _arms(stand)
    branch = [arm for arm in arms if part in (_tag(arm), getattr(_bare(arm), "__name__", None))]
    if branch and len(arms) > 1:
        yield from arms if part == UNDECIDED else branch
        return
    for arm in map(_bare, arms):
        if isinstance(arm, type) and issubclass(arm, BaseModel):
            fields = zip(keys_of(arm), arm.model_fields.values(), strict=True)
            yield from (info.annotation for key, info in fields if key == part)
        elif get_origin(arm) is dict:
            yield get_args(arm)[1]
        elif get_origin(arm) is list and isinstance(part, int):
            yield get_args(arm)[0]


def _models(stand: Any) -> Iterator[type[BaseModel]]:
    for arm in map(_bare, _arms(stand)):
        if isinstance(arm, type) and issubclass(arm, BaseModel):
            yield arm


def _arms(stand: Any) -> list[Any]:
    """The members of a union; a single annotation is its own."""
    bare = _bare(stand)
    return list(get_args(bare)) if get_origin(bare) in (Union, UnionType) else [stand]


def _bare(stand: Any) -> Any:
    return get_args(stand)[0] if get_origin(stand) is Annotated else stand


def _tag(arm: Any) -> str | None:
    tags = [each.tag for each in get_args(arm)[1:] if isinstance(each, Tag)]
    return tags[0] if get_origin(arm) is Annotated and tags else None
