"""The same request twice: the same bytes and one effect. Disorder and duplicates are normal."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.web.voice.door import CALLER, Clock, Door, Line, form_of

# A whole incident: menu, severity, circuit, its read-back, phone, contact, since, consent,
# description, access; what each turn sends.
TURNS: tuple[dict[str, str], ...] = (
    {"Digits": "1"},
    {"Digits": "1"},
    {"Digits": "48217"},
    {"Digits": "1"},
    {"Digits": "1"},
    {"SpeechResult": "Ana Paz", "Confidence": "0.9"},
    {"Digits": "1"},
    {"Digits": "2"},
    {"SpeechResult": "cayó el enlace", "Confidence": "0.8"},
    {"Digits": "1"},
)


def told(door: Door) -> Line:
    """A call that has told everything and hears its ticket number."""
    line = Line(door).dial()
    for more in TURNS:
        line.follow(line.action(), **more)
    return line


def test_a_whole_call(door: Door) -> None:
    line = told(door)
    incident = door.service.tickets.by_call(line.sid)[0]
    assert (incident.status, incident.queue, incident.caller) == ("open", "data", CALLER)
    assert "número de ticket es" in line.text
    line.press("2")
    assert line.find("Enqueue").text == "data"


# "A retried request carries the same URL and parameters": it gets the same document, whenever.
def test_every_turn_twice(door: Door, clock: Clock) -> None:
    line = Line(door)
    targets: list[tuple[str, dict[str, str]]] = [("/voice", {})]
    line.dial()
    for more in TURNS:
        targets.append((line.action(), more))
        first = line.follow(*targets[-1][:1], **more).text
        clock.now += timedelta(hours=13)  # a closed desk would answer otherwise
        before = door.state()
        assert line.follow(targets[-1][0], **more).text == first
        assert door.state() == before
        clock.now -= timedelta(hours=13)
    assert len(door.service.tickets.by_call(line.sid)) == 1


def test_the_first_request_twice(door: Door, clock: Clock) -> None:
    line = Line(door).dial()
    first, before = line.text, door.state()
    clock.now += timedelta(seconds=4)
    assert line.dial().text == first
    assert door.state() == before


def test_a_late_duplicate_of_an_earlier_turn_changes_nothing(door: Door) -> None:
    line = Line(door).dial()
    menu = line.action()
    second = line.press("1").text
    line.press("1")
    before = door.state()
    assert line.follow(menu, Digits="1").text == second
    assert door.state() == before


# The same key at another turn is another turn.
def test_a_repeated_key_counts_again(door: Door) -> None:
    line = Line(door).dial()
    line.press("7")
    assert "No reconocimos esa opción" in line.text
    line.press("7")
    assert "Seguimos sin reconocer" in line.text


@pytest.mark.parametrize("times", [1, 3])
def test_a_hang_up_leaves_one_partial(door: Door, times: int) -> None:
    line = Line(door).dial().press("1").press("1")
    line.press("48217").press("1")
    assert [line.status() for _ in range(times)] == [204] * times
    incident = door.service.tickets.by_call(line.sid)[0]
    assert incident.status == "partial"
    assert incident.fields["circuit_id"] == {"value": "48217", "by": "keypad", "confirmed": True}
    record = door.service.records.get(line.sid)
    assert record is not None
    assert (record.outcome, record.seconds, record.incident) == ("hangup", 42, incident.number)
    assert door.live.read(line.sid) is None


def test_a_status_before_the_end_ends_nothing(door: Door) -> None:
    line = Line(door).dial().press("1").press("1")
    before = door.state()
    assert line.status(CallStatus="in-progress") == 204
    assert door.state() == before


def test_a_status_of_an_unknown_call(door: Door) -> None:
    before = door.state()
    assert Line(door).status() == 204
    assert door.state() == before


# Callbacks overtake each other: a late busy does not undo what is known of the end.
def test_terminal_states_win(door: Door) -> None:
    line = told(door)
    line.status()
    known = door.service.records.get(line.sid)
    assert line.status(CallStatus="failed", CallDuration="0") == 204
    assert door.service.records.get(line.sid) == known


# A turn that arrives after the end starts no second incident.
def test_a_turn_after_the_end(door: Door) -> None:
    line = told(door)
    target = line.action()
    line.status()
    number = door.service.tickets.by_call(line.sid)[0].number
    line.follow(target, Digits="1")
    line.status()
    assert [one.number for one in door.service.tickets.by_call(line.sid)] == [number]
    assert door.service.tickets.by_call(line.sid)[0].status == "open"


def test_who_told_nothing_leaves_no_incident(door: Door) -> None:
    line = Line(door).dial().press("1")
    line.status()
    assert door.service.tickets.by_call(line.sid) == []
    record = door.service.records.get(line.sid)
    assert record is not None
    assert record.incident is None


def test_the_menu_alone_is_one_commit_a_turn(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    commit = door.live.commit
    for name in ("read", "mark", "ended", "forget", "due"):
        monkeypatch.setattr(door.live, name, lambda *a, name=name: asked.append(name))
    monkeypatch.setattr(door.live, "commit", lambda entry: asked.append("commit") or commit(entry))
    line = Line(door).dial().press("0").press("1")
    line.press("1")
    assert asked == ["commit"] * 4


def test_form_fields_are_what_the_carrier_sends() -> None:
    assert set(form_of("CA1")) >= {"CallSid", "AccountSid", "From", "To", "CallStatus"}
