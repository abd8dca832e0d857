"""The fields of its own with which a simulated call chooses its moment and what it finds.

Only the door of a service without an account looks at them (``voice/simulated.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

AT, SITUATION = "SimulatedAt", "SimulatedSituation"
NOBODY, DOWN = "nobody", "down"  # nobody is signed in; the live store is out of reach

Extra = Callable[[float], Mapping[str, str]]


def situation(at: datetime | str | None, what: str | None) -> Extra:
    """The fields so many seconds after the call began: in a simulated call time passes too.

    ``at`` is the moment at which it begins, ISO if it is text; None is the service's own clock.
    ``what`` it finds is ``nobody`` signed in, or the live store ``down``.
    """

    def fields(seconds: float) -> Mapping[str, str]:
        extra = {AT: at and _later(at, seconds), SITUATION: what}
        return {name: value for name, value in extra.items() if value}

    return fields


def _later(at: datetime | str, seconds: float) -> str:
    try:
        moment = datetime.fromisoformat(at) if isinstance(at, str) else at
    except ValueError:
        return str(at)  # the service says what is wrong with it
    return (moment + timedelta(seconds=seconds)).isoformat()
