"""Where a call stands, read from the address that the carrier asks, or says that it has asked."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import parse_qsl, unquote

from ivr.call.position import Position, decode

_OURS = frozenset("pnltimkoqwf")  # what a position is written with


def parts_of(query: str) -> dict[str, str]:
    """What of a query may be a position's; of anything else nothing is kept."""
    return {name: value for name, value in parse_qsl(query) if name in _OURS}


def position_in(query: str) -> Position | None:
    """The position in the query of an address, None if it has none. Raises MalformedRequest.

    What stands beside it is not ours, and ignored.
    """
    found = parts_of(query) if query else {}
    return decode(found) if "p" in found else None


# The same, remembered: many calls stand at the same place, and a position holds nothing of one
# caller's. Not for a GET, whose query holds all that the carrier tells of him.
position_at = lru_cache(maxsize=4096)(position_in)


def asked_at(url: str) -> tuple[str, dict[str, str]]:
    """The path of an address and the parts of a position in it, as far as it can be read.

    It may have been cut, or escaped once more than it should have been.
    """
    path, _, query = (url if "?" in url else unquote(url)).partition("#")[0].partition("?")
    return "/" + path.partition("://")[2].partition("/")[2], parts_of(query.replace("&amp;", "&"))
