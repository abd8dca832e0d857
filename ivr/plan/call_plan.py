"""The compiled call plan: everything that decides a call, immutable and linked by ids.

What a caller can stand on is a flat table of nodes. What each of them says and does is its kind's
(``ivr/engine/kinds``); the plan only knows that it has an id.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from prompts.catalog import Catalog
from routing.model import Calendar, Closure, Hours

Reason = Literal["closed", "nobody", "full", "unanswered"]
REASONS: tuple[Reason, ...] = ("closed", "nobody", "full", "unanswered")
SUPPORT = "@support"  # stands for the country's own service menu
QUEUE = "queue"
GOODBYE = "goodbye"


class PlanNode(Protocol):
    """One place in the plan."""

    @property
    def id(self) -> str:
        """Its name in the table, and in the address of a call that stands there."""


class PlanHandover(Protocol):
    """How a queue hands its callers to people."""

    @property
    def word(self) -> str:
        """How it is written in queues.yaml."""


@dataclass(frozen=True, slots=True)
class Go:
    """Where a choice leads, and what it settles on the way."""

    node: str
    queue: str | None = None
    service: str | None = None
    fill: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Number:
    """A number that may be dialled, and the dialog that answers it."""

    e164: str
    display: str
    published: str
    country: str
    kind: str
    dialog: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Privacy:
    """What a country asks for before speech is transcribed or recorded, and how long it is kept."""

    speech: Literal["announce", "silent"]
    recording: Literal["ask", "announce", "never"]
    retention_days: int


@dataclass(frozen=True, slots=True)
class Country:
    """How a country is greeted. ``calling_code`` is its prefix with the plus sign."""

    code: str
    name: str
    zone: str
    languages: tuple[str, ...]
    calendar: Calendar
    callback_from: str | None
    privacy: Privacy
    support: str
    calling_code: str


@dataclass(frozen=True, slots=True)
class Queue:
    """A desk. ``refusals`` name the node that speaks when it cannot take a call.

    ``after`` are (seconds, target): what a caller who waited so long is offered ("" = call back
    or message) or sent to. ``answer_within`` is in seconds, ``service_level`` in percent.
    """

    name: str
    hours: Hours
    answer_within: int
    service_level: int
    handover: PlanHandover
    refusals: tuple[tuple[Reason, str], ...]
    after: tuple[tuple[int, str], ...] = ()

    def refusal(self, reason: Reason) -> str | None:
        """The node that speaks when the queue cannot take a call for ``reason``."""
        return dict(self.refusals).get(reason)


@dataclass(frozen=True, slots=True)
class Opening:
    """How a dialog begins when it answers the phone."""

    greeting: str | None
    node: str


@dataclass(frozen=True, slots=True)
class CallPlan:
    """Everything that decides a call. ``version`` is a hash of all it was made from."""

    version: str
    nodes: Mapping[str, PlanNode]
    openings: Mapping[str, Opening]
    numbers: Mapping[str, Number]
    countries: Mapping[str, Country]
    queues: Mapping[str, Queue]
    default_queue: str
    regions: Mapping[str, str]
    prompts: Catalog
    closures: tuple[Closure, ...] = ()

    def listed(self, text: str) -> Number | None:
        """The number that is published so, whatever stands between its digits; None if none is."""
        wanted = _digits(text)
        return next(
            (n for n in self.numbers.values() if wanted in (_digits(n.e164), _digits(n.published))),
            None,
        )


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))
