from __future__ import annotations

import pytest

from ivr.simulator import Unsettled
from tests.simulator.sites import call

RECORD = "<Record action='/kept' recordingStatusCallback='/stored' maxLength='30'/><Say>Nada</Say>"
ROUTES = {"/voice": RECORD, "/kept": "<Say>Gracias</Say>", "/stored": ""}


# The action gets the recording's address, its length in seconds and the key that ended it.
def test_finishing_key() -> None:
    result, site = call(ROUTES, "#")
    form = site.forms("/kept")[0]
    assert form["Digits"] == "#"
    assert form["RecordingUrl"].startswith("https://api.twilio.com/2010-04-01/Accounts/AC")
    assert int(form["RecordingDuration"]) > 0
    assert result.text == "Gracias"


# Silence after words ends a recording without a key; no recording is longer than maxLength.
def test_words_then_silence() -> None:
    result, site = call(ROUTES, f'"say:{"palabra " * 90}"')
    form = site.forms("/kept")[0]
    assert form["RecordingDuration"] == "30"
    assert "Digits" not in form
    assert result.seconds == pytest.approx(30 + 5 + 7 / 14)


# When the caller hangs up the action is still requested, with Digits=hangup; its answer is ignored.
def test_hangup_keeps_the_message() -> None:
    result, site = call(ROUTES, "hangup")
    form = site.forms("/kept")[0]
    assert (form["Digits"], form["CallStatus"]) == ("hangup", "completed")
    assert result.text == ""
    assert result.outcome.kind == "hangup"


# The recording callback says completed and where the recording came from.
def test_recording_status_callback() -> None:
    _, site = call(ROUTES, "1")
    form = site.forms("/stored")[0]
    assert (form["RecordingStatus"], form["RecordingSource"]) == ("completed", "RecordVerb")
    assert form["RecordingSid"].startswith("RE")


# Whether an empty recording goes on or requests the action is not settled.
@pytest.mark.parametrize(
    ("unsettled", "heard"),
    [(Unsettled(), "Nada"), (Unsettled(empty_recording="action"), "Gracias")],
)
def test_empty_recording(unsettled: Unsettled, heard: str) -> None:
    assert call(ROUTES, "-", unsettled=unsettled)[0].text == heard


# A key that does not finish the recording is not heard.
def test_other_key() -> None:
    result, _ = call({"/voice": "<Record finishOnKey='#'/>"}, "5")
    assert result.unheard[0].startswith("5: no such key")


# Without an action the current URL is requested.
def test_default_action() -> None:
    routes = {"/voice": lambda form: "" if "RecordingUrl" in form else "<Record/>"}
    _, site = call(routes, "#")
    assert len(site.forms("/voice")) == 2
