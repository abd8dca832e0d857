"""Was anybody reached? The carrier says so with DialBridged, and the key that was taken says it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ivr.engine.kinds.registry import KINDS
from ivr.plan.versions import WORDS, Plans, plan_in
from ivr.settings import PACKAGE_ROOT
from tests.web.voice.door import NUMBER, Clock, Door, Line, form_of, new_sid
from tests.web.voice.log import Log

PLAN = PACKAGE_ROOT / "tests" / "kinds" / "plan"
CALLEE, OTHER = "+5491199887766", "sip:zunilda.quispe@noc.example.com"


@pytest.fixture(scope="module")
def ringing() -> Plans:
    """A plan whose queues ring telephones, two in turn."""
    return Plans(plan_in(PLAN, WORDS, KINDS))


@pytest.fixture
def line(door: Door, clock: Clock, ringing: Plans) -> Line:
    """A caller who hears the first of two numbers ring."""
    rings = Door(replace(door.service, plans=ringing), clock, door.fast_path)
    line = Line(rings, base={"To": NUMBER}).dial()
    version = ringing.current.version
    return line.follow(f"/voice/turn?p={version}&n=queue&l=es-AR&t=3&q=orders", Digits="1")


def callee(line: Line, target: str, to: str = CALLEE, **more: str) -> str:
    """A request on the leg of who was dialled."""
    leg = {"To": to, "Direction": "outbound-dial", "ParentCallSid": line.sid, **more}
    answer = line.door.post(target, form_of(new_sid()) | leg)
    assert answer.status_code == 200
    return answer.text


def screen(line: Line, key: str = "1", **more: str) -> str:
    """He picks up, hears the whisper, and presses a key."""
    noun = line.find("Dial")[0]
    heard = callee(line, noun.attrib["url"].partition("#")[0], **more)
    action = heard.partition('action="')[2].partition("#")[0].replace("&amp;", "&")
    return callee(line, action, Digits=key, **more)


def ended(line: Line, **told: str) -> str:
    """What the caller hears once the dialled leg is over."""
    line.follow(line.action("Dial"), **told)
    return "goodbye" if line.document.find("Hangup") is not None else "next"


def test_the_key_connects_the_two(line: Line) -> None:
    assert screen(line).endswith("<Response></Response>")
    assert "<Hangup/>" in screen(line, "2")


@pytest.mark.parametrize("spelt", ["true", "True", "TRUE", "1", "yes", " true "])
def test_bridged_in_any_spelling(line: Line, spelt: str) -> None:
    assert ended(line, DialCallStatus="completed", DialBridged=spelt) == "goodbye"


@pytest.mark.parametrize("spelt", ["false", "False", "0", "no", "", "perhaps"])
def test_nobody_took_it(line: Line, spelt: str) -> None:
    screen(line, "2")
    told = {"DialCallStatus": "completed", "DialCallDuration": "14", "DialBridged": spelt}
    assert ended(line, **told) == "next"


@pytest.mark.parametrize(
    "told",
    [
        {"DialCallStatus": "completed", "DialCallDuration": "25"},
        {"DialCallStatus": "completed"},
        {"DialCallStatus": "completed", "DialCallDuration": "180", "DialBridged": "false"},
        {"DialCallStatus": "", "DialCallDuration": "x"},
        {"DialCallStatus": "Completed!"},
        {},
    ],
)
def test_our_own_key_is_enough(line: Line, told: dict[str, str]) -> None:
    screen(line)
    assert ended(line, **told) == "goodbye"


# The service that hears the key may not be the one that hears the end, and both may come twice.
def test_said_twice_it_is_the_same(line: Line) -> None:
    screen(line)
    screen(line)
    place = line.action("Dial")
    first = line.follow(place, DialCallStatus="completed").text
    assert line.follow(place, DialCallStatus="completed").text == first


@pytest.mark.parametrize(
    ("seconds", "heard"), [("180", "goodbye"), ("61.5", "goodbye"), ("60", "next"), ("0", "next")]
)
def test_without_any_word_the_length_tells(line: Line, seconds: str, heard: str) -> None:
    assert ended(line, DialCallStatus="completed", DialCallDuration=seconds) == heard


@pytest.mark.parametrize("status", ["busy", "no-answer", "failed", "canceled", "No-Answer"])
def test_what_was_never_answered(line: Line, status: str) -> None:
    assert ended(line, DialCallStatus=status, DialCallDuration="180") == "next"


def test_a_key_belongs_to_the_leg_that_took_it(line: Line) -> None:
    screen(line, "2")
    assert ended(line, DialCallStatus="completed", DialBridged="false") == "next"
    second = line.text
    screen(line)
    line.text = second
    assert ended(line, DialCallStatus="completed") == "goodbye"


def test_an_earlier_key_is_not_the_next_ones(line: Line) -> None:
    first = line.text
    assert ended(line, DialCallStatus="busy") == "next"
    second, line.text = line.text, first
    screen(line)  # a late one
    line.text = second
    assert ended(line, DialCallStatus="completed", DialCallDuration="9") == "next"


@pytest.mark.parametrize(("seconds", "heard"), [("180", "goodbye"), ("9", "next")])
def test_without_the_live_store(line: Line, seconds: str, heard: str) -> None:
    line.door.live.down = True
    assert screen(line).endswith("<Response></Response>")  # they are connected all the same
    assert ended(line, DialCallStatus="completed", DialCallDuration=seconds) == heard


# Nothing is begun anew for a call that is over.
def test_a_key_that_comes_too_late(line: Line) -> None:
    line.status()
    before = line.door.state()
    screen(line)
    assert line.door.state() == before


@pytest.mark.parametrize("parent", ["", "x", "CA1"])
def test_a_leg_of_nobodys_is_connected(line: Line, parent: str) -> None:
    assert screen(line, ParentCallSid=parent).endswith("<Response></Response>")


@pytest.mark.parametrize("to", ["", "client:zunilda", "a b", "<>"])
def test_who_is_dialled_may_be_called_anything(line: Line, to: str) -> None:
    noun = line.find("Dial")[0]
    assert "<Gather" in callee(line, noun.attrib["url"].partition("#")[0], to)


# He is no caller: a failure of ours must not put him into a queue.
def test_a_bug_of_ours_lets_the_next_one_ring(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    def raising(*_: object) -> None:
        raise ZeroDivisionError("a bug of ours")

    monkeypatch.setattr("ivr.engine.whisper.whisper", raising)
    noun = line.find("Dial")[0]
    assert callee(line, noun.attrib["url"].partition("#")[0]).endswith(
        "<Response><Hangup/></Response>"
    )


# Masked by who it is: our own number is public, whoever is dialled is not.
@pytest.mark.parametrize("to", [CALLEE, OTHER])
def test_who_is_dialled_is_not_logged(line: Line, log: Log, to: str) -> None:
    def raising(*_: object) -> None:
        raise ZeroDivisionError("a bug of ours")

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("ivr.engine.whisper.whisper", raising)
        noun = line.find("Dial")[0]
        callee(line, noun.attrib["url"].partition("#")[0], to)
        line.door.post("/voice", form_of(new_sid(), To=to))
        line.door.post("/voice/status", form_of(new_sid(), To=to, CallStatus="completed"))
    assert "voice.failed" in log.text
    for secret in (CALLEE, CALLEE[4:], "zunilda", "quispe"):
        assert secret not in log.text


def test_our_own_number_is_shown(line: Line, log: Log) -> None:
    line.follow("/voice/fallback", ErrorCode="11200")
    assert NUMBER in log.text
