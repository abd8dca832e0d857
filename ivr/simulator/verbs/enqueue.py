"""Enqueue: stand in a queue, hear the wait document again and again, then request the action."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass

from ivr.errors import CarrierError
from ivr.simulator.behaviour import QueueBehaviour
from ivr.simulator.call import (
    CallLeg,
    Flow,
    Left,
    Next,
    Over,
    RunningDocument,
    Setting,
    Standing,
    Steps,
)
from ivr.simulator.callbacks import notify
from ivr.simulator.caller import Act, Awaiting, HangUp, Silence
from ivr.simulator.leg import derived_sid
from ivr.simulator.pages import follow
from ivr.simulator.progress import Broken
from ivr.simulator.result import Heard
from ivr.simulator.twiml.document import Element
from ivr.simulator.twiml.schema import value
from ivr.simulator.verbs.inner import INNER
from ivr.simulator.webhooks import Goto

_HOLD_MUSIC = "http://com.twilio.sounds.music.s3.amazonaws.com/index.xml"
_MUSIC_SECONDS = 30.0
_BREATH = 1.0  # seconds between two wait documents; time must pass even if they are empty


@dataclass(frozen=True, slots=True)
class WaitEnding:
    """How a wait ended: the QueueResult, and whether the caller closed the line."""

    result: str
    gone: bool = False


def execute_enqueue(call: CallLeg, page: RunningDocument, verb: Element) -> Steps:
    """Wait, then request the action with what came of it."""
    name = queue_name(verb)
    behaviour = call.world.queue(name)
    if behaviour.at_once:
        if behaviour.result == "queue-full":
            call.notices.observe(14207, f"queue {name} is full", page.url)
        return _leads_to(page, verb, {"QueueResult": str(behaviour.result)}) or Next()
    place = Standing(name, queue_sid(call, name), call.clock.now, _due(call, behaviour))
    ending = yield from _stand(call, page, verb, place)
    waited = {"QueueSid": place.sid, "QueueTime": _waited(call, place)}
    ending = _talk(call, ending, behaviour, name)
    return _conclude(call, page, verb, ending, waited)


def queue_name(verb: Element) -> str:
    """The name of the queue, or the workflow that stands for one."""
    own = " ".join("".join(part for part in verb.parts if isinstance(part, str)).split())
    return own or value(verb, "workflowSid")


def queue_sid(call: CallLeg, name: str) -> str:
    """The SID under which the carrier knows a queue."""
    return derived_sid("QU", call.leg.account_sid, name)


def _due(call: CallLeg, behaviour: QueueBehaviour) -> float | None:
    return None if behaviour.result is None else call.clock.now + behaviour.after


def _waited(call: CallLeg, place: Standing) -> str:
    return str(round(call.clock.now - place.since))


def _stand(
    call: CallLeg, page: RunningDocument, verb: Element, place: Standing
) -> Generator[Awaiting, Act, WaitEnding]:
    call.standing = place
    try:
        return (yield from _wait(call, page, verb, place))
    except Broken:
        raise
    except CarrierError as error:
        call.notices.error(error, call.web.last_url)
        return WaitEnding("error")
    finally:
        call.standing = None


def _wait(
    call: CallLeg, page: RunningDocument, verb: Element, place: Standing
) -> Generator[Awaiting, Act, WaitEnding]:
    while True:
        place.asked = False
        flow = yield from _document(call, page, verb, place)
        if isinstance(flow, Left):
            return WaitEnding("leave")
        if isinstance(flow, Over) and flow.cause != "end":
            return WaitEnding("hangup", gone=True)
        if call.interrupted:
            return WaitEnding(str(call.world.queue(place.queue).result))
        act = yield Awaiting(
            "queue", queue=place.queue, ends=place.due is not None, asked=place.asked
        )
        if isinstance(act, HangUp):
            call.journal.acts(act)
            return WaitEnding("hangup", gone=True)
        if not isinstance(act, Silence):
            call.journal.ignores(act, "the wait document asks for nothing")
        call.spend(_BREATH)


def _document(call: CallLeg, page: RunningDocument, verb: Element, place: Standing) -> Steps:
    """One round of what a waiting caller hears."""
    wait_url = verb.attributes.get("waitUrl")
    if not wait_url:
        if wait_url is None:
            call.journal.hears(Heard(audio=_HOLD_MUSIC))
        call.spend(_MUSIC_SECONDS)
        return Over("end")
    goto = page.goto(wait_url, value(verb, "waitUrlMethod"), _told(call, place))
    try:
        return (yield from follow(call, goto, Setting.WAIT, INNER))
    except Broken:
        raise
    except CarrierError as error:
        if call.world.unsettled.broken_wait_document == "error result":
            raise
        call.notices.error(error, call.web.last_url)
        call.spend(_MUSIC_SECONDS)
        return Over("end")


def _told(call: CallLeg, place: Standing) -> dict[str, str]:
    behaviour = call.world.queue(place.queue)
    return {
        "QueuePosition": str(behaviour.position),
        "QueueSid": place.sid,
        "QueueTime": _waited(call, place),
        "AvgQueueTime": str(behaviour.average),
        "CurrentQueueSize": str(behaviour.size),
        "MaxQueueSize": str(behaviour.maximum),
    }


def _talk(call: CallLeg, ending: WaitEnding, behaviour: QueueBehaviour, name: str) -> WaitEnding:
    """The conversation with an agent, if one took the call: the action comes after it."""
    if ending.result not in ("bridged", "redirected-from-bridged"):
        return ending
    call.journal.meets(name)
    call.spend(behaviour.talk)
    return WaitEnding(ending.result, gone=behaviour.caller_ends)


def _leads_to(page: RunningDocument, verb: Element, params: Mapping[str, str]) -> Goto | None:
    action = verb.attributes.get("action")
    return None if action is None else page.goto(action, value(verb, "method"), params)


def _conclude(
    call: CallLeg,
    page: RunningDocument,
    verb: Element,
    ending: WaitEnding,
    waited: Mapping[str, str],
) -> Flow:
    action = _leads_to(page, verb, {"QueueResult": ending.result, **waited})
    if ending.gone:
        call.leg.status = "completed"
        wanted = call.world.unsettled.enqueue_action_on_hangup == "requested"
        if action is not None and (wanted or ending.result != "hangup"):
            notify(call, call.leg, action)
        return Over("caller")
    if ending.result.startswith("redirected"):
        target = call.world.queue(queue_name(verb)).redirect_to
        return _redirected(call, page.goto(target, "POST", {}), action)
    return action or Next()


def _redirected(call: CallLeg, target: Goto, action: Goto | None) -> Goto:
    """Both documents are fetched; which rules, and which is asked for first, is not settled."""
    if action is None:
        return target
    unsettled = call.world.unsettled
    rules, other = (
        (target, action) if unsettled.redirect_document == "redirect" else (action, target)
    )
    first = action if unsettled.redirect_order == "action first" else target
    if first is rules:
        call.pending.append(other)
    else:
        notify(call, call.leg, other)
    return rules
