"""When we fail: one honest sentence and a person, whatever fails."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import quote

import pytest

from ivr.engine import machine
from ivr.errors import StoreUnavailable
from ivr.records import Draft, Incident
from ivr.records.incident import Status
from tests.web.voice.door import Clock, Door, Line, form_of, new_sid
from tests.web.voice.test_once import TURNS, told

SORRY = "Nuestro sistema tiene una falla. Le comunicamos con una persona."


class Records:
    """An incident store that can be switched off."""

    def __init__(self, door: Door) -> None:
        self.real = door.service.tickets
        self.down = True

    def keep(self, draft: Draft, status: Status, now: datetime) -> Incident:
        if self.down:
            raise StoreUnavailable("the disk is full")
        return self.real.keep(draft, status, now)

    def by_call(self, call_sid: str) -> list[Incident]:
        return self.real.by_call(call_sid)

    def by_number(self, number: str) -> Incident | None:
        return self.real.by_number(number)

    def latest(
        self, limit: int = 50, queue: str | None = None, status: str | None = None
    ) -> list[Incident]:
        return self.real.latest(limit, queue, status)


def raising(*_: object, **__: object) -> None:
    raise ZeroDivisionError("a bug of ours")


def test_a_bug_of_ours_is_not_heard(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    line = Line(door).dial().press("2")
    monkeypatch.setattr(machine, "step", raising)
    line.press("1")
    assert [verb.tag for verb in line.document] == ["Say", "Enqueue"]
    assert line.find("Say").text == SORRY
    assert line.find("Enqueue").text == "nm"  # what he has chosen so far holds


def test_a_bug_in_the_first_request(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "start", raising)
    line = Line(door, base={"To": "+551139572288", "From": "+5511991234567"}).dial()
    assert line.find("Say").attrib["language"] == "pt-BR"
    assert line.find("Enqueue").text == "reception"


def test_a_bug_while_waiting_keeps_the_place(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    line = Line(door).dial().press("1").press("0")
    wait = line.action("Enqueue", "waitUrl")
    monkeypatch.setattr(machine, "step", raising)
    line.follow(wait, QueuePosition="2", QueueTime="3")
    assert [verb.tag for verb in line.document] == ["Play"]


def test_who_was_rescued_comes_out_of_the_queue_again(door: Door) -> None:
    line = Line(door).follow("/voice/fallback", ErrorCode="11200", ErrorUrl="")
    line.follow(line.action("Enqueue"), QueueResult="system-error", QueueTime="1")
    assert "no logramos comunicarle" in line.text
    assert line.find("Gather") is not None


@pytest.mark.parametrize(
    ("before", "says", "queue"),
    [
        ("", "Soporte técnico de", None),  # the menu still plays
        ("1", "no podemos registrar los datos", "data"),  # a form gives way to a person
        ("0", "Para facturación y acceso al portal", None),
        ("1 1 48217", "no podemos registrar los datos", "data"),
    ],
)
def test_live_state_down(door: Door, before: str, says: str, queue: str | None) -> None:
    line = Line(door)
    steps = ["", *before.split()]
    for step in steps[:-1]:
        line.press(step) if step else line.dial()
    door.live.down = True
    line.press(steps[-1]) if steps[-1] else line.dial()
    assert says in line.text
    if queue:
        assert line.find("Enqueue").text == queue


def test_live_state_down_for_a_whole_call(door: Door) -> None:
    door.live.down = True
    line = Line(door).dial().press("0").press("0")
    assert line.find("Enqueue").text == "reception"
    line.follow(line.action("Enqueue", "waitUrl"), QueuePosition="1", QueueTime="0")
    assert "Su llamada es la próxima" in line.text
    assert line.status() == 204
    line.follow(line.action(), QueueResult="leave")


# Neither a form nor a message can be kept now: asking for one must not cost the place in line.
@pytest.mark.parametrize("key", ["1", "2"])
def test_who_waits_stays_in_the_queue_without_live_state(door: Door, key: str) -> None:
    door.live.down = True
    line = Line(door).dial().press("1")
    line.follow(line.action("Enqueue", "waitUrl"), QueuePosition="1", QueueTime="0")
    line.press(key)
    assert "no podemos registrar" in line.text
    assert "<Leave" not in line.text
    assert line.find("Redirect").text.startswith("/voice/wait?")  # type: ignore[union-attr]


def test_no_number_is_spoken_that_is_not_stored(door: Door) -> None:
    records = Records(door)
    broken = Door(replace(door.service, tickets=records), door.clock)
    line = Line(broken).dial()
    for more in TURNS:
        line.follow(line.action(), **more)
    assert "número de ticket es" not in line.text
    assert "en cuanto le atendamos" in line.text
    assert line.find("Enqueue").text == "data"
    assert line.status() == 204
    assert records.by_call(line.sid) == []
    records.down = False
    assert broken.service.finisher.sweep(door.clock.now + timedelta(minutes=1)) == 1
    assert records.by_call(line.sid)[0].status == "open"
    assert broken.live.read(line.sid) is None


def test_the_sweeper_stores_what_a_silent_call_has_told(door: Door, clock: Clock) -> None:
    line = Line(door).dial().press("1").press("1")
    finisher = door.service.finisher
    finisher.sweep(clock.now + timedelta(minutes=5))
    assert door.service.tickets.by_call(line.sid) == []
    finisher.sweep(clock.now + timedelta(minutes=11))
    stored = door.service.tickets.by_call(line.sid)
    assert [one.status for one in stored] == ["partial"]
    assert door.live.read(line.sid) is not None  # the call may still go on
    assert finisher.sweep(clock.now + timedelta(hours=5)) == 1
    record = door.service.records.get(line.sid)
    assert record is not None
    assert record.outcome == "lost"
    assert door.live.read(line.sid) is None


def test_a_swept_call_goes_on(door: Door, clock: Clock) -> None:
    line = told(door)
    number = door.service.tickets.by_call(line.sid)[0].number
    door.service.finisher.sweep(clock.now + timedelta(minutes=20))
    clock.now += timedelta(minutes=20)
    line.press("1")
    assert "número de ticket es" in line.text
    assert [one.number for one in door.service.tickets.by_call(line.sid)] == [number]


def test_a_broken_sweep_goes_on_with_the_next_call(door: Door, clock: Clock) -> None:
    records = Records(door)
    broken = Door(replace(door.service, tickets=records), clock)
    for line in (Line(broken), Line(broken)):
        line.dial().press("1").press("1")
    assert broken.service.finisher.sweep(clock.now + timedelta(hours=5)) == 0
    records.down = False
    assert broken.service.finisher.sweep(clock.now + timedelta(hours=5)) == 2


def test_no_request_of_the_carrier_is_answered_with_5xx(door: Door) -> None:
    hostile = quote("<Say>&\x00\ud7ff😀", safe="")
    for text in ("<Say>&amp;", "\x00\x0b", "]]>", "😀" * 50, hostile):
        line = Line(door).dial().press("1").press("1")
        line.speak(text)
        assert line.document.tag == "Response"
        door.post("/voice/fallback", form_of(new_sid(), ErrorUrl=text, ErrorCode=text))
