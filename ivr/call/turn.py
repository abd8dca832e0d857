"""What a step wants done besides speaking. Doing it twice for one call and turn is harmless."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from ivr.call.events import AcceptanceRead, Event, ExitReasonRead, StoreDown
from ivr.call.facts import SessionKey
from ivr.call.position import Position
from ivr.call.verbs import Verb

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]
TicketStatus = Literal["open", "partial"]


@dataclass(frozen=True, slots=True)
class OpenTicket:
    """Store what form ``kind`` has been told, and come back with TicketOpened or TicketFailed."""

    kind: str
    status: TicketStatus
    on_store_down: ClassVar[Event] = StoreDown()


@dataclass(frozen=True, slots=True)
class ReadExitReason:
    """Read from the live session why the caller left, and come back with ExitReasonRead."""

    on_store_down: ClassVar[Event] = ExitReasonRead(None)


@dataclass(frozen=True, slots=True)
class ReadAcceptance:
    """Read from the live session whether the leg dialled by ``turn`` took the call with a key, and
    come back with AcceptanceRead. ``otherwise`` is what the carrier's own words say of it.
    """

    turn: int
    otherwise: bool

    @property
    def on_store_down(self) -> Event:
        """Then the carrier's words are all there is."""
        return AcceptanceRead(self.otherwise)


Query = OpenTicket | ReadExitReason | ReadAcceptance


@dataclass(frozen=True, slots=True)
class Turn:
    """The result of one step.

    ``writes`` go into the live session. ``query`` is something only the world can answer: it is put
    after ``writes`` are in, and its answer is stepped from ``position``, where the call stands now.
    ``on_store_down`` is what happens to the call there if the live store cannot take the writes;
    None if the turn is as good without them. A ``cacheable`` turn went from menu to menu and
    settled nothing: neither the moment nor the session had a say in it.
    """

    position: Position
    verbs: tuple[Verb, ...] = ()
    writes: Mapping[SessionKey, Json] = field(default_factory=dict)
    query: Query | None = None
    on_store_down: Event | None = None
    cacheable: bool = False
