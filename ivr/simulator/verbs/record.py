"""Record: a beep, the caller's words, the finishing key."""

from __future__ import annotations

from dataclasses import dataclass

from ivr.simulator.call import CallLeg, Flow, Next, Over, RunningDocument, Steps
from ivr.simulator.callbacks import notify
from ivr.simulator.caller import Act, Awaiting, HangUp, PressKeys, SayWords, Silence
from ivr.simulator.clock import speaking_seconds
from ivr.simulator.leg import API_VERSION, derived_sid
from ivr.simulator.twiml.document import Element
from ivr.simulator.twiml.schema import value, whole_value

_MURMUR = 3.0  # seconds on a recording whose words the script does not give


@dataclass(frozen=True, slots=True)
class RecordingMade:
    """A recording: length in seconds, and what ended it (a key, ``hangup``, or "" for silence)."""

    seconds: float
    ended_by: str


def execute_record(call: CallLeg, page: RunningDocument, record: Element) -> Steps:
    """Record, tell the recording callback, request the action; after a hang-up too."""
    timeout = whole_value(record, "timeout") or 0
    finish = value(record, "finishOnKey")
    act = yield Awaiting("record", True, True, finish_on_key=finish, timeout=timeout)
    call.journal.acts(act)
    taken = _take(call, act, finish, whole_value(record, "maxLength") or 3600)
    call.spend(taken.seconds + (timeout if not taken.ended_by else 0))
    if not taken.seconds and call.world.unsettled.empty_recording == "next verb":
        return Next()
    return _conclude(call, page, record, taken)


def _take(call: CallLeg, act: Act, finish: str, longest: int) -> RecordingMade:
    match act:
        case HangUp():
            return RecordingMade(_MURMUR, "hangup")
        case SayWords(words):
            return RecordingMade(min(max(1.0, speaking_seconds(words)), longest), "")
        case PressKeys(keys) if set(keys) & set(finish):
            return RecordingMade(_MURMUR, next(key for key in keys if key in finish))
        case Silence():
            return RecordingMade(0, "")
    call.journal.ignores(act, "no such key finishes this recording")
    return RecordingMade(0, "")


def _conclude(call: CallLeg, page: RunningDocument, record: Element, taken: RecordingMade) -> Flow:
    gone = taken.ended_by == "hangup"
    if gone:
        call.leg.status = "completed"
    sid = derived_sid("RE", call.leg.sid, len(call.web.log))
    recording = {
        "RecordingUrl": recording_url(call, sid),
        "RecordingDuration": str(round(taken.seconds)),
    }
    _tell(call, page, record, recording | {"RecordingSid": sid})
    digits = {"Digits": taken.ended_by} if taken.ended_by else {}
    action = record.attributes.get("action", "")
    goto = page.goto(action, value(record, "method"), recording | digits)
    if not gone:
        return goto
    notify(call, call.leg, goto)
    return Over("caller")


def recording_url(call: CallLeg, sid: str) -> str:
    """Where the carrier keeps a recording."""
    host = f"https://api.twilio.com/{API_VERSION}"
    return f"{host}/Accounts/{call.leg.account_sid}/Recordings/{sid}"


def _tell(call: CallLeg, page: RunningDocument, record: Element, recording: dict[str, str]) -> None:
    callback = record.attributes.get("recordingStatusCallback")
    if callback is None or "completed" not in value(record, "recordingStatusCallbackEvent"):
        return
    about = {
        "RecordingStatus": "completed",
        "RecordingChannels": "1",
        "RecordingSource": "RecordVerb",
        "RecordingStartTime": call.clock.rfc2822(),
    }
    method = value(record, "recordingStatusCallbackMethod")
    notify(call, call.leg, page.goto(callback, method, recording | about))
