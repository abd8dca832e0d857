from __future__ import annotations

import pytest

from ivr.errors import CarrierError
from ivr.simulator import Unsettled
from ivr.simulator.twiml.document import parse
from tests.simulator.sites import Route, answer, call, codes

SAY = "<Response><Say>Hola</Say></Response>"


# text/xml, application/xml and text/html are TwiML; text/plain is, if it parses, else it is spoken.
@pytest.mark.parametrize(
    "reply",
    [
        answer(SAY, "text/xml; charset=utf-8"),
        answer(SAY, "application/xml"),
        answer(SAY, "text/html"),
        answer(SAY, "text/plain"),
        answer("Hola", "text/plain"),
    ],
)
def test_media_types_that_are_twiml(reply: Route) -> None:
    assert call({"/voice": reply})[0].text == "Hola"


# Audio is played, then the line is closed.
def test_audio_is_played() -> None:
    result, _ = call({"/voice": answer(b"\0" * 16000, "audio/ulaw")})
    assert [heard.audio for heard in result.turns[0].heard] == ["https://ivr.example.com/voice"]
    assert result.seconds == 2


# What cannot be read is an error with a number.
@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (answer(SAY, "application/json"), 12300),
        (answer("<Response><Say>Hola</Response>"), 12100),
        (answer(""), 12100),
        (answer("<Response>\x01</Response>"), 12100),
        (answer("<!DOCTYPE r [<!ENTITY a 'b'>]><Response><Say>&a;</Say></Response>"), 12100),
        (answer("<?xml version='1.1'?><Response/>"), 12101),
        (answer("<response/>"), 12102),
        (answer(f"<Response><Say>{'a' * 65536}</Say></Response>"), 11750),
        ("<Gather actionOnEmptyResult='yes'/>", 13338),
        ("<Dial><Conference>a</Conference><Number>+541130000000</Number></Dial>", 13000),
    ],
)
def test_unreadable_documents(reply: Route, code: int) -> None:
    result, _ = call({"/voice": reply})
    assert codes(result)[0] == code
    assert result.outcome.kind == "failed"


# On any failure the fallback URL is asked with ErrorCode and ErrorUrl, and the call goes on there.
def test_fallback_heals() -> None:
    result, site = call(
        {
            "/voice": "<Redirect>/gone?a=1#rc=0</Redirect>",
            "/voice/fallback": "<Say>Lo comunicamos</Say><Redirect>/ok</Redirect>",
            "/ok": "<Say>Bien</Say>",
        }
    )
    form = site.forms("/voice/fallback")[0]
    assert form["ErrorCode"] == "11217"
    assert form["ErrorUrl"] == "https://ivr.example.com/gone?a=1"
    assert result.text == "Lo comunicamos\nBien"
    assert result.outcome.kind == "hangup"
    assert codes(result) == [11217]


# If the fallback fails too, the call is lost; its status callback still comes.
def test_fallback_fails_too() -> None:
    result, site = call({"/voice": answer("", status=500)})
    assert result.outcome.kind == "failed"
    assert codes(result) == [11217, 11217]
    assert site.forms("/voice/status")[0]["CallStatus"] == "no-answer"


# The carrier forgives what it warns of; a strict simulation does not, and no fallback heals it.
def test_strict_mode() -> None:
    routes: dict[str, Route] = {"/voice": "<Shout/><Say>Hola</Say>", "/voice/fallback": "<Hangup/>"}
    lenient, _ = call(routes, strict=False)
    assert lenient.text == "Hola"
    assert codes(lenient) == [12200]
    strict, site = call(routes)
    assert strict.outcome.kind == "failed"
    assert "line 1: <Shout> cannot stand in <Response>" in strict.outcome.detail
    assert not site.forms("/voice/fallback")


# Comments are ignored, white space is not spoken.
def test_comments_and_white_space() -> None:
    result, _ = call({"/voice": "<!-- a -->\n <Say>\n Hola <!-- b -->  tú\n</Say>"})
    assert result.text == "Hola tú"


# Relative URLs resolve on the URL of the current document.
def test_relative_urls() -> None:
    result, _ = call(
        {
            "/voice": "<Redirect>menu/one?x=1</Redirect>",
            "/menu/one": "<Redirect>two</Redirect>",
            "/menu/two": "<Redirect>../three</Redirect>",
            "/three": "<Say>Bien</Say>",
        }
    )
    assert result.text == "Bien"


