"""What a node may look at, and what it answers with. Both are values; no node does anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from ivr.call.call import Call
from ivr.call.events import Event
from ivr.call.facts import QUEUE_CHOSEN, SERVICE, SessionKey, answer_fact, answer_key
from ivr.call.position import Position
from ivr.call.turn import Json, Query
from ivr.call.verbs import Door, Gather, Link, Say, Sound, Value, Verb
from ivr.plan.call_plan import SUPPORT, CallPlan, Country, Go
from routing.model import Floor


@dataclass(frozen=True, slots=True)
class Context:
    """One moment of one call: where it stands, and all that may decide how it goes on."""

    plan: CallPlan
    call: Call
    country: Country
    position: Position
    now: datetime
    floor: Floor

    def at(self, position: Position) -> Context:
        """The same moment, elsewhere in the plan."""
        return Context(self.plan, self.call, self.country, position, self.now, self.floor)

    def say(self, prompt: str, **values: Value) -> Say:
        """A prompt in the caller's language."""
        return Say(prompt, self.position.language, tuple(values.items()))

    def link(self, door: Door, position: Position | None = None) -> Link:
        """The way back to ``position`` (or here) with the next turn's number."""
        return Link(door, (position or self.position).next_turn())

    def listen(
        self,
        *sounds: Sound,
        digits: int = 1,
        finish: str = "",
        timeout: int = 5,
        speech: int = 0,
        hints: tuple[str, ...] = (),
    ) -> Gather:
        """Speak, and collect the answer for this position."""
        # A caller in the carrier's queue stays behind its door: only wait documents may run there.
        door: Door = "wait" if self.position.waiting else "turn"
        link = self.link(door)
        return Gather(link, self.position.language, digits, finish, timeout, speech, hints, sounds)

    @property
    def today(self) -> datetime:
        """Now, in the zone of the country that was dialled."""
        return self.now.astimezone(ZoneInfo(self.country.zone))


@dataclass(frozen=True, slots=True)
class Move:
    """What one node does with one event.

    With ``verbs`` the document ends there; without, the call goes on at ``position``. ``says`` are
    spoken first. A ``query`` stops the step until the world has answered. ``on_store_down`` is what
    happens instead where the live store cannot take the writes.
    """

    position: Position
    says: tuple[Sound, ...] = ()
    verbs: tuple[Verb, ...] = ()
    writes: Mapping[SessionKey, Json] = field(default_factory=dict)
    query: Query | None = None
    on_store_down: Event | None = None


def follow(ctx: Context, go: Go, *says: Sound) -> Move:
    """Go where a choice leads, keeping what it settles."""
    node = ctx.country.support if go.node == SUPPORT else go.node
    writes: dict[SessionKey, Json] = {
        answer_key(node, name): given(value, "menu") for name, value in go.fill
    }
    if go.service:
        writes[SERVICE] = go.service
    if go.queue:
        writes[QUEUE_CHOSEN] = go.queue
    position = ctx.position.at(node, go.queue)
    if go.fill:
        position = position.with_facts({answer_fact(name): value for name, value in go.fill})
    return Move(position, says, writes=writes)


def given(value: Json, by: str, **more: Json) -> Json:
    """An answer as it is kept: its value, and by which means it came."""
    return {
        "value": value,
        "by": by,
        **{name: part for name, part in more.items() if part is not None},
    }
