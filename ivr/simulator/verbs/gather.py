"""Gather: prompts that a key interrupts, then digits or speech, then the action if any came."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass

from ivr.simulator.call import CallLeg, Flow, Interrupted, Next, Over, RunningDocument, Steps
from ivr.simulator.caller import Act, Awaiting, HangUp, PressKeys, SayWords, Silence
from ivr.simulator.clock import speaking_seconds
from ivr.simulator.switches import Unsettled
from ivr.simulator.twiml.document import Element
from ivr.simulator.twiml.schema import flag, value, whole_value
from ivr.simulator.verbs.keypad import Typed, read_entry
from ivr.simulator.verbs.speak import NOT_AUDIO_IN_GATHER, play_out

_SECONDS_A_KEY = 0.5
_CONFIDENCE = "0.92"


@dataclass(frozen=True, slots=True)
class Question:
    """The attributes of a Gather that decide what it understands. ``timeout`` in seconds."""

    dtmf: bool
    speech: bool
    num_digits: int | None
    finish_on_key: str
    timeout: int

    @classmethod
    def of(cls, gather: Element) -> Question:
        """Read them from the element, defaults filled in."""
        inputs = value(gather, "input").split()
        return cls(
            dtmf="dtmf" in inputs,
            speech="speech" in inputs,
            num_digits=whole_value(gather, "numDigits"),
            finish_on_key=value(gather, "finishOnKey"),
            timeout=whole_value(gather, "timeout") or 5,
        )

    def entry(self, keys: str) -> Typed:
        """What ``keys`` mean here."""
        return read_entry(keys, self.num_digits, self.finish_on_key)


@dataclass(frozen=True, slots=True)
class Recognised:
    """Recognised speech."""

    words: str


Answer = Typed | Recognised | HangUp | Interrupted


def execute_gather(call: CallLeg, page: RunningDocument, gather: Element) -> Steps:
    """Prompt, listen, and request the action if input came (always, if so asked)."""
    question = Question.of(gather)
    if not (question.dtmf and call.leg.ahead):  # a key typed ahead stops the prompts
        for child in gather.elements:
            if child.name in ("Say", "Play", "Pause"):
                play_out(call, page, child, NOT_AUDIO_IN_GATHER)
    answer = yield from _listen(call, question)
    return _conclude(call, page, gather, answer)


def _listen(call: CallLeg, question: Question) -> Generator[Awaiting, Act, Answer]:
    entry = question.entry(call.leg.ahead if question.dtmf else "")
    if not entry.complete:
        if call.interrupted:
            return Interrupted()
        act = yield _waiting(call, question)
        call.journal.acts(act)
        if isinstance(act, HangUp):
            return act
        if isinstance(act, SayWords) and question.speech and not entry.digits:
            call.spend(speaking_seconds(act.words))
            return Recognised(act.words)
        entry = _typed(call, question, act)
    if question.dtmf:
        kept = call.world.unsettled.keys_after_num_digits == "kept"
        call.leg.ahead = entry.rest if kept else ""
    return entry


def _typed(call: CallLeg, question: Question, act: Act) -> Typed:
    """The entry after one more act; what is no key here counts as silence."""
    ahead = call.leg.ahead if question.dtmf else ""
    if isinstance(act, PressKeys) and question.dtmf:
        ahead += act.keys
        call.spend(len(act.keys) * _SECONDS_A_KEY)
    elif not isinstance(act, Silence):
        call.journal.ignores(act, "no key or word is listened to here")
    entry = question.entry(ahead)
    if not entry.complete:
        call.spend(question.timeout)
    return entry


def _waiting(call: CallLeg, question: Question) -> Awaiting:
    place = call.standing
    if place is not None:
        place.asked = True
    return Awaiting(
        "gather",
        keys=question.dtmf,
        speech=question.speech,
        num_digits=question.num_digits,
        finish_on_key=question.finish_on_key,
        timeout=question.timeout,
        queue=place.queue if place else "",
        ends=place is not None and place.due is not None,
    )


def _conclude(call: CallLeg, page: RunningDocument, gather: Element, answer: Answer) -> Flow:
    unsettled = call.world.unsettled
    match answer:
        case HangUp():
            return Over("caller")
        case Interrupted():
            return answer
        case Recognised(words):
            params = {"SpeechResult": words}
            if unsettled.speech_confidence == "present":
                params["Confidence"] = _CONFIDENCE
        case Typed(digits="") if not flag(gather, "actionOnEmptyResult"):
            return Next()
        case Typed():
            params = _digits(answer, gather, unsettled)
    return page.goto(gather.attributes.get("action", ""), value(gather, "method"), params)


def _digits(entry: Typed, gather: Element, unsettled: Unsettled) -> dict[str, str]:
    params = {}
    if entry.digits:
        params["Digits"] = entry.digits
    elif unsettled.empty_digits == "empty":
        speech = "speech" in value(gather, "input")
        params |= {"Digits": ""} | ({"SpeechResult": ""} if speech else {})
    if unsettled.finished_on_key == "present":
        params |= {"FinishedOnKey": entry.finished_on, "msg": "Gather End"}
    return params
