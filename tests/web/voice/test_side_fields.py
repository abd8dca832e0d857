"""A field beside what the answer needs never costs a caller his call: in any other shape than the
documented one it counts as absent, never as partly right; it is counted, and logged without its
value, once a request.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from prometheus_client import REGISTRY
from structlog.testing import capture_logs

from ivr.call.limits import PARTY
from tests.web.voice.door import ACCOUNT, NUMBER, Door, Line, form_of, new_sid

SIP = "sip:" + "x" * 300 + "@pbx.example.com"


def counted(field: str, why: str) -> float:
    labels = {"field": field, "why": why}
    return REGISTRY.get_sample_value("ivr_voice_odd_fields_total", labels) or 0


def odd(logs: list[Mapping[str, object]]) -> list[object]:
    return [line["fields"] for line in logs if line["event"] == "voice.odd_fields"]


def caller(door: Door, sid: str) -> str | None:
    session = door.live.read(sid)
    assert session is not None
    assert session.meta is not None
    return session.meta.ani


# As sent by old exchanges, gateways and proxies; none is anybody whom one could call back.
@pytest.mark.parametrize(
    "sent",
    [
        "sip:o'brien@pbx.example.com",
        "sip:a&b@pbx.example.com",
        " 5491155551234",
        "+54 11 5555-1234",
        '"Ana" <sip:ana@pbx.example.com>',
        "a\x00b",
        "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
        "<Say>",
        "x " * 30_000,
    ],
)
def test_a_caller_of_an_odd_address_is_answered(door: Door, sent: str) -> None:
    before = counted("From", "shape")
    line = Line(door, base={"From": sent})
    with capture_logs() as logs:
        line.dial()
    assert line.find("Gather") is not None
    assert caller(door, line.sid) is None
    assert odd(logs) == [{"From": "shape"}]
    assert sent not in str(logs)
    assert counted("From", "shape") == before + 1


@pytest.mark.parametrize("sent", ["anonymous", "unknown", "1From+5411", "", "x" * 60_000])
def test_a_caller_who_is_withheld(door: Door, sent: str) -> None:
    assert caller(door, Line(door, base={"From": sent}).dial().sid) is None


# One definition for the door and the store, which would refuse the whole row.
def test_a_caller_of_a_long_address_is_cut_and_marked(door: Door) -> None:
    line = Line(door, base={"From": SIP})
    with capture_logs() as logs:
        line.dial().press("1").press("1")
    assert odd(logs) == [{"From": "length"}] * 3
    kept = caller(door, line.sid)
    assert kept == SIP[: PARTY - 1] + "…"
    line.status()
    assert door.service.tickets.by_call(line.sid)[0].caller == kept


# A plus that nobody escaped is read as a blank: it is the number dialled, and nothing else is.
def test_a_plus_that_was_lost_of_the_number_dialled(door: Door) -> None:
    line = Line(door, base={"To": " " + NUMBER[1:]}).dial()
    assert "Soporte técnico" in line.text
    session = door.live.read(line.sid)
    assert session is not None
    assert session.meta is not None
    assert session.meta.dnis == NUMBER


@pytest.mark.parametrize("to", ["sip:o'brien@x.example", "sip:a&b@x.example", "client:ana", SIP])
def test_any_address_may_be_dialled(door: Door, to: str) -> None:
    line = Line(door, base={"To": to}).dial()
    assert [verb.tag for verb in line.document] == ["Say", "Say", "Enqueue"]


@pytest.mark.parametrize("account", ["", "x", ACCOUNT[:-1], ACCOUNT.upper()])
def test_an_account_that_cannot_be_read_is_as_good_as_none(door: Door, account: str) -> None:
    Line(door, base={"AccountSid": account}).dial()


@pytest.mark.parametrize("count", [130, 1000])
def test_many_fields(door: Door, count: int) -> None:
    Line(door, base={f"SipHeader_X-{n}": "v" * 20 for n in range(count)}).dial()


def test_bytes_of_another_alphabet_spoil_no_other_field(door: Door) -> None:
    form = form_of(new_sid())
    body = "&".join(f"{k}={v.replace('+', '%2B')}" for k, v in form.items()).encode()
    sent = {**form, "CallerName": "Peña"}
    url = (door.service.settings.public_url + "/voice").encode()
    signed = url + "".join(k + sent[k] for k in sorted(sent)).encode("latin-1")
    answer = door.send("/voice", body + b"&CallerName=Pe%F1a", door.sign_bytes(signed))
    assert answer.status_code == 200


# What stands in the console's address is the admin's, not ours.
@pytest.mark.parametrize(
    "query",
    ["?x=1", "?nothing", "?p=abc", "?p=abc&n=queue&l=zz&t=x", "?" + "a=1&" * 40, "?%ff=%fe"],
)
@pytest.mark.parametrize("target", ["/voice", "/voice/", "/voice/status", "/voice/fallback"])
def test_unknown_parameters_are_no_offence(door: Door, target: str, query: str) -> None:
    form = form_of(new_sid(), CallStatus="completed")
    answer = door.post(target + query, form)
    assert answer.status_code == (204 if "status" in target else 200)


def test_unknown_parameters_beside_a_position(door: Door) -> None:
    line = Line(door).dial()
    path, _, query = line.action().partition("?")
    line.follow(f"{path}?x=1&{query}&y=%ff", Digits="1")
    assert "Para facturación" not in line.text
    assert line.find("Gather") is not None


def turn(door: Door, node: str, **more: str) -> Line:
    version = door.service.plans.current.version
    line = Line(door).dial().press("1").press("1")
    return line.follow(f"/voice/turn?p={version}&n={node}&l=es-AR&t=9&q=data", **more)


URL = "https://api.twilio.com/2010-04-01/Accounts/AC1/Recordings/RE1"


@pytest.mark.parametrize(
    ("told", "seconds"),
    [("-1", 0), ("3.5", 4), ("0.4", 1), ("7.0", 7), (" 7 ", 7), ("7s", 0), ("", 0), ("1e3", 0)],
)
def test_a_message_is_kept_however_long_it_is_said_to_be(
    door: Door, told: str, seconds: int
) -> None:
    line = turn(door, "message.message", RecordingUrl=URL, RecordingDuration=told)
    session = door.live.read(line.sid)
    assert session is not None
    kept = session.answers("message")["message"]
    assert isinstance(kept, dict)
    assert (kept["recording"], kept["seconds"]) == (URL, seconds)


# Nothing of a shape that we would not take as a whole is taken in part.
@pytest.mark.parametrize(
    "field",
    [
        {"Digits": "1From+5411"},
        {"Digits": "٣"},
        {"Digits": "1\n"},
        {"RecordingUrl": "javascript:alert(1)", "Digits": "1"},
        {"RecordingUrl": "https://a b"},
        {"RecordingUrl": "https://api.twilio.com/" + "r" * 2000},
    ],
)
def test_an_answer_that_cannot_be_read_is_silence(door: Door, field: dict[str, str]) -> None:
    heard = turn(door, "incident.severity").text
    with capture_logs() as logs:
        assert turn(door, "incident.severity", **field).text == heard
    assert len(odd(logs)) == 1


# More keys than any question takes are no answer, not the beginning of one.
@pytest.mark.parametrize("node", ["incident.circuit_id", "incident.callback", "service-assurance"])
def test_too_many_keys_are_a_wrong_answer(door: Door, node: str) -> None:
    wrong = turn(door, node, Digits="A")
    with capture_logs() as logs:
        line = turn(door, node, Digits="1" * 65)
    assert odd(logs) == [{"Digits": "length"}]
    assert line.text == wrong.text


def test_a_very_long_speech_is_cut_and_marked(door: Door) -> None:
    line = turn(door, "incident.description", SpeechResult="palabra " * 2000, Confidence="0,8")
    session = door.live.read(line.sid)
    assert session is not None
    kept = session.answers("incident")["description"]
    assert isinstance(kept, dict)
    assert str(kept["value"]).endswith("…")
    assert len(str(kept["value"])) == 8000
    assert "confidence" not in kept


@pytest.mark.parametrize("told", ["5.0", "-5", "5 s", ""])
def test_a_call_is_closed_however_long_it_is_said_to_have_been(door: Door, told: str) -> None:
    line = Line(door).dial()
    assert line.status(CallDuration=told) == 204
    record = door.service.records.get(line.sid)
    assert record is not None
    assert record.seconds == (5 if told == "5.0" else None)


def test_a_status_in_another_spelling(door: Door) -> None:
    line = Line(door).dial()
    line.status(CallStatus=" Completed")
    assert door.service.records.get(line.sid) is not None


def wait(door: Door, target: str, **more: str) -> Line:
    version = door.service.plans.current.version
    line = Line(door).dial().press("1").press("0")
    node = "data:wait&w=1" if target == "wait" else "queue"
    return line.follow(f"/voice/{target}?p={version}&n={node}&l=es-AR&t=4&q=data", **more)


@pytest.mark.parametrize("place", ["first", "-1", "", "99999999999999"])
def test_who_waits_hears_music_whatever_his_place(door: Door, place: str) -> None:
    line = wait(door, "wait", QueuePosition=place, QueueTime="an hour")
    assert line.find("Play").text
    assert "Su llamada" not in line.text or "próxima" not in line.text


@pytest.mark.parametrize("result", ["", "no such!", "Bridged!"])
def test_who_leaves_the_queue_for_no_reason_told_is_asked(door: Door, result: str) -> None:
    line = wait(door, "queue-left", QueueResult=result)
    assert line.find("Gather") is not None


def test_why_he_left_in_another_spelling(door: Door) -> None:
    assert wait(door, "queue-left", QueueResult="Bridged").find("Hangup") is not None
