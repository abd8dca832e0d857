from __future__ import annotations

import pytest

from ivr.simulator import Callee, QueueBehaviour, Unsettled
from tests.simulator.sites import FROM, Route, call, codes

A, B = "+541140000001", "+541140000002"
EVENTS = "statusCallback='/leg' statusCallbackEvent='initiated ringing answered completed'"
WHISPER = "<Gather numDigits='1' action='/accept'><Say>Pulse 1</Say></Gather><Hangup/>"
ROUTES: dict[str, Route] = {
    "/voice": f"<Dial action='/after'><Number url='/screen' {EVENTS}>{A}</Number></Dial>",
    "/screen": WHISPER,
    "/accept": lambda form: "" if form["Digits"] == "1" else "<Hangup/>",
    "/after": "<Say>Fin</Say>",
    "/leg": "",
}
TWO = f"<Number url='/screen'>{A}</Number><Number url='/screen'>{B}</Number>"


# Accepted after the whisper: DialBridged=true, the only proof of contact.
def test_bridged() -> None:
    result, site = call(ROUTES, callees={A: Callee(talk=60)})
    form = site.forms("/after")[0]
    assert (form["DialCallStatus"], form["DialBridged"]) == ("completed", "true")
    assert form["DialCallSid"].startswith("CA")
    assert int(form["DialCallDuration"]) == 61
    assert result.outcome.kind == "bridged"
    assert result.text == "Fin"
    assert [turn.keys for turn in result.whispers] == ["1"]


# The whisper runs on the callee's leg: its own CallSid, the caller's as parent, outbound-dial.
def test_whisper_fields() -> None:
    _, site = call(ROUTES)
    form = site.forms("/screen")[0]
    assert form["ParentCallSid"] == "CA1"
    assert form["CallSid"] != "CA1"
    assert (form["From"], form["To"]) == (FROM, A)
    assert (form["Direction"], form["CallStatus"]) == ("outbound-dial", "in-progress")


# Refused, or the whisper timed out: completed all the same, but DialBridged=false.
@pytest.mark.parametrize("keys", ["2", "-", "hangup"])
def test_refused(keys: str) -> None:
    result, site = call(ROUTES, callees={A: Callee(keys=keys)})
    form = site.forms("/after")[0]
    assert (form["DialCallStatus"], form["DialBridged"]) == ("completed", "false")
    assert result.outcome.kind == "hangup"


# Whether the whisper counts in DialCallDuration of an unbridged leg is not settled.
def test_duration_unbridged() -> None:
    _, site = call(
        ROUTES,
        callees={A: Callee(keys="2")},
        unsettled=Unsettled(dial_duration_unbridged="absent"),
    )
    assert "DialCallDuration" not in site.forms("/after")[0]


# Nobody answers: a telephone rings five seconds longer than its timeout.
@pytest.mark.parametrize(("after", "status"), [(34.9, "completed"), (35.1, "no-answer")])
def test_no_answer(after: float, status: str) -> None:
    _, site = call(ROUTES, callees={A: Callee(after=after)})
    assert site.forms("/after")[0]["DialCallStatus"] == status


@pytest.mark.parametrize("status", ["busy", "failed"])
def test_busy_and_failed(status: str) -> None:
    callee = Callee(answers=False, after=2, unanswered=status)  # type: ignore[arg-type]
    result, site = call(ROUTES, callees={A: callee})
    assert site.forms("/after")[0]["DialCallStatus"] == status
    assert result.seconds == pytest.approx(2 + 3 / 14)


# Status callbacks of a dialled leg: those asked for, in order, numbered from 0.
def test_leg_callbacks() -> None:
    _, site = call(ROUTES)
    forms = site.forms("/leg")
    assert [form["CallStatus"] for form in forms] == [
        "initiated",
        "ringing",
        "in-progress",
        "completed",
    ]
    assert [form["SequenceNumber"] for form in forms] == ["0", "1", "2", "3"]
    assert {form["ParentCallSid"] for form in forms} == {"CA1"}
    assert all(form["Timestamp"].endswith("GMT") for form in forms)
    assert "CallDuration" in forms[-1]


