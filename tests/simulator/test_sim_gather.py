from __future__ import annotations

import pytest

from ivr.simulator import OTHER, Unsettled
from tests.simulator.sites import call

MENU = "<Gather numDigits='1' action='/key'><Say>Menú</Say></Gather><Say>Nada</Say>"


# The action is requested with Digits once the last digit asked for is typed.
def test_num_digits_submits() -> None:
    result, site = call({"/voice": MENU, "/key": "<Say>Bien</Say>"}, "1")
    assert site.forms("/key")[0]["Digits"] == "1"
    assert result.text == "Menú\nBien"
    assert [turn.keys for turn in result.turns] == ["1", ""]


# Without input no request is made: the verb after Gather runs when the timeout is over.
def test_silence_goes_on() -> None:
    result, site = call({"/voice": MENU}, "-")
    assert not site.forms("/key")
    assert result.text == "Menú\nNada"
    assert result.seconds == pytest.approx(8 / 14 + 5)


# The finishing key submits and is not among the Digits; alone it is no input.
@pytest.mark.parametrize(("keys", "digits"), [("1234#", "1234"), ("1234", "1234"), ("#", None)])
def test_finish_on_key(keys: str, digits: str | None) -> None:
    _, site = call({"/voice": "<Gather action='/key'/>", "/key": ""}, keys)
    assert [form["Digits"] for form in site.forms("/key")] == ([digits] if digits else [])


# An empty finishOnKey makes # and * digits like others.
def test_no_finishing_key() -> None:
    _, site = call({"/voice": "<Gather action='/key' finishOnKey=''/>", "/key": ""}, "1#*")
    assert site.forms("/key")[0]["Digits"] == "1#*"


# Inter-digit silence ends an entry that is too short.
def test_timeout_submits_what_was_typed() -> None:
    result, site = call(
        {"/voice": "<Gather action='/key' numDigits='8' timeout='3'/>", "/key": ""}, "12"
    )
    assert site.forms("/key")[0]["Digits"] == "12"
    assert result.seconds == 4


# Without an action the current URL is requested, its query included.
def test_default_action_is_the_current_url() -> None:
    _, site = call(
        {"/voice": "<Redirect>/m?at=2</Redirect>", "/m": lambda f: "" if "Digits" in f else GATHER},
        "7",
    )
    assert [form.get("Digits") for form in site.forms("/m")] == [None, "7"]
    assert all(form["at"] == "2" for form in site.forms("/m"))


GATHER = "<Gather numDigits='1'/>"


# actionOnEmptyResult requests the action without input too; whether Digits is then absent or
# empty is not settled.
@pytest.mark.parametrize(
    ("unsettled", "digits"), [(Unsettled(), None), (Unsettled(empty_digits="empty"), "")]
)
@pytest.mark.parametrize("keys", ["-", "#"])
def test_action_on_empty_result(unsettled: Unsettled, digits: str | None, keys: str) -> None:
    routes = {"/voice": "<Gather action='/key' actionOnEmptyResult='true'/>", "/key": ""}
    _, site = call(routes, keys, unsettled=unsettled)
    assert site.forms("/key")[0].get("Digits") == digits


# Keys beyond the last digit stay typed ahead, and stop the prompts of the next Gather; whether
# they are kept is not settled.
def test_typed_ahead() -> None:
    routes = {"/voice": MENU, "/key": "<Gather numDigits='2' action='/two'><Say>Dos</Say></Gather>"}
    kept, site = call({**routes, "/two": ""}, "123")
    assert site.forms("/two")[0]["Digits"] == "23"
    assert kept.text == "Menú"
    _, site = call(routes, "123", unsettled=Unsettled(keys_after_num_digits="dropped"))
    assert not site.forms("/two")


# An entry begun ahead is finished with the next keys.
def test_typed_ahead_is_completed() -> None:
    routes = {"/voice": MENU, "/key": "<Gather numDigits='2' action='/two'/>", "/two": ""}
    _, site = call(routes, "12 3")
    assert site.forms("/two")[0]["Digits"] == "23"


# Speech comes as SpeechResult with a Confidence (which may be absent).
@pytest.mark.parametrize(("unsettled", "sent"), [(Unsettled(), True), (OTHER, False)])
def test_speech(unsettled: Unsettled, sent: bool) -> None:
    routes = {"/voice": "<Gather input='dtmf speech' action='/said'/>", "/said": ""}
    _, site = call(routes, '"say:no tengo tono"', unsettled=unsettled)
    form = site.forms("/said")[0]
    assert form["SpeechResult"] == "no tengo tono"
    assert ("Confidence" in form) is sent
    assert "Digits" not in form


# A Gather hears only the inputs it lists: other input is silence, and is reported.
@pytest.mark.parametrize(("listens", "does"), [("dtmf", "say:hola"), ("speech", "12")])
def test_unheard(listens: str, does: str) -> None:
    result, site = call({"/voice": f"<Gather input='{listens}' action='/key'/>"}, does)
    assert not site.forms("/key")
    assert len(result.unheard) == 1
    assert result.unheard[0].startswith(f"{does}: ")


# Keys typed for a Gather that only hears speech are gone.
def test_unheard_keys_are_not_typed_ahead() -> None:
    routes = {"/voice": "<Gather input='speech'/><Gather numDigits='1' action='/key'/>"}
    _, site = call(routes, "1 -")
    assert not site.forms("/key")


# FinishedOnKey and msg are seen in the field, but not documented.
def test_undocumented_fields() -> None:
    routes = {"/voice": "<Gather action='/key'/>", "/key": ""}
    _, site = call(routes, "1#", unsettled=Unsettled(finished_on_key="present"))
    assert site.forms("/key")[0]["FinishedOnKey"] == "#"
    _, site = call(routes, "1#")
    assert "FinishedOnKey" not in site.forms("/key")[0]


# A hang-up inside Gather requests no action; the status callback says completed.
def test_hangup_inside_gather() -> None:
    result, site = call({"/voice": MENU}, "hangup")
    assert [seen.path for seen in site.seen] == ["/voice", "/voice/status"]
    assert result.outcome.detail == "the caller hung up"
    assert result.turns[-1].keys == "hangup"


# Voice and language of what is heard are known; without them Say speaks en-US.
def test_voice_and_language() -> None:
    result, _ = call(
        {
            "/voice": "<Say>a</Say><Gather>"
            "<Say voice='Polly.Camila' language='pt-BR'>b</Say><Pause length='2'/></Gather>"
        }
    )
    first, second = result.turns[0].heard
    assert (first.language, first.voice) == ("en-US", "")
    assert (second.language, second.voice) == ("pt-BR", "Polly.Camila")


# A verb with a value that is not allowed runs with the default, or not at all: not settled.
def test_bad_value() -> None:
    routes = {"/voice": "<Gather timeout='x' numDigits='1' action='/key'/>", "/key": ""}
    _, site = call(routes, "1", strict=False)
    assert site.forms("/key")
    _, site = call(routes, "1", strict=False, unsettled=Unsettled(bad_value="verb skipped"))
    assert not site.forms("/key")


# What is detected first wins: after the first key, speech is not heard.
def test_first_detected_wins() -> None:
    routes = {
        "/voice": MENU,
        "/key": "<Gather input='dtmf speech' numDigits='2' action='/two'/>",
        "/two": "",
    }
    result, site = call(routes, "12 say:hola")
    assert site.forms("/two")[0]["Digits"] == "2"
    assert result.unheard[0].startswith("say:hola")