# Audio in Play must be audio: error 13420, and 13325 inside a Gather. Other hosts are believed.
@pytest.mark.parametrize(
    ("document", "code"),
    [
        ("<Play>/a.txt</Play>", 13420),
        ("<Gather><Play>/a.txt</Play></Gather>", 13325),
        ("<Play>https://cdn.example.net/a.mp3</Play>", None),
        ("<Play>/a.wav</Play>", None),
    ],
)
def test_play_checks_audio(document: str, code: int | None) -> None:
    sounds = {"/a.txt": answer("a", "text/plain"), "/a.wav": answer(b"RIFF", "audio/x-wav")}
    result, site = call({"/voice": document, **sounds})
    assert codes(result)[:1] == ([code] if code else [])
    fetched = [seen for seen in site.seen if seen.path.startswith("/a.")]
    assert all(not seen.form and seen.method == "GET" for seen in fetched)


GATHER = "<Gather timeout='1' actionOnEmptyResult='true' action='/voice'><Say>Menú</Say></Gather>"


# A call that gets nowhere is found out soon, however it goes round, and its end is told.
@pytest.mark.parametrize(
    ("routes", "said"),
    [
        ({"/voice": "<Redirect>/voice</Redirect>"}, "the documents run in a circle"),
        ({"/voice": "<Say>A</Say><Redirect>/b</Redirect>", "/b": "<Redirect>/voice</Redirect>"},
         "the documents run in a circle"),
        ({"/voice": GATHER}, "the caller was silent 50 times"),
        ({"/voice": "<Redirect>/away</Redirect>", "/voice/fallback": "<Redirect>/voice</Redirect>"},
         "5 documents in a row have failed, the last with 11217: https://ivr.example.com/away"),
        ({"/voice": "<Enqueue waitUrl='/away' action='/voice'>data</Enqueue>"},
         "5 documents in a row have failed, the last with 11217: https://ivr.example.com/away"),
    ],
)  # fmt: skip
def test_circles(routes: dict[str, str], said: str) -> None:
    result, site = call(routes)
    assert result.outcome.kind == "failed"
    assert said in result.outcome.detail
    assert len(site.seen) < 60
    assert [form["CallStatus"] for form in site.forms("/voice/status")] == ["completed"]


# Who waits is no circle, and neither is what the script asks for.
def test_long_waits_are_no_circle() -> None:
    routes = {"/voice": "<Enqueue waitUrl='/wait'>data</Enqueue>", "/wait": "<Pause length='10'/>"}
    result, site = call(routes, "- " * 120)
    assert result.outcome.kind == "queued"
    assert len(site.forms("/wait")) == 121
    result, _ = call({"/voice": GATHER}, "- " * 120 + "hangup")
    assert result.outcome.detail == "the caller hung up"


# Reject as first verb leaves the call unanswered: busy, or no-answer.
@pytest.mark.parametrize(
    ("verb", "status"), [("<Reject/>", "no-answer"), ("<Reject reason='busy'/>", "busy")]
)
def test_reject(verb: str, status: str) -> None:
    _, site = call({"/voice": verb})
    form = site.forms("/voice/status")[0]
    assert (form["CallStatus"], form["CallDuration"]) == (status, "0")


# Speaking takes time: about fourteen characters a second, times the loop.
def test_time_passes() -> None:
    result, _ = call({"/voice": f"<Say loop='3'>{'a' * 28}</Say><Pause length='4'/>"})
    assert result.seconds == 10


def test_line_numbers_and_mixed_text() -> None:
    root = parse(b"<Response>\n<Say>uno <break time='1s'/>dos</Say></Response>")
    assert (root.elements[0].line, root.elements[0].text) == (2, "uno dos")


def test_deep_nesting_is_refused() -> None:
    with pytest.raises(CarrierError, match="12100: elements are nested"):
        parse(b"<Response>" + b"<Say>" * 5000 + b"</Say>" * 5000 + b"</Response>")


# Whether a Pause as first verb answers the call is not settled.
@pytest.mark.parametrize(
    ("answers", "status", "seconds"), [("yes", "completed", "8"), ("no", "completed", "5")]
)
def test_first_pause(answers: str, status: str, seconds: str) -> None:
    unsettled = Unsettled(first_pause_answers=answers)  # type: ignore[arg-type]
    _, site = call({"/voice": "<Pause length='3'/><Pause length='5'/>"}, unsettled=unsettled)
    form = site.forms("/voice/status")[0]
    assert (form["CallStatus"], form["CallDuration"]) == (status, seconds)


# Recordings are cached: one is fetched once, however often it is played.
def test_audio_is_cached() -> None:
    sounds = {"/a.wav": answer(b"\0" * 8000, "audio/wav")}
    result, site = call({"/voice": "<Play>/a.wav</Play><Play loop='2'>/a.wav</Play>", **sounds})
    assert len(site.forms("/a.wav")) == 1
    assert result.seconds == 3
