"""Dial: ring telephones at once or in turn, screen who answers, bridge, request the action."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field

from ivr.simulator.call import CallLeg, Flow, Next, Over, RunningDocument, Steps
from ivr.simulator.callbacks import notify
from ivr.simulator.caller import Act, Awaiting, HangUp, Silence
from ivr.simulator.leg import derived_sid
from ivr.simulator.twiml.document import Element
from ivr.simulator.twiml.schema import flag, value, whole_value
from ivr.simulator.verbs.party import Party, parties, progress, screen
from ivr.simulator.verbs.record import recording_url


@dataclass(frozen=True, slots=True)
class DialEnding:
    """How a Dial ended. ``sid`` and ``duration`` (seconds) are those of the leg reported."""

    status: str
    bridged: bool
    sid: str = ""
    duration: int | None = None
    gone: bool = False
    extra: dict[str, str] = field(default_factory=dict)

    def params(self) -> dict[str, str]:
        """The fields that the action gets."""
        fields = {"DialCallStatus": self.status, "DialBridged": str(self.bridged).lower()}
        if self.sid:
            fields["DialCallSid"] = self.sid
        if self.duration is not None:
            fields["DialCallDuration"] = str(self.duration)
        return fields | self.extra


def ring(
    call: CallLeg, page: RunningDocument, dial: Element
) -> Generator[Awaiting, Act, DialEnding]:
    """Ring the numbers, SIP addresses and clients of a Dial until one is bridged or none will."""
    lines = parties(call, dial)
    timeout = whole_value(dial, "timeout") or 30
    sequential = flag(dial, "sequential")
    for line in lines[:1] if sequential else lines:
        _start(call, page, line)
    if (yield from hangs_up(call, timeout)):
        return _given_up(call, page, lines[:1] if sequential else lines)
    if not sequential:
        return _ring_together(call, page, dial, lines)
    return _ring_in_turn(call, page, dial, lines)


def hangs_up(call: CallLeg, timeout: float) -> Generator[Awaiting, Act, bool]:
    """Whether the caller closes the line while he hears it ring."""
    act = yield Awaiting("dial", timeout=timeout)
    if isinstance(act, HangUp):
        call.journal.acts(act)
        return True
    if not isinstance(act, Silence):
        call.journal.ignores(act, "nothing is asked while it rings")
    return False


def _start(call: CallLeg, page: RunningDocument, line: Party) -> None:
    progress(call, page, line, "initiated", "initiated")
    progress(call, page, line, "ringing", "ringing")


def _given_up(call: CallLeg, page: RunningDocument, lines: list[Party]) -> DialEnding:
    """The caller hung up while it rang."""
    for line in lines:
        progress(call, page, line, "completed", "canceled")
    status = call.world.unsettled.dial_status_on_caller_hangup
    return DialEnding(status, False, lines[0].leg.sid, gone=True)


def _ring_in_turn(
    call: CallLeg, page: RunningDocument, dial: Element, lines: list[Party]
) -> DialEnding:
    ending = DialEnding("no-answer", False)
    for index, line in enumerate(lines):
        if index:
            _start(call, page, line)
        ending = _one(call, page, dial, line)
        refused = ending.status == "completed" and not ending.bridged
        if ending.bridged or (refused and _stops(call)):
            break
    return ending


def _stops(call: CallLeg) -> bool:
    return call.world.unsettled.sequential_after_refusal == "stop"


def _one(call: CallLeg, page: RunningDocument, dial: Element, line: Party) -> DialEnding:
    timeout = whole_value(dial, "timeout") or 30
    if line.in_time(timeout):
        call.spend(line.callee.after)
        return _answer(call, page, dial, line)
    known_at_once = line.callee.unanswered != "no-answer"
    call.spend(line.callee.after if known_at_once else timeout + 5)
    return _unanswered(call, page, line)


def _unanswered(call: CallLeg, page: RunningDocument, line: Party) -> DialEnding:
    progress(call, page, line, "completed", line.callee.unanswered)
    return DialEnding(line.callee.unanswered, False, line.leg.sid)


def _ring_together(
    call: CallLeg, page: RunningDocument, dial: Element, lines: list[Party]
) -> DialEnding:
    timeout = whole_value(dial, "timeout") or 30
    ready = sorted(
        (line for line in lines if line.in_time(timeout)), key=lambda line: line.callee.after
    )
    if not ready:
        endings = [_one(call, page, dial, line) for line in lines[:1]]
        endings += [_unanswered(call, page, line) for line in lines[1:]]
        return endings[0]
    began, tried = call.clock.now, 0
    for line in ready:
        call.spend(began + line.callee.after - call.clock.now)
        ending, tried = _answer(call, page, dial, line), tried + 1
        if ending.bridged or call.world.unsettled.parallel_whisper_winner == "first pick-up":
            break
    for loser in [line for line in lines if line not in ready[:tried]]:
        progress(call, page, loser, "completed", "canceled")
    return ending


def _answer(call: CallLeg, page: RunningDocument, dial: Element, line: Party) -> DialEnding:
    """Someone picks up: whisper, then talk, or be refused."""
    line.leg.answer(call.clock.now)
    progress(call, page, line, "answered", "in-progress")
    accepted = screen(call, page, line)
    counted: int | None = line.leg.duration(call.clock.now)
    if accepted:
        counted = _talk(call, dial, line)
    elif call.world.unsettled.dial_duration_unbridged == "absent":
        counted = None
    progress(call, page, line, "completed", "completed")
    gone = accepted and line.callee.caller_ends
    recording = _recording(call, dial, line) if accepted else {}
    return DialEnding("completed", accepted, line.leg.sid, counted, gone, recording)


def _talk(call: CallLeg, dial: Element, line: Party) -> int:
    call.leg.answer(call.clock.now)
    call.journal.meets(None)
    call.spend(min(line.callee.talk, whole_value(dial, "timeLimit") or 14400))
    return line.leg.duration(call.clock.now)


def _recording(call: CallLeg, dial: Element, line: Party) -> dict[str, str]:
    if value(dial, "record") in ("do-not-record", "false"):
        return {}
    return {"RecordingUrl": recording_url(call, derived_sid("RE", line.leg.sid))}


def conclude(call: CallLeg, page: RunningDocument, dial: Element, ending: DialEnding) -> Flow:
    """Request the action, or go on; once the caller is gone the action's answer is ignored."""
    action = dial.attributes.get("action")
    goto = None if action is None else page.goto(action, value(dial, "method"), ending.params())
    if not ending.gone:
        return goto or Next()
    call.leg.status = "completed"
    if goto is not None:
        notify(call, call.leg, goto)
    return Over("caller")


def execute_dial_numbers(call: CallLeg, page: RunningDocument, dial: Element) -> Steps:
    """A Dial of numbers, SIP addresses or clients."""
    ending = yield from ring(call, page, dial)
    return conclude(call, page, dial, ending)
