"""Personal data stay out of the logs: a canary in each field, looked for in all that is logged."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from sqlalchemy import create_engine

from ivr.engine import machine
from ivr.records import Incidents
from ivr.telemetry.logs import masked
from tests.web.voice.door import Door, Line
from tests.web.voice.log import Log
from tests.web.voice.test_once import TURNS
from tests.web.voice.test_trouble import raising

PHONE, NAME, WORDS, CIRCUIT = "+5491133445566", "Zunilda Quispe", "palabras canario", "778899001"
OTHER = "1177665544"


def canary_call(door: Door) -> Line:
    """A call that gives a telephone number, a circuit, a name and a description, and hangs up."""
    line = Line(door, base={"From": PHONE}).dial().press("1").press("1")
    line.press(CIRCUIT).press("1").press("2").press(OTHER).press("1")
    line.speak(NAME).press("1").press("2").speak(WORDS)
    line.status()
    return line


def assert_silent(log: Log) -> None:
    for secret in (PHONE, PHONE[1:], PHONE[3:], NAME, "Zunilda", WORDS, "canario", CIRCUIT, OTHER):
        assert secret not in log.text


def test_a_whole_call_leaves_nothing_personal(door: Door, log: Log) -> None:
    line = canary_call(door)
    assert "call.over" in log.text
    assert line.sid in log.text  # the call itself can be found
    assert_silent(log)


def test_nor_do_its_troubles(door: Door, log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = Incidents(create_engine("sqlite:////nowhere/at/all.sqlite3"))
    canary_call(Door(replace(door.service, tickets=broken), door.clock))
    monkeypatch.setattr(machine, "step", raising)
    Line(door, base={"From": PHONE}).follow(
        f"/voice/turn?p={door.service.plans.current.version}&n=incident.description&l=es&t=4",
        SpeechResult=WORDS,
    )
    door.post("/voice", {"From": PHONE, "SpeechResult": WORDS, "Digits": CIRCUIT})
    assert "status.put_off" in log.text
    assert "voice.failed" in log.text
    assert "voice.refused" in log.text
    assert_silent(log)


# The address of a turn holds no answer, so the carrier's own logs hold none of ours either.
def test_nor_do_the_addresses(door: Door) -> None:
    line = Line(door, base={"From": PHONE}).dial()
    for more in TURNS:
        line.follow(line.action(), **more)
        for secret in (PHONE[1:], "48217", "Ana", "enlace"):
            assert secret not in line.action()


# The journal of a call names keys of menus, and of anything else only how long it was.
def test_nor_does_the_journal(door: Door) -> None:
    line = canary_call(door)
    record = door.service.records.get(line.sid)
    assert record is not None
    journal = json.dumps(record.journal, ensure_ascii=False)
    assert "keys[9]" in journal
    assert f"speech[{len(WORDS)}]" in journal
    for secret in (PHONE[1:], NAME, WORDS, CIRCUIT, OTHER):
        assert secret not in journal


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("+5491155551234", "…234"),
        ("11 5555-1234", "…234"),
        ("call (011) 5555 1234 now", "call (…234 now"),
        ("2026", "2026"),
        ("no numbers", "no numbers"),
    ],
)
def test_masking(text: str, shown: str) -> None:
    assert masked(text) == shown
