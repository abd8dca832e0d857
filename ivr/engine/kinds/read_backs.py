"""How a value is said in a format: those of every language, and those in which kinds read back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ivr.engine.field import FieldNode
from ivr.engine.kinds.registry import NODES
from prompts.say_as import SPEAKERS

Speaker = Callable[[Any, str], str]  # the value, and the language to say it in

_READ_BACKS: Mapping[str, Speaker] = {
    kind.spoken_as: kind.read_back
    for kind in NODES
    if issubclass(kind, FieldNode) and kind.spoken_as
}


_SAMPLES: Mapping[str, str] = {
    kind.spoken_as: kind.sample for kind in NODES if issubclass(kind, FieldNode) and kind.spoken_as
}


def sample_of(form: str) -> str:
    """A value as it is kept that is said in ``form``."""
    return _SAMPLES.get(form, FieldNode.sample)


def say_in(form: str) -> Speaker:
    """What says a value in ``form``. Raises LookupError if there is no such format."""
    return _READ_BACKS.get(form) or SPEAKERS[form]
