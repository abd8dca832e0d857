"""Requests whose answer changes nothing: status callbacks, and actions after the caller is gone."""

from __future__ import annotations

from ivr.errors import CarrierError
from ivr.simulator.call import CallLeg
from ivr.simulator.leg import Leg
from ivr.simulator.progress import Broken
from ivr.simulator.webhooks import Goto


def notify(call: CallLeg, leg: Leg, goto: Goto) -> None:
    """Tell the service something about ``leg``. A failure is warning 15003; raises Broken."""
    try:
        call.web.ask(leg, goto)
    except Broken:
        raise
    except CarrierError as error:
        call.notices.warn(15003, f"a callback failed: {error}", goto.url)


def flush(call: CallLeg) -> None:
    """Send what waited for another document to be fetched first."""
    while call.pending:
        notify(call, call.leg, call.pending.pop(0))
