"""The door of a service without an account: a simulated call chooses its moment, and what it finds.

Wired in by ``app.py`` in the place of the door that a carrier's calls come in at.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from ivr.engine import machine
from ivr.errors import MalformedRequest
from ivr.live.memory import MemoryCalls
from ivr.service.webhook import Turns
from ivr.web.situation import AT, DOWN, NOBODY, SITUATION
from ivr.web.voice.door import VoiceDoor, Webhook
from routing.model import Floor


@dataclass(frozen=True, slots=True)
class SimulatedDoor(VoiceDoor):
    """As a carrier's, but a call may say when it is, who is there, and what is out of reach."""

    def moment(self, hook: Webhook) -> datetime:
        """The one that the call plays at, local to the country dialled; else now."""
        text = hook.form.fields.get(AT)
        if not text:
            return self.clock()
        try:
            chosen = datetime.fromisoformat(text)
        except ValueError as error:
            raise MalformedRequest(f"{AT} is not an ISO date and time") from error
        zone = ZoneInfo(machine.country_of(hook.plan, hook.call).zone)
        return chosen if chosen.tzinfo else chosen.replace(tzinfo=zone)

    def turns_of(self, hook: Webhook) -> tuple[Turns, Floor | None]:
        """With nobody signed in, or with the live store out of reach, if the call says so."""
        situation = hook.form.fields.get(SITUATION)
        if situation == NOBODY:
            return self.turns, replace(self.turns.floor(), nobody=frozenset(hook.plan.queues))
        if situation == DOWN:
            gone = MemoryCalls()
            gone.down = True
            return replace(self.turns, calls=gone), None
        return self.turns, None
