"""What is printed for Twilio's console: the first request of a call is retried like any other."""

from __future__ import annotations

from urllib.parse import urldefrag

from ivr.engine.twiml import RETRY
from ivr.simulator.overrides import split_overrides
from ivr.web.voice.console import console_settings
from ivr.web.voice.handlers import HANDLERS


def test_each_address_is_ours_and_asks_for_retries() -> None:
    printed = dict(console_settings("https://ivr.example.com:8443"))
    assert set(printed) == {"A call comes in", "Primary handler fails", "Call status changes"}
    for address in printed.values():
        plain, fragment = urldefrag(address)
        assert plain.removeprefix("https://ivr.example.com:8443") in HANDLERS
        assert f"#{fragment}" == RETRY


# Whatever it is: no connection, a late answer, one that breaks off, a proxy that has no service.
def test_every_failure_is_a_reason_to_ask_again() -> None:
    _, asked = split_overrides("https://ivr.example.com/voice" + RETRY)
    assert asked.retries == 2
    assert all(asked.again_after(failure) for failure in ("ct", "rt", "4xx", "5xx", "reset"))
