"""Say, Play and Pause: what a party hears."""

from __future__ import annotations

from collections.abc import Callable

from ivr.simulator.call import CallLeg, Flow, Next, RunningDocument, Steps, Verb
from ivr.simulator.clock import speaking_seconds
from ivr.simulator.result import Heard
from ivr.simulator.twiml.document import Element
from ivr.simulator.twiml.schema import value, whole_value
from ivr.simulator.webhooks import check_url

NOT_AUDIO = 13420
NOT_AUDIO_IN_GATHER = 13325
_FOREVER = 1000  # how often loop="0" is played
_SECONDS_A_KEY = {"w": 0.5, "W": 1.0}


def at_once(act: Callable[[CallLeg, RunningDocument, Element], Flow]) -> Verb:
    """A verb that never waits for the caller, made from a plain function."""

    def steps(call: CallLeg, page: RunningDocument, element: Element) -> Steps:
        yield from ()
        return act(call, page, element)

    return steps


def play_out(
    call: CallLeg, page: RunningDocument, element: Element, not_audio: int = NOT_AUDIO
) -> None:
    """Let the party hear a Say, Play or Pause. Raises CarrierError ``not_audio``."""
    if element.name == "Say":
        _say(call, element)
    elif element.name == "Play":
        _play(call, page, element, not_audio)
    else:
        call.spend(whole_value(element, "length") or 1)


def _say(call: CallLeg, say: Element) -> None:
    if not say.text:
        return
    call.journal.hears(Heard(say.text, voice=value(say, "voice"), language=value(say, "language")))
    call.spend(speaking_seconds(say.text) * _times(say))


def _play(call: CallLeg, page: RunningDocument, play: Element, not_audio: int) -> None:
    keys = value(play, "digits")
    call.spend(sum(_SECONDS_A_KEY.get(key, 0.2) for key in keys))
    if play.text:
        url = page.goto(play.text, "GET", {}).url
        check_url(url)
        seconds = call.media.seconds(url, not_audio)
        call.journal.hears(Heard(audio=url))
        call.spend(seconds * _times(play))


def _times(element: Element) -> int:
    return whole_value(element, "loop") or _FOREVER


@at_once
def execute_speech(call: CallLeg, page: RunningDocument, element: Element) -> Flow:
    """Say, Play or Pause as a verb of its own."""
    play_out(call, page, element)
    return Next()
