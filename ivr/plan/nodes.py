"""The compiled call plan: immutable nodes, linked by their ids.

What an admin wrote as menus and forms is here a flat table of nodes, each of which says one thing,
asks one thing, or hands the call over. Nothing here reads files or speaks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from ivr.plan.conditions import Condition
from prompts.catalog import Catalog
from routing.model import Calendar, Hours

Reason = Literal["closed", "nobody", "full", "unanswered"]
Kind = Literal["digits", "code", "phone"]
SUPPORT = "@support"  # stands for the country's own service menu
QUEUE = "queue"
GOODBYE = "goodbye"


@dataclass(frozen=True, slots=True)
class Go:
    """Where a choice leads, and what it settles on the way."""

    node: str
    queue: str | None = None
    service: str | None = None
    fill: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Option:
    """One key of a menu: ``label`` is the prompt that names what it offers."""

    key: str
    label: str
    go: Go


@dataclass(frozen=True, slots=True)
class Menu:
    """A choice by one key. ``person`` is the queue for who cannot choose."""

    id: str
    options: tuple[Option, ...]
    person: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """A queue that cannot take the call now says why, and offers what can be done instead."""

    id: str
    queue: str
    reason: Reason
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Reroute:
    """A queue that cannot take the call now hands it to another without asking."""

    id: str
    queue: str
    reason: Reason
    go: Go


@dataclass(frozen=True, slots=True)
class Start:
    """Where a number or a form begins: an introduction, and what is settled by getting here.

    A form that ends in a queue (``for_queue``) is not begun while that queue is closed.
    """

    id: str
    go: Go
    prompt: str | None = None
    for_queue: bool = False


@dataclass(frozen=True, slots=True)
class Branch:
    """Open or closed, by the hours of a queue."""

    id: str
    hours_of: str
    open: Go
    closed: Go


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """What every field of a form has in common.

    ``key`` is ``form.field``, under which the answer is kept; ``next`` follows it; ``leave`` is
    where key 0 goes, with what was given so far.
    """

    form: str
    field: str
    prompt: str
    next: str
    leave: str
    when: Condition = ()
    optional: bool = False
    fact: bool = False

    @property
    def key(self) -> str:
        """Name of the answer in the live session."""
        return f"{self.form}.{self.field}"


@dataclass(frozen=True, slots=True)
class Pick:
    """One answer of a choice; ``label`` is both its name and the prompt that words it."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Choose:
    """A question with a few answers, by one key or by voice.

    ``urgent`` are the answers that put a call ahead of others, the most urgent first.
    """

    id: str
    spec: FieldSpec
    picks: tuple[Pick, ...]
    voice: bool = True
    urgent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class YesNo:
    """A question answered by yes (1) or no (2)."""

    id: str
    spec: FieldSpec
    voice: bool = True


@dataclass(frozen=True, slots=True)
class Consent:
    """May we record? The country's rule decides whether and how it is asked."""

    id: str
    spec: FieldSpec


@dataclass(frozen=True, slots=True)
class KeypadEntry:
    """Several keys ended by #, or the same spoken. ``kind`` tells what is accepted.

    ``low`` and ``high`` bound the number of characters, ``highest`` a number's value (0: no bound).
    ``confirm`` is the node that reads the answer back, None where that is not wanted.
    """

    id: str
    spec: FieldSpec
    kind: Kind
    low: int
    high: int
    highest: int = 0
    voice: bool = True
    confirm: str | None = None


@dataclass(frozen=True, slots=True)
class Confirm:
    """Read an entry back; 1 keeps it, 2 asks again at ``entry``."""

    id: str
    spec: FieldSpec
    entry: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class CallerPhone:
    """Offer the number calling as call-back number; ``entry`` asks for another."""

    id: str
    spec: FieldSpec
    entry: str


@dataclass(frozen=True, slots=True)
class Speech:
    """An answer in the caller's own words, ``seconds`` at most; recorded instead if he agreed."""

    id: str
    spec: FieldSpec
    seconds: int
    record_if_consented: bool = False


@dataclass(frozen=True, slots=True)
class Recording:
    """An answer that is always recorded, because the caller chose to leave it."""

    id: str
    spec: FieldSpec
    seconds: int


@dataclass(frozen=True, slots=True)
class Tell:
    """A sentence in a form."""

    id: str
    spec: FieldSpec


@dataclass(frozen=True, slots=True)
class Ticket:
    """Store form ``kind``. A quiet ticket keeps what was given so far and says no number."""

    id: str
    kind: str
    next: str
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class ToQueue:
    """Hand the call to the queue that the position names."""

    id: str = QUEUE


@dataclass(frozen=True, slots=True)
class Wait:
    """What a caller hears in the carrier's queue, and the keys that work there."""

    id: str
    queue: str


@dataclass(frozen=True, slots=True)
class Ring:
    """The caller's own leg rings ``targets`` on behalf of ``queue``.

    ``after`` is the node that follows if nobody takes the call; ``screen`` asks who answers to
    press 1 first.
    """

    id: str
    queue: str
    targets: tuple[str, ...]
    ring: int
    in_turn: bool
    after: str
    screen: bool = True


@dataclass(frozen=True, slots=True)
class Goodbye:
    """Thank and hang up."""

    id: str = GOODBYE


Node = (
    Menu
    | Refusal
    | Reroute
    | Start
    | Branch
    | Choose
    | YesNo
    | Consent
    | KeypadEntry
    | Confirm
    | CallerPhone
    | Speech
    | Recording
    | Tell
    | Ticket
    | ToQueue
    | Wait
    | Ring
    | Goodbye
)
Field = (
    Choose | YesNo | Consent | KeypadEntry | Confirm | CallerPhone | Speech | Recording | Tell
)  # nodes with a place


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
    ring: str | None
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
    nodes: Mapping[str, Node]
    openings: Mapping[str, Opening]
    numbers: Mapping[str, Number]
    countries: Mapping[str, Country]
    queues: Mapping[str, Queue]
    default_queue: str
    regions: Mapping[str, str]
    prompts: Catalog

    def listed(self, text: str) -> Number | None:
        """The number that is published so, whatever stands between its digits; None if none is."""
        wanted = _digits(text)
        return next(
            (n for n in self.numbers.values() if wanted in (_digits(n.e164), _digits(n.published))),
            None,
        )


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))
