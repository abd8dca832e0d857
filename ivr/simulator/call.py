"""A call while it runs, and the words in which its parts talk to each other."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Literal
from urllib.parse import urljoin

from ivr.simulator.behaviour import SimulatedWorld
from ivr.simulator.caller import Act, Awaiting
from ivr.simulator.clock import CallClock
from ivr.simulator.journal import Journal, Notices
from ivr.simulator.leg import Leg
from ivr.simulator.media import Media
from ivr.simulator.progress import Progress
from ivr.simulator.twiml.document import Element
from ivr.simulator.webhooks import Goto, Webhooks


class Setting(Enum):
    """Where a document runs; each place allows its own verbs."""

    VOICE = "the call"
    WAIT = "a wait document"
    WHISPER = "a whisper"
    NOTICE = "a queue's announcement"


@dataclass(frozen=True, slots=True)
class RunningDocument:
    """A document being run. Relative URLs resolve on ``url``, which carries no fragment."""

    url: str
    root: Element
    setting: Setting

    def goto(self, reference: str, method: str, params: Mapping[str, str]) -> Goto:
        """The request for ``reference`` ("" is this document again)."""
        return Goto(urljoin(self.url, reference), method, params)


@dataclass(frozen=True, slots=True)
class Next:
    """Go on with the next verb."""


@dataclass(frozen=True, slots=True)
class Over:
    """The line is closed: the document ended or hung up, the caller did, or it was rejected."""

    cause: Literal["end", "hangup", "caller", "busy", "no-answer"]


@dataclass(frozen=True, slots=True)
class Left:
    """A wait document said Leave."""


@dataclass(frozen=True, slots=True)
class Interrupted:
    """What the caller waited for came while a wait document was running."""


Flow = Next | Goto | Over | Left | Interrupted
Steps = Generator[Awaiting, Act, Flow]


@dataclass(slots=True)
class Standing:
    """The caller's place in a queue. ``due`` is the time at which the wait ends by itself."""

    queue: str
    sid: str
    since: float
    due: float | None
    asked: bool = False


@dataclass(slots=True)
class CallLeg:
    """One leg at work. The legs of a call share ``web``, ``media``, ``notices``, ``clock``
    and ``progress``.

    ``pending`` requests go out after the next document is fetched, and their answers are ignored.
    ``children`` counts the legs dialled so far.
    """

    leg: Leg
    journal: Journal
    web: Webhooks
    media: Media
    notices: Notices
    clock: CallClock
    progress: Progress
    world: SimulatedWorld
    standing: Standing | None = None
    whispers: list[Journal] = field(default_factory=list)
    pending: list[Goto] = field(default_factory=list)
    children: int = 0

    @property
    def interrupted(self) -> bool:
        """Whether the wait in a queue is over."""
        place = self.standing
        return place is not None and place.due is not None and self.clock.now >= place.due

    def spend(self, seconds: float) -> None:
        """Let time pass, but not beyond the end of a wait."""
        due = self.standing.due if self.standing else None
        left = seconds if due is None else min(seconds, due - self.clock.now)
        self.clock.advance(left)


Verb = Callable[[CallLeg, RunningDocument, Element], Steps]
