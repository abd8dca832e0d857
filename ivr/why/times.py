"""How long a closure lasts and why, as people who look after the desks read it."""

from __future__ import annotations

from routing.hours import bounds
from routing.model import Closure


def until(closure: Closure, zone: str) -> str:
    """When it ends, in the wall time of ``zone``."""
    _, ends = bounds(closure, zone)
    return f"until {ends:%a %Y-%m-%d %H:%M}" if ends else "until it is opened again"


def because(closure: Closure) -> str:
    """The prompt that tells callers why, if there is one."""
    return f": {closure.reason}" if closure.reason else ""