# By default only completed is told.
def test_default_leg_callback() -> None:
    noun = f"<Number statusCallback='/leg'>{A}</Number>"
    _, site = call(ROUTES | {"/voice": f"<Dial>{noun}</Dial>"})
    assert [form["CallStatus"] for form in site.forms("/leg")] == ["completed"]


# Without an action the verb after Dial runs.
def test_without_action() -> None:
    result, _ = call({"/voice": f"<Dial>{A}</Dial><Say>Después</Say>"})
    assert result.text == "Después"


# At once: the first pick-up wins and the rest is dropped. Whether a refusal by it ends the
# Dial, or the next to pick up may still accept, is not settled.
@pytest.mark.parametrize(
    ("winner", "bridged"), [("first pick-up", "false"), ("first accept", "true")]
)
def test_parallel(winner: str, bridged: str) -> None:
    _, site = call(
        ROUTES | {"/voice": f"<Dial action='/after'>{TWO}</Dial>"},
        callees={A: Callee(after=9), B: Callee(after=3, keys="2")},
        unsettled=Unsettled(parallel_whisper_winner=winner),  # type: ignore[arg-type]
    )
    assert site.forms("/screen")[0]["To"] == B
    assert site.forms("/after")[0]["DialBridged"] == bridged


# In turn: the next rings when the one before did not answer.
def test_sequential() -> None:
    result, site = call(
        ROUTES | {"/voice": f"<Dial action='/after' sequential='true' timeout='10'>{TWO}</Dial>"},
        callees={A: Callee(answers=False), B: Callee(after=4, talk=30)},
    )
    assert [form["To"] for form in site.forms("/screen")] == [B]
    assert result.outcome.kind == "bridged"
    assert result.seconds == pytest.approx(15 + 4 + 7 / 14 + 0.5 + 30 + 3 / 14)


# Only Say, Play, Gather and Hangup belong in a whisper; Dial there is error 13201.
def test_dial_in_whisper() -> None:
    result, site = call(ROUTES | {"/screen": f"<Dial>{B}</Dial>"})
    assert codes(result) == [13201]
    assert site.forms("/after")[0]["DialBridged"] == "false"


# The caller hangs up while it rings: the action is requested, its answer ignored. Its status is
# not settled.
@pytest.mark.parametrize("status", ["canceled", "no-answer"])
def test_caller_hangs_up(status: str) -> None:
    unsettled = Unsettled(dial_status_on_caller_hangup=status)  # type: ignore[arg-type]
    result, site = call(ROUTES, "hangup", unsettled=unsettled)
    form = site.forms("/after")[0]
    assert (form["DialCallStatus"], form["CallStatus"]) == (status, "completed")
    assert "Fin" not in result.text
    assert site.forms("/leg")[-1]["CallStatus"] == "canceled"


# SIP addresses and browser clients are rung like numbers.
@pytest.mark.parametrize(
    ("noun", "address"),
    [
        ("<Sip>sip:desk@pbx.example.com</Sip>", "sip:desk@pbx.example.com"),
        ("<Client><Identity>ana</Identity></Client>", "ana"),
    ],
)
def test_other_nouns(noun: str, address: str) -> None:
    routes = ROUTES | {"/voice": f"<Dial action='/after'>{noun}</Dial>"}
    result, _ = call(routes)
    assert result.outcome.kind == "bridged"
    result, _ = call(routes, callees={address: Callee(answers=False)})
    assert result.outcome.kind == "hangup"


# answerOnBridge as first verb leaves the caller's line ringing until someone is bridged.
def test_answer_on_bridge() -> None:
    dial = f"<Dial answerOnBridge='true'>{A}</Dial>"
    _, site = call({"/voice": dial}, callees={A: Callee(answers=False)})
    assert site.forms("/voice/status")[0]["CallStatus"] == "no-answer"
    _, site = call({"/voice": dial}, callees={A: Callee(talk=12)})
    assert site.forms("/voice/status")[0]["CallDuration"] == "12"


