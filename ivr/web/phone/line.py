"""What the phone needs of the service."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from ivr.call.session import Session
from ivr.errors import StoreUnavailable
from ivr.live.calls import Calls
from ivr.plan.versions import Plans
from ivr.records import CallRecord, CallRecords, Incident, IncidentStore
from ivr.simulator import Simulator, Transport
from ivr.web.situation import Extra

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Line:
    """Where the phone's calls go, and where what they leave can be read.

    ``transport`` leads to the voice door of this process; ``token`` signs for it as the carrier
    would, on addresses that begin with ``public_url``.
    """

    plans: Plans
    calls: Calls
    tickets: IncidentStore
    records: CallRecords
    transport: Transport
    token: str
    public_url: str

    def simulator(self, transport: Transport, extra: Extra) -> Simulator:
        """A carrier whose webhooks carry ``extra`` fields and go through ``transport``."""
        return Simulator(transport, self.public_url, self.token, extra=extra)

    def session(self, call_sid: str) -> Session | None:
        """What a call that goes on has told so far; None if it is over or cannot be read."""
        return _or_none(lambda: self.calls.read(call_sid))

    def record(self, call_sid: str) -> CallRecord | None:
        """What remains of a call that is over; None while it goes on or if it cannot be read."""
        return _or_none(lambda: self.records.get(call_sid))

    def incidents(self, call_sid: str) -> list[Incident] | None:
        """What a call has left on record, oldest first; None if the records cannot be read."""
        return _or_none(lambda: self.tickets.by_call(call_sid))


def _or_none(read: Callable[[], T | None]) -> T | None:
    try:
        return read()
    except StoreUnavailable:
        return None  # the page says so; the call itself goes on, as a real one would
