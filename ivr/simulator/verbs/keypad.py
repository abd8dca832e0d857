"""How typed keys become the digits of one Gather, and which of them stay typed ahead."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Typed:
    """What a Gather makes of the keys typed so far.

    ``finished_on`` is the key that ended the entry, "" if none did; ``complete`` says that no
    further key is awaited; ``rest`` is what was typed beyond it.
    """

    digits: str
    finished_on: str
    complete: bool
    rest: str


def read_entry(keys: str, num_digits: int | None, finish_on_key: str) -> Typed:
    """Take one entry off ``keys``: up to the finishing key, or to the last digit asked for."""
    for index, key in enumerate(keys):
        if key == finish_on_key:
            return Typed(keys[:index], key, True, keys[index + 1 :])
        if index + 1 == num_digits:
            return Typed(keys[: index + 1], "", True, keys[index + 1 :])
    return Typed(keys, "", False, "")
