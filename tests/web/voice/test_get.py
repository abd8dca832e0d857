"""The console lets an admin choose GET for each address: such a call is a call like any other."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from structlog.testing import capture_logs
from twilio.request_validator import RequestValidator

from tests.web.voice.door import TOKEN, Door, Line, form_of, new_sid

_NEW = {"CallStatus": "ringing"}


@pytest.mark.parametrize("target", ["/voice", "/voice/", "/voice?x=1"])
def test_a_call_that_comes_in_by_get(door: Door, target: str) -> None:
    posted = Line(door).dial().text
    answer = door.get(target, form_of(new_sid(), **_NEW))
    assert (answer.status_code, answer.text) == (200, posted)
    assert answer.headers["Content-Type"].startswith("text/xml")
    assert answer.headers["Cache-Control"] == "no-store"  # the next caller is another one


def test_a_whole_menu_by_get(door: Door) -> None:
    line = Line(door).dial()
    place = line.action()
    answer = door.get(place, form_of(line.sid, Digits="2"))
    assert answer.text == Line(door).dial().press("2").text
    assert "&quot;" not in place


def test_a_status_callback_by_get(door: Door) -> None:
    line = Line(door).dial()
    form = form_of(line.sid, CallStatus="completed", CallDuration="7")
    assert door.get("/voice/status", form | {"CallStatus": "completed"}).status_code == 204
    record = door.service.records.get(line.sid)
    assert record is not None
    assert record.seconds == 7


def test_the_fallback_by_get(door: Door) -> None:
    failed = "http://127.0.0.1:8000/voice/turn?p=x&n=y&l=en&t=2&q=vyvx#rc=2"
    answer = door.get("/voice/fallback", form_of(new_sid(), ErrorCode="11200", ErrorUrl=failed))
    verbs = ElementTree.fromstring(answer.text)
    assert verbs[0].attrib["language"] == "en-US"
    assert verbs[1].text == "vyvx"


# What is signed is the whole address, and nothing of it may be another's.
def test_a_get_is_signed_by_its_address(door: Door) -> None:
    form = form_of(new_sid())
    assert door.get("/voice", form).status_code == 200
    called = "/voice?To=%2B541151705383&CallSid=" + form["CallSid"]
    signature = door.sign(called, {})
    for other in (called + "&Digits=1", called.replace("CallSid", "callsid"), "/voice"):
        answer = door.client.get(other, headers={"X-Twilio-Signature": signature})
        assert answer.status_code == 403


def test_the_vendors_library_signs_it_so(door: Door) -> None:
    form = form_of(new_sid())
    called = "http://127.0.0.1:8000/voice?CallSid=" + form["CallSid"] + "&To=%2B541151705383"
    signature = RequestValidator(TOKEN).compute_signature(called, {})
    path = called.removeprefix("http://127.0.0.1:8000")
    answer = door.client.get(path, headers={"X-Twilio-Signature": signature})
    assert answer.status_code == 200


def test_the_remedy_is_logged_once_for_each_door(door: Door) -> None:
    with capture_logs() as logs:
        for _ in range(3):
            door.get("/voice", form_of(new_sid()))
            door.get("/voice/status", form_of(new_sid()))
        door.post("/voice", form_of(new_sid()))
    said = [line for line in logs if line["event"] == "voice.by_get"]
    assert [line["path"] for line in said] == ["", "/status"]
    assert all("HTTP POST" in str(line["remedy"]) for line in said)


def test_nothing_of_the_caller_is_remembered_or_logged(door: Door) -> None:
    form = form_of(new_sid(), CallerName="Zunilda Quispe", From="+5491133445566")
    with capture_logs() as logs:
        door.get("/voice", form)
        door.get(Line(door).dial().action(), form | {"Digits": "2"})
    for secret in ("Zunilda", "33445566"):
        assert secret not in str(logs)
