"""What a step wants done besides speaking. Doing it twice for one call and turn is harmless."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from ivr.call.position import Position
from ivr.call.verbs import Verb

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]
TicketStatus = Literal["open", "partial"]


@dataclass(frozen=True, slots=True)
class OpenTicket:
    """Store what form ``kind`` has been told, and come back with TicketOpened or TicketFailed."""

    kind: str
    status: TicketStatus


@dataclass(frozen=True, slots=True)
class ReadExitReason:
    """Read the caller's wish from the live session, and come back with ExitReasonRead."""


Query = OpenTicket | ReadExitReason


@dataclass(frozen=True, slots=True)
class Turn:
    """The result of one step.

    ``writes`` go into the live session; a key is ``form.field`` or one of the session's own.
    ``query`` is something only the world can answer: it is put after ``writes`` are in, and its
    answer is stepped from ``position``, where the call stands now. ``in_form`` tells that what is
    asked next would be lost without a session. A ``cacheable`` turn went from menu to menu and
    settled nothing: neither the moment nor the session had a say in it.
    """

    position: Position
    verbs: tuple[Verb, ...] = ()
    writes: Mapping[str, Json] = field(default_factory=dict)
    query: Query | None = None
    in_form: bool = False
    cacheable: bool = False
