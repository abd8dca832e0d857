"""One telephone that a Dial rings: its line, the status callbacks, the whisper."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ivr.errors import CarrierError
from ivr.simulator.behaviour import Callee
from ivr.simulator.call import CallLeg, Flow, Over, RunningDocument, Setting, Steps
from ivr.simulator.callbacks import notify
from ivr.simulator.caller import ScriptedCaller, Silence
from ivr.simulator.journal import Journal
from ivr.simulator.leg import Leg, derived_sid
from ivr.simulator.pages import follow
from ivr.simulator.progress import Broken
from ivr.simulator.twiml.document import Element
from ivr.simulator.twiml.schema import value
from ivr.simulator.verbs.inner import INNER


@dataclass(slots=True)
class Party:
    """A dialled line. ``sequence`` counts its status callbacks from 0."""

    leg: Leg
    noun: Element
    callee: Callee
    sequence: int = 0

    def in_time(self, timeout: float) -> bool:
        """Whether it picks up; a telephone rings five seconds longer than it is told to."""
        return self.callee.answers and self.callee.after <= timeout + 5


def parties(call: CallLeg, dial: Element) -> list[Party]:
    """The telephones of a Dial, in document order; bare text is a number."""
    nouns = [noun for noun in dial.elements if noun.name in ("Number", "Sip", "Client")]
    bare = Element("Number", {}, dial.parts, dial.line)
    return [_party(call, dial, noun) for noun in nouns or [bare]]


def address(noun: Element) -> str:
    """The number, SIP address or client identity of a noun."""
    identity = next((child for child in noun.elements if child.name == "Identity"), noun)
    return identity.text


def _party(call: CallLeg, dial: Element, noun: Element) -> Party:
    call.children += 1
    leg = Leg(
        sid=derived_sid("CA", call.leg.sid, call.children),
        account_sid=call.leg.account_sid,
        to=address(noun),
        from_=value(dial, "callerId") or call.leg.from_,
        direction="outbound-dial",
        status="initiated",
        parent=call.leg.sid,
    )
    return Party(leg, noun, call.world.callee(leg.to))


def progress(call: CallLeg, page: RunningDocument, party: Party, event: str, status: str) -> None:
    """The line reached ``event``; tell whom the noun names, if it asked for that event."""
    party.leg.status = status
    callback = party.noun.attributes.get("statusCallback")
    wanted = value(party.noun, "statusCallbackEvent").split() or ["completed"]
    if callback is None or event not in wanted:
        return
    about = {
        "Timestamp": call.clock.rfc2822(),
        "CallbackSource": "call-progress-events",
        "SequenceNumber": str(party.sequence),
    }
    if event == "completed":
        about["CallDuration"] = str(party.leg.duration(call.clock.now))
    party.sequence += 1
    method = value(party.noun, "statusCallbackMethod")
    notify(call, party.leg, page.goto(callback, method, about))


def screen(call: CallLeg, page: RunningDocument, party: Party) -> bool:
    """Run the noun's own document on the callee's line. True if it ends without hanging up."""
    url = party.noun.attributes.get("url")
    if url is None:
        return True
    whisper = replace(call, leg=party.leg, journal=Journal(), standing=None, whispers=[])
    call.whispers.append(whisper.journal)
    goto = page.goto(url, value(party.noun, "method"), {})
    try:
        flow = answered_by(follow(whisper, goto, Setting.WHISPER, INNER), party.callee.keys)
    except Broken:
        raise
    except CarrierError as error:
        call.notices.error(error, call.web.last_url)
        return False
    finally:
        whisper.journal.end()
        call.journal.unheard += whisper.journal.unheard
    return flow == Over("end")


def answered_by(steps: Steps, script: str) -> Flow:
    """Run ``steps`` to their end with a party who follows ``script``, then keeps silent."""
    party = ScriptedCaller(script)
    try:
        waiting = next(steps)
        while True:
            waiting = steps.send(party.act(waiting) or Silence())
    except StopIteration as stop:
        flow: Flow = stop.value
        return flow
