"""A ticket: the form is stored, and only then its number spoken. Key 1 says it again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ivr.call.events import Event, Keys, StoreDown, TicketFailed, TicketOpened
from ivr.call.facts import KEPT, LANGUAGE, OUTCOME, YES, SessionKey, ticket_key
from ivr.call.turn import Json, OpenTicket, Query, TicketStatus
from ivr.call.verbs import Formatted
from ivr.engine.chances import Chance
from ivr.engine.context import Context, Move
from ivr.engine.kinds.reserved import AGAIN, OTHER_LANGUAGE, reserved
from ivr.engine.node import Node, Origin
from ivr.plan.call_plan import GOODBYE, QUEUE, CallPlan
from ivr.plan.written import DIALOGS, Written

_PAUSE = 4  # seconds in which the number can be asked for again
_SAMPLE = "1000015"


@dataclass(frozen=True, slots=True)
class Ticket(Node):
    """Store form ``kind``. A quiet ticket keeps what was given so far and says no number."""

    id: str
    kind: str
    next: str
    quiet: bool = False

    def enter(self, ctx: Context) -> Move:
        """Have the form stored before anything is said about it."""
        return self._store(ctx)

    def react(self, ctx: Context, event: Event) -> Move:
        """Speak the number once it is stored; 1 repeats it."""
        match event:
            case TicketOpened(None):
                # Nothing was told, so nothing is stored: a call does not end on that.
                return Move(ctx.position.at(QUEUE if self.next == GOODBYE else self.next))
            case TicketOpened() if self.quiet:
                return Move(ctx.position.with_facts({KEPT: YES}).at(self.next))
            case TicketOpened(number):
                return self._speak(ctx, number or "")
            case TicketFailed():
                return self._pending(ctx)
            case Keys(digits) if digits[:1] in ("1", AGAIN):
                return self._store(ctx)  # idempotent: the same number comes back
            case Keys(digits) if digits[:1] == OTHER_LANGUAGE:
                switched = reserved(ctx, OTHER_LANGUAGE, self.next)
                return self._store(ctx.at(switched.position)) if switched else self._on(ctx)
            case _:
                return self._on(ctx)

    def replies(
        self, plan: CallPlan, queue: str | None, query: Query
    ) -> Iterator[tuple[Chance, str]]:
        """Stored or not, if anything was told; and the live store may be out of reach."""
        yield Chance(TicketOpened(_SAMPLE), by_caller=False), "told"
        yield Chance(TicketFailed(), by_caller=False), "told"
        yield Chance(TicketOpened(None), by_caller=False), "untold"
        yield Chance(StoreDown(), by_caller=False), ""

    def optional_prompts(self) -> tuple[str, ...]:
        """A form may have words of its own for its number."""
        return (f"{self.kind}-stored",)

    def origin(self, written: Written) -> Origin:
        """What follows the form."""
        return DIALOGS, (self.kind, "then")

    def _speak(self, ctx: Context, number: str) -> Move:
        here = ctx.at(ctx.position.with_facts({KEPT: YES}))
        said = here.say(self._words(ctx), number=Formatted("ticket", number))
        again = here.listen(said, here.say("ticket-again"), timeout=_PAUSE)
        return Move(here.position, verbs=(again,))

    def _words(self, ctx: Context) -> str:
        (own,) = self.optional_prompts()
        return own if ctx.plan.prompts.has(own, ctx.position.language) else "ticket-number"

    def _pending(self, ctx: Context) -> Move:
        ends = self.next == GOODBYE  # then no one is left who could tell the number
        words = "kept-without-number" if ends else "ticket-pending"
        says = () if self.quiet else (ctx.say(words),)
        return Move(ctx.position.at(self.next), says)

    def _store(self, ctx: Context) -> Move:
        status: TicketStatus = "partial" if self.quiet else "open"
        writes: dict[SessionKey, Json] = {
            ticket_key(self.kind): status,
            LANGUAGE: ctx.position.language,
        }
        if self.next == GOODBYE:
            writes[OUTCOME] = self.kind
        return Move(ctx.position, writes=writes, query=OpenTicket(self.kind, status))

    def _on(self, ctx: Context) -> Move:
        return Move(ctx.position.at(self.next))
