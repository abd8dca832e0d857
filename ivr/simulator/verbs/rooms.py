"""Dial into a queue (its front caller) or into a conference."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace

from ivr.simulator.behaviour import QueueBehaviour
from ivr.simulator.call import CallLeg, RunningDocument, Setting, Steps
from ivr.simulator.caller import Act, Awaiting
from ivr.simulator.journal import Journal
from ivr.simulator.leg import Leg
from ivr.simulator.pages import follow
from ivr.simulator.twiml.document import Element
from ivr.simulator.twiml.schema import value, whole_value
from ivr.simulator.verbs.dial import DialEnding, conclude, execute_dial_numbers, hangs_up
from ivr.simulator.verbs.enqueue import queue_sid
from ivr.simulator.verbs.inner import INNER
from ivr.simulator.verbs.party import answered_by


def execute_dial(call: CallLeg, page: RunningDocument, dial: Element) -> Steps:
    """Dial whatever the element holds."""
    for noun in dial.elements:
        if noun.name == "Queue":
            return conclude(call, page, dial, (yield from _queue(call, page, dial, noun)))
        if noun.name == "Conference":
            return conclude(call, page, dial, (yield from _conference(call, dial, noun)))
    return (yield from execute_dial_numbers(call, page, dial))


def _queue(
    call: CallLeg, page: RunningDocument, dial: Element, noun: Element
) -> Generator[Awaiting, Act, DialEnding]:
    """Take the front caller out; wait for one if the queue is empty."""
    behaviour = call.world.queue(noun.text)
    unsettled = call.world.unsettled
    if not behaviour.exists:
        return DialEnding(unsettled.dial_status_on_unknown_queue, False)
    timeout = whole_value(dial, "timeout") or 30
    if (yield from hangs_up(call, timeout)):
        return DialEnding(unsettled.dial_status_on_caller_hangup, False, gone=True)
    if not behaviour.front:
        call.spend(timeout)
        return DialEnding(unsettled.dial_status_on_queue_timeout, False)
    return _bridge(call, page, noun, behaviour)


def _bridge(
    call: CallLeg, page: RunningDocument, noun: Element, behaviour: QueueBehaviour
) -> DialEnding:
    told = {"QueueSid": queue_sid(call, noun.text), "QueueTime": str(round(behaviour.after))}
    _announce(call, page, noun, behaviour, told)
    call.journal.meets(noun.text)
    call.spend(behaviour.talk)
    talked = round(behaviour.talk)
    gone = behaviour.caller_ends
    return DialEnding("completed", True, behaviour.front, talked, gone, told)


def _announce(
    call: CallLeg,
    page: RunningDocument,
    noun: Element,
    behaviour: QueueBehaviour,
    told: dict[str, str],
) -> None:
    """The noun's document is played to the one who waited, not to the one who dials."""
    url = noun.attributes.get("url")
    if url is None:
        return
    waited = Leg(behaviour.front, call.leg.account_sid, call.leg.to, "anonymous")
    waited.answer(call.clock.now)
    other = replace(call, leg=waited, journal=Journal(), whispers=[])
    call.whispers.append(other.journal)
    params = told | {"DequeingCallSid": call.leg.sid}
    goto = page.goto(url, value(noun, "method"), params)
    answered_by(follow(other, goto, Setting.NOTICE, INNER), "")
    other.journal.end()


def _conference(
    call: CallLeg, dial: Element, noun: Element
) -> Generator[Awaiting, Act, DialEnding]:
    """Stay in a conference; whether anyone is there is the Callee's ``answers``."""
    callee = call.world.callee(noun.text)
    if (yield from hangs_up(call, 0)):
        return DialEnding("answered", False, gone=True)
    call.leg.answer(call.clock.now)
    if callee.answers:
        call.journal.meets(None)
    call.spend(min(callee.talk, whole_value(dial, "timeLimit") or 14400))
    return DialEnding("answered", callee.answers, gone=callee.caller_ends)
