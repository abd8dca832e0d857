"""How what an admin wrote is told back to him, and what he may have meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

_ALIKE = 0.7  # below this, names that are near have little to do with each other
_SHOWN = 12


def shown(value: object) -> str:
    """A value as it stands in the file, short enough for a sentence."""
    if isinstance(value, bool) or value is None:
        return {True: "yes", False: "no", None: "nothing"}[value]
    if isinstance(value, dict):
        return "a block of `key: value` pairs"
    return "a list" if isinstance(value, list) else repr(value)


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Which of ``known`` was meant, None if none is near; never ``name`` itself."""
    names = [each for each in known if each != name]
    found = difflib.get_close_matches(name.lower(), names, n=1, cutoff=_ALIKE)
    return found[0] if found else None


def remedy(name: str, known: Iterable[str], otherwise: str = "there are") -> str:
    """The one of ``known`` that was meant, or all that there are."""
    names = list(dict.fromkeys(known))
    near = nearest(name, names)
    if near:
        return f"did you mean {near!r}?"
    more = ", …" if len(names) > _SHOWN else ""
    return f"{otherwise} {', '.join(names[:_SHOWN])}{more}" if names else "remove it"
