"""Whatever stands in the fields beside CallSid and To: every door answers, with a document."""

from __future__ import annotations

from xml.etree import ElementTree

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.web.voice.door import Door, Line, form_of

SIDE = [
    "From",
    "AccountSid",
    "ParentCallSid",
    "CallStatus",
    "CallDuration",
    "Direction",
    "Digits",
    "FinishedOnKey",
    "Confidence",
    "SpeechResult",
    "RecordingUrl",
    "RecordingDuration",
    "QueuePosition",
    "QueueTime",
    "QueueSid",
    "QueueResult",
    "DialCallStatus",
    "DialCallDuration",
    "DialBridged",
    "ErrorCode",
    "ErrorUrl",
    "CallerName",
    "SipHeader_X-A",
    "Neuheit",
]
SIMPLE = [
    "0",
    "-1",
    "3.5",
    "1e9",
    "nan",
    "true",
    "TRUE",
    "completed",
    "+",
    "+5491155551234",
    "sip:o'brien@x",
    "hangup",
    "%",
    "&a=b",
]
odd = st.sampled_from(["", " ", *SIMPLE, "https://x/y?p=a&l=en&q=nm", "1" * 70, "CA" + "0" * 32])
values = odd | st.text(st.characters(codec="utf-8"), max_size=30)
fields = st.dictionaries(st.sampled_from(SIDE), values, max_size=8)
ours = ["turn", "wait", "queue-left", "dial-result", "whisper", "whisper-key", "status", "fallback"]
doors = st.sampled_from(["", *ours])
nodes = st.sampled_from(
    ["queue", "data:wait", "service-assurance", "message.message", "incident.circuit_id", "gone"]
)
few = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@few
@given(st.data())
def test_every_door_answers(door: Door, data: st.DataObject) -> None:
    line = Line(door).dial()
    version, node = door.service.plans.current.version, data.draw(nodes)
    target = f"/voice/{data.draw(doors)}?p={version}&n={node}&l=es-AR&t=3&q=data"
    form = form_of(line.sid) | data.draw(fields)
    send = door.get if data.draw(st.booleans()) else door.post
    answer = send(target.replace("/?", "?"), form)
    if answer.status_code == 204:
        return
    assert answer.status_code == 200, answer.text
    assert ElementTree.fromstring(answer.text).tag == "Response"