# RecordingUrl comes only when the Dial records; timeLimit cuts the conversation.
def test_record_and_time_limit() -> None:
    routes = ROUTES | {"/voice": f"<Dial action='/after' timeLimit='20'>{A}</Dial>"}
    _, site = call(routes)
    assert site.forms("/after")[0]["DialCallDuration"] == "20"
    assert "RecordingUrl" not in site.forms("/after")[0]
    routes["/voice"] = f"<Dial action='/after' record='record-from-answer'>{A}</Dial>"
    _, site = call(routes)
    assert site.forms("/after")[0]["RecordingUrl"]


# Dial Queue takes the front caller; the noun's document is played to him, not to the agent.
def test_dial_queue() -> None:
    routes = ROUTES | {"/voice": "<Dial action='/after'><Queue url='/notice'>data</Queue></Dial>"}
    routes["/notice"] = "<Say>Lo atiende Ana</Say>"
    result, site = call(routes, queues={"data": QueueBehaviour(front="CA9")})
    notice = site.forms("/notice")[0]
    assert (notice["CallSid"], notice["DequeingCallSid"]) == ("CA9", "CA1")
    assert site.forms("/after")[0]["DialCallSid"] == "CA9"
    assert result.text == "Fin"
    assert (result.outcome.kind, result.outcome.queue) == ("bridged", "data")


# An empty queue is waited for until the timeout; an unknown one is an error to the action.
@pytest.mark.parametrize(
    ("behaviour", "status", "seconds"),
    [(QueueBehaviour(), "no-answer", 30), (QueueBehaviour(exists=False), "failed", 0)],
)
def test_dial_queue_fails(behaviour: QueueBehaviour, status: str, seconds: int) -> None:
    routes = ROUTES | {"/voice": "<Dial action='/after'><Queue>data</Queue></Dial>"}
    result, site = call(routes, queues={"data": behaviour})
    assert site.forms("/after")[0]["DialCallStatus"] == status
    assert result.seconds == pytest.approx(seconds + 3 / 14)


# A conference reports answered, with neither DialCallSid nor DialCallDuration.
def test_conference() -> None:
    routes = ROUTES | {"/voice": "<Dial action='/after'><Conference>CA1</Conference></Dial>"}
    result, site = call(routes)
    form = site.forms("/after")[0]
    assert form["DialCallStatus"] == "answered"
    assert not {"DialCallSid", "DialCallDuration"} & set(form)
    assert result.outcome.kind == "bridged"


# In turn, after a refusal: whether the next number is tried is not settled.
@pytest.mark.parametrize(("after", "asked"), [("stop", [A]), ("next number", [A, B])])
def test_sequential_after_refusal(after: str, asked: list[str]) -> None:
    _, site = call(
        ROUTES | {"/voice": f"<Dial action='/after' sequential='true'>{TWO}</Dial>"},
        callees={A: Callee(keys="2")},
        unsettled=Unsettled(sequential_after_refusal=after),  # type: ignore[arg-type]
    )
    assert [form["To"] for form in site.forms("/screen")] == asked


# At once: the telephones that lose are told off as canceled.
def test_parallel_losers_are_canceled() -> None:
    nouns = "".join(f"<Number statusCallback='/leg'>{number}</Number>" for number in (A, B))
    _, site = call(ROUTES | {"/voice": f"<Dial>{nouns}</Dial>"}, callees={A: Callee(after=9)})
    ended = {form["To"]: form["CallStatus"] for form in site.forms("/leg")}
    assert ended == {A: "canceled", B: "completed"}


# The action of a Dial Queue gets what the noun's document was told.
def test_dial_queue_action_fields() -> None:
    routes = ROUTES | {"/voice": "<Dial action='/after'><Queue url='/notice'>data</Queue></Dial>"}
    routes["/notice"] = "<Say>Ana</Say>"
    _, site = call(routes, queues={"data": QueueBehaviour(front="CA9", after=12)})
    for path in ("/notice", "/after"):
        assert site.forms(path)[0]["QueueTime"] == "12"
        assert site.forms(path)[0]["QueueSid"].startswith("QU")
