"""How the world beyond the service behaves: the queues, and the telephones that are dialled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from ivr.simulator.switches import DEFAULT, Unsettled

QueueResult = Literal[
    "bridged",
    "bridging-in-process",
    "error",
    "redirected",
    "redirected-from-bridged",
    "queue-full",
    "system-error",
]


@dataclass(frozen=True, slots=True)
class QueueBehaviour:
    """What becomes of a caller in one queue.

    Without a ``result`` he waits for as long as he likes. ``queue-full`` and ``system-error`` come
    at once; the other results come ``after`` seconds. An agent talks for ``talk`` seconds, then
    hangs up, or the caller does if ``caller_ends``. The redirected results go to ``redirect_to``.
    ``position``, ``size`` and ``average`` (seconds) are told to the wait document; ``front`` is
    the CallSid that ``<Dial><Queue>`` takes out, and ``exists`` whether it finds the queue.
    """

    result: QueueResult | None = None
    after: float = 30.0
    talk: float = 60.0
    caller_ends: bool = False
    redirect_to: str = ""
    position: int = 1
    size: int = 1
    average: int = 0
    maximum: int = 1000
    front: str = ""
    exists: bool = True

    def __post_init__(self) -> None:
        redirected = self.result in ("redirected", "redirected-from-bridged")
        if redirected != bool(self.redirect_to):
            raise ValueError("a redirected result needs redirect_to, and only that one does")

    @property
    def at_once(self) -> bool:
        """Whether the caller never really stands in the queue."""
        return self.result in ("queue-full", "system-error")


@dataclass(frozen=True, slots=True)
class Callee:
    """A telephone that is dialled: picks up ``after`` seconds, or ends as ``unanswered`` says.

    ``keys`` is the script followed in the whisper. ``talk`` is the length of the conversation in
    seconds; the callee ends it, or the caller if ``caller_ends``.
    """

    answers: bool = True
    after: float = 5.0
    keys: str = "1"
    talk: float = 60.0
    caller_ends: bool = False
    unanswered: Literal["no-answer", "busy", "failed"] = "no-answer"


@dataclass(frozen=True, slots=True)
class SimulatedWorld:
    """All that a call may meet. Unnamed queues only wait; unnamed telephones answer and press 1."""

    queues: Mapping[str, QueueBehaviour] = field(default_factory=dict)
    callees: Mapping[str, Callee] = field(default_factory=dict)
    unsettled: Unsettled = DEFAULT
    strict: bool = True

    def queue(self, name: str) -> QueueBehaviour:
        """The behaviour of the queue called ``name``."""
        return self.queues.get(name, QueueBehaviour())

    def callee(self, address: str) -> Callee:
        """Who answers at a number, SIP address, client identity or conference name."""
        return self.callees.get(address, Callee())
