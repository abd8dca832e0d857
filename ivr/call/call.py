"""Who calls whom."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Call:
    """Who calls whom. ``dnis`` is the number dialled, ``ani`` the number calling (None: withheld).

    Both are E.164 where the carrier gave a number, else as it came (a SIP address).
    """

    sid: str
    dnis: str
    ani: str | None
