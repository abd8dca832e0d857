"""What is the same for every caller, made once: turns from menu to menu, and renderers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from ivr.call.events import Event, Keys, NoInput
from ivr.call.turn import Turn
from ivr.engine.twiml import Renderer
from ivr.live.calls import TurnRecord
from ivr.plan.call_plan import CallPlan

MOST_TURNS = 1024  # about 5 MB; nearly all that callers of eleven countries do in two turns
_MOST_PLANS = 16


@dataclass(frozen=True, slots=True)
class Answer:
    """The document, and where the call stands after it."""

    twiml: str
    turn: Turn


@dataclass(frozen=True, slots=True)
class CachedTurn:
    """A turn remembered: the same for every caller who does the same at the same place."""

    answer: Answer
    number: str
    digest: str
    note: str

    def record(self, sid: str, now: datetime) -> TurnRecord:
        """The line that it leaves in the journal of a call."""
        return TurnRecord(sid, self.number, self.digest, now, self.note, None)


@dataclass(slots=True)
class TurnCache:
    """Turns by place: plan, country, position, event. The oldest give way. Safe between threads."""

    turns: dict[object, CachedTurn] = field(default_factory=dict)

    def get(self, place: object) -> CachedTurn | None:
        """A turn that was taken before."""
        return self.turns.get(place)

    def put(self, place: object, event: Event, turn: CachedTurn) -> None:
        """Remember a turn, unless its event is more than a key, or that there was none."""
        if isinstance(event, NoInput) or (isinstance(event, Keys) and len(event.digits) == 1):
            if len(self.turns) >= MOST_TURNS:
                for oldest in tuple(self.turns)[:1]:  # other threads do the same
                    self.turns.pop(oldest, None)
            self.turns[place] = turn


@dataclass(slots=True)
class Renderers:
    """One for each plan that calls run on."""

    made: dict[str, Renderer] = field(default_factory=dict)

    def of(self, plan: CallPlan) -> Renderer:
        """The renderer with a plan's words."""
        renderer = self.made.get(plan.version)
        if renderer is None:
            if len(self.made) >= _MOST_PLANS:
                self.made.clear()  # those still needed are soon made again
            renderer = self.made[plan.version] = Renderer(plan.prompts)
        return renderer
