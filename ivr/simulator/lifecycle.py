"""A whole call: the first document, the fallback when one fails, the status callback at the end."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urldefrag

from ivr.errors import CarrierError
from ivr.simulator.call import CallLeg, Flow, Over, Setting, Steps, Verb
from ivr.simulator.callbacks import notify
from ivr.simulator.leg import Direction
from ivr.simulator.pages import load, run_page
from ivr.simulator.progress import Broken
from ivr.simulator.verbs.enqueue import execute_enqueue
from ivr.simulator.verbs.inner import INNER
from ivr.simulator.verbs.rooms import execute_dial
from ivr.simulator.webhooks import Goto

_VERBS: Mapping[str, Verb] = {**INNER, "Enqueue": execute_enqueue, "Dial": execute_dial}


@dataclass(frozen=True, slots=True)
class Door:
    """Where a call knocks: absolute URLs, fragments allowed; "" is not configured."""

    url: str
    fallback: str = ""
    status: str = ""
    direction: Direction = "inbound"


def run_call(call: CallLeg, door: Door) -> Steps:
    """From the first webhook to the status callback. Raises CarrierError if nothing heals it."""
    try:
        flow = yield from _live(call, door)
    except CarrierError:
        with suppress(CarrierError):  # the first failure is the one to report
            _close(call, door, Over("hangup"))
        raise
    _close(call, door, flow)
    return flow


def _live(call: CallLeg, door: Door) -> Steps:
    goto, healing = Goto(door.url), False
    while True:
        try:
            page = load(call, goto, Setting.VOICE)
            flow: Flow = yield from run_page(call, page, _VERBS)
        except Broken:
            raise
        except CarrierError as error:
            call.notices.error(error, goto.url)
            if healing or not door.fallback:
                raise
            goto, healing = _fallback(door, error, goto), True
            continue
        if not isinstance(flow, Goto):
            return flow
        goto, healing = flow, False


def _fallback(door: Door, error: CarrierError, failed: Goto) -> Goto:
    about = {"ErrorCode": str(error.code), "ErrorUrl": urldefrag(failed.url).url}
    return Goto(door.fallback, "POST", about)


def _close(call: CallLeg, door: Door, flow: Flow) -> None:
    call.progress.reset()
    call.standing = None
    call.leg.status = _final_status(call, flow)
    call.journal.end()
    if door.status:
        duration = str(call.leg.duration(call.clock.now))
        notify(call, call.leg, Goto(door.status, "POST", {"CallDuration": duration}))


def _final_status(call: CallLeg, flow: Flow) -> str:
    if call.leg.answered is not None:
        return "completed"
    return flow.cause if flow in (Over("busy"), Over("no-answer")) else "no-answer"
