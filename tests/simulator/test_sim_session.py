from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone

import pytest

from ivr.simulator import (
    DEFAULT,
    OTHER,
    CallResult,
    Door,
    HeardTurn,
    Outcome,
    parse_script,
    render,
    to_json,
    turn_lines,
)
from tests.simulator.sites import FROM, TO, Site, call, simulator

MENU = "<Gather numDigits='1' action='/key'><Say language='es-MX'>Menú</Say></Gather>"
ROUTES = {
    "/voice": MENU,
    "/key": "<Gather input='speech' action='/said'><Say>Diga</Say></Gather>",
    "/said": "<Enqueue waitUrl='/wait'>data</Enqueue>",
    "/wait": "<Say>Espere</Say>",
}


def test_a_call_step_by_step() -> None:
    session = simulator(Site(ROUTES)).dial(TO, FROM)
    assert [heard.text for heard in session.heard] == ["Menú"]
    assert session.waiting_for is not None
    assert (session.waiting_for.kind, session.waiting_for.num_digits) == ("gather", 1)
    session.press("1")
    assert [heard.text for heard in session.heard] == ["Diga"]
    session.say("hola")
    assert session.waiting_for.queue == "data"
    session.silence()
    assert [heard.text for heard in session.heard] == ["Espere"]
    session.hang_up()
    assert session.waiting_for is None
    assert session.result().outcome.kind == "hangup"
    with pytest.raises(ValueError, match="over"):
        session.press("1")


def test_result_needs_an_end() -> None:
    session = simulator(Site(ROUTES)).dial(TO, FROM)
    with pytest.raises(ValueError, match="still runs"):
        session.result()
    with pytest.raises(ValueError, match="no queue"):
        session.stay_queued()
    session.hang_up()


def test_script_forms() -> None:
    acts = parse_script('1 - 12345678# "say:no tengo servicio" say:AR-12345 ** hangup')
    written = ["1", "-", "12345678#", "say:no tengo servicio", "say:AR-12345", "**", "hangup"]
    assert [str(act) for act in acts] == written


@pytest.mark.parametrize("script", ["x", "say:", "1 +5", "hang"])
def test_bad_scripts_say_what_is_allowed(script: str) -> None:
    with pytest.raises(ValueError, match="give digits"):
        parse_script(script)


def test_turns_are_told_as_they_happen() -> None:
    told: list[HeardTurn] = []
    result = simulator(Site(ROUTES)).place(TO, FROM, "1 say:hola", on_turn=told.append)
    assert tuple(told) == result.turns
    assert turn_lines(told[0])[-1].endswith("> 1")


def test_report_reads_as_a_conversation() -> None:
    result, _ = call(ROUTES, "1 say:hola")
    text = render(result)
    assert "es-MX  Menú" in text
    assert "> say:hola" in text
    assert "ended: queued in data" in text
    assert "hangup" not in text


def test_json() -> None:
    written = json.loads(json.dumps(to_json(call(ROUTES, "1 say:hola")[0])))
    assert written["to"] == TO
    assert written["from"] == FROM
    assert written["turns"][0] == {"heard": ["Menú"], "voice": "", "keys": "1"}
    assert written["outcome"] == {"kind": "queued", "queue": "data"}


def test_classify_may_know_better() -> None:
    def message(result: CallResult) -> Outcome | None:
        return Outcome("message") if result.outcome.kind == "queued" else None

    assert call(ROUTES, "1 say:a", classify=message)[0].outcome == Outcome("message")
    assert call(ROUTES, "hangup", classify=message)[0].outcome.kind == "hangup"


# A withheld number arrives as From=anonymous.
def test_anonymous() -> None:
    site = Site(ROUTES)
    simulator(site).place(TO, "anonymous", "")
    assert site.seen[0].form["From"] == "anonymous"


# A call made over REST knocks at its own URL, and is outbound-api.
def test_other_doors() -> None:
    site = Site({"/screen": "<Say>Pulse 1</Say>"})
    door = Door("https://ivr.example.com/screen", direction="outbound-api")
    result = simulator(site).place("+541140000001", TO, "", door=door)
    assert result.text == "Pulse 1"
    assert [seen.form["Direction"] for seen in site.seen] == ["outbound-api"]


# Dates are RFC 2822 in GMT, and follow the call's own clock.
def test_dates() -> None:
    noun = "<Number statusCallback='/leg'>+541140000001</Number>"
    site = Site({"/voice": f"<Dial>{noun}</Dial>", "/leg": ""})
    now = datetime(2026, 3, 1, 9, 0, tzinfo=timezone(timedelta(hours=-3)))
    simulator(site).place(TO, FROM, "", now=now)
    assert site.forms("/leg")[0]["Timestamp"] == "Sun, 01 Mar 2026 12:01:05 GMT"


def test_the_two_sets_of_switches_differ_everywhere() -> None:
    names = DEFAULT.__dataclass_fields__
    assert all(getattr(DEFAULT, name) != getattr(OTHER, name) for name in names)


def test_two_calls_have_two_sids() -> None:
    place = simulator(Site(ROUTES)).place
    assert place(TO, FROM, "").call_sid != place(TO, FROM, "").call_sid
