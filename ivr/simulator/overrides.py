"""Connection overrides: the ``#rc=3&rp=all`` that a webhook URL may carry for the carrier alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urldefrag

from ivr.errors import CarrierError

_POLICIES = frozenset({"4xx", "5xx", "ct", "rt", "all"})
_EDGES = frozenset(
    f"{place}{link}"
    for place in (
        *("ashburn", "dublin", "frankfurt", "sao-paulo"),
        *("singapore", "sydney", "tokyo", "umatilla"),
    )
    for link in ("", "-ix")
)


@dataclass(frozen=True, slots=True)
class Overrides:
    """How often one URL is tried again, and after which failures.

    ``retries`` is 0-5; ``policies`` holds any of ``4xx 5xx ct rt all``. Times and places are only
    checked: how long a transport waits is its own affair.
    """

    retries: int = 1
    policies: frozenset[str] = frozenset({"ct"})

    def again_after(self, failure: str) -> bool:
        """Whether ``failure`` (one of the policy words) is a reason to ask again."""
        return failure in self.policies or "all" in self.policies


def split_overrides(url: str) -> tuple[str, Overrides]:
    """The URL to request, and the overrides that its fragment asks for.

    Raises CarrierError 11240-11243 for a value outside its documented range.
    """
    target, fragment = urldefrag(url)
    values = dict(_pair(part) for part in fragment.split("&") if part)
    _check(values)
    return target, Overrides(
        retries=int(values.get("rc", 1)),
        policies=frozenset(values.get("rp", "ct").split(",")),
    )


def _pair(part: str) -> tuple[str, str]:
    name, _, value = part.partition("=")
    return name, value


def _number(low: int, high: int) -> Callable[[str], bool]:
    return lambda value: value.isascii() and value.isdigit() and low <= int(value) <= high


def _words(known: frozenset[str]) -> Callable[[str], bool]:
    return lambda value: set(value.split(",")) <= known


# The four numbers are documented as a range for bad fragment values; which number stands for
# which value is our reading.
_RULES: dict[str, tuple[Callable[[str], bool], int, str]] = {
    "ct": (_number(100, 10000), 11240, "100 to 10000 milliseconds"),
    "rt": (_number(100, 15000), 11240, "100 to 15000 milliseconds"),
    "tt": (_number(100, 15000), 11240, "100 to 15000 milliseconds"),
    "rc": (_number(0, 5), 11241, "0 to 5"),
    "rp": (_words(_POLICIES), 11242, "4xx, 5xx, ct, rt or all, separated by commas"),
    "sni": (_words(frozenset({"y", "n"})), 11243, "y or n"),
    "e": (_words(_EDGES), 11243, "names of edge locations, separated by commas"),
}


def _check(values: dict[str, str]) -> None:
    for name, value in values.items():
        if name not in _RULES:
            continue  # a plain fragment is no error: browsers use them too
        holds, code, allowed = _RULES[name]
        if not holds(value):
            raise CarrierError(code, f"#{name}={value} in a webhook URL: give {allowed}")
