"""Verbs → TwiML. The only module that knows XML; pure, and cheap because prompts are rendered once.

Limits and names are Twilio's (https://www.twilio.com/docs/voice/twiml). A document never holds a
character that XML forbids, whatever a caller said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from html import escape
from typing import Any, assert_never

from ivr.call import verbs
from ivr.call.facts import SessionKey
from ivr.call.turn import Json
from ivr.call.verbs import Formatted, Link, Say, SessionValue, Value, Verb, Words
from ivr.engine.kinds.read_backs import say_in
from prompts import voices
from prompts.catalog import LAST_RESORT, Catalog

# Asked for on every URL of ours: two more tries whatever went wrong, all within the 15 seconds that
# Twilio waits. A repeated request is answered with the same bytes. ``all``, because the single
# policies leave out what a dying worker or a proxy in its restart gives: a broken connection, 404.
RETRY = "#rc=2&rp=all&ct=1000&rt=4500&tt=14500"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?><Response>'
_TAIL = "</Response>"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LONGEST_SAY = 3000  # of Polly's voices, which are all that we use; the others take 4,096
_MOST_HINTS = 100
AUDIO = "/audio"

Session = Mapping[SessionKey, Json]


class Renderer:
    """Renders verbs with the words of one catalog. What only the plan decides is rendered once."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._lasting: dict[Say, str] = {}

    def render(self, document: tuple[Verb, ...], session: Session) -> str:
        """The TwiML of a document. ``session`` fills in values that only the session holds."""
        return _HEAD + "".join(self._verb(verb, session) for verb in document) + _TAIL

    def _verb(self, verb: Verb, session: Session) -> str:
        return _RENDER[type(verb)](self, verb, session)

    def say(self, say: Say, session: Session) -> str:
        """A prompt: the recording if there is one, else the text in the language's voice."""
        known = self._lasting.get(say)
        if known is None:
            known = self._rendered(say, session)
            if all(_of_the_plan(value) for _, value in say.values):
                self._lasting[say] = known
        return known

    def _rendered(self, say: Say, session: Session) -> str:
        if not self._has_words(say):  # the last resort is spoken as what it is, by its own voice
            say = replace(say, language=LAST_RESORT)
        recording = self._catalog.recording(say.prompt, say.language) if not say.values else None
        if recording:
            return _play(recording)
        text = self.spoken(say, session)[:_LONGEST_SAY]
        return f"{_say_open(say.language)}{clean(text)}</Say>"

    def _has_words(self, say: Say) -> bool:
        prompts = (
            say.prompt,
            *(value.prompt for _, value in say.values if isinstance(value, Words)),
        )
        return all(self._catalog.has(prompt, say.language) for prompt in prompts)

    def spoken(self, say: Say, session: Session) -> str:
        """The words of a prompt, with its values as the language speaks them."""
        values = {name: self._value(value, say.language, session) for name, value in say.values}
        return self._catalog.text(say.prompt, say.language, **values)

    def _value(self, value: Value, language: str, session: Session) -> str | int:
        match value:
            case Words(prompt):
                return self._catalog.text(prompt, language)
            case Formatted("text", text):
                return str(text)
            case Formatted("count", count):
                return int(str(count))  # the wording depends on the number itself
            case Formatted(form, raw):
                return say_in(form)(raw, language)
            case SessionValue(key, form):
                answer = _answer(session, key)  # "" if the store has lost it since it was given
                return say_in(form)(answer, language) if answer else ""
            case _:
                assert_never(value)


def _of_the_plan(value: Value) -> bool:
    """Whether a value is one of the plan's few, and so may be remembered; a caller's never is."""
    return isinstance(value, Words) or (isinstance(value, Formatted) and value.format == "key")


def _answer(session: Session, key: SessionKey) -> str:
    answer = session.get(key)
    return str(answer.get("value", "")) if isinstance(answer, dict) else ""


def url(link: Link) -> str:
    """The address of a link, relative to the service, with the retries we ask for."""
    return f"/voice/{link.door}?{link.position.query()}{RETRY}"


def clean(text: str) -> str:
    """Text as XML content: escaped, without what XML 1.0 forbids."""
    return escape(_NOT_XML.sub(" ", text), quote=True)


@lru_cache(maxsize=64)
def _say_open(language: str) -> str:
    voice = voices.voice(language)
    return f'<Say voice="{voice.name}" language="{voice.say_language}">'


def _play(audio: str) -> str:
    return f"<Play>{AUDIO}/{clean(audio)}</Play>"


def _gather(self: Renderer, verb: verbs.Gather, session: Session) -> str:
    sounds = "".join(self._verb(sound, session) for sound in verb.sounds)
    return f"<Gather{_gather_attributes(verb)}>{sounds}</Gather>"


def _gather_attributes(verb: verbs.Gather) -> str:
    parts = [f' action="{clean(url(verb.to))}" method="POST"']
    if verb.silence:
        parts.append(' actionOnEmptyResult="true"')
    parts.append(f' input="{"dtmf speech" if verb.speech else "dtmf"}" timeout="{verb.timeout}"')
    parts.append(f' finishOnKey="{verb.finish}"')
    if verb.digits:
        parts.append(f' numDigits="{verb.digits}"')
    if verb.speech:
        parts.append(_speech_attributes(verb.language, verb.speech, verb.hints))
    return "".join(parts)


@lru_cache(maxsize=512)  # what is expected belongs to the plan's questions
def _speech_attributes(language: str, seconds: int, expected: tuple[str, ...]) -> str:
    heard = voices.recognition(language)
    longest = min(seconds, 60)
    parts = f' language="{heard.locale}" speechTimeout="3" maxSpeechTime="{longest}"'
    if heard.speech_model:
        parts += f' speechModel="{heard.speech_model}"'
    hints = ",".join(hint for hint in expected[:_MOST_HINTS] if "," not in hint)
    return parts + (f' hints="{clean(hints)}"' if hints else "")


def _record(self: Renderer, verb: verbs.Record, session: Session) -> str:
    return (
        f'<Record action="{clean(url(verb.to))}" method="POST" maxLength="{verb.seconds}"'
        f' timeout="5" finishOnKey="{verb.finish}" playBeep="true" trim="trim-silence"/>'
    )


def _enqueue(self: Renderer, verb: verbs.Enqueue, session: Session) -> str:
    left, wait = clean(url(verb.left)), clean(url(verb.wait))
    return (
        f'<Enqueue action="{left}" method="POST" waitUrl="{wait}" waitUrlMethod="POST">'
        f"{clean(verb.name)}</Enqueue>"
    )


def _dial(self: Renderer, verb: verbs.Dial, session: Session) -> str:
    caller = f' callerId="{verb.caller_id}"' if verb.caller_id else ""
    whisper = f"/voice/whisper?{verb.to.position.query()}{RETRY}"
    screen = f' url="{clean(whisper)}" method="POST"' if verb.screen else ""
    targets = "".join(_target(target, screen) for target in verb.targets)
    return (
        f'<Dial action="{clean(url(verb.to))}" method="POST" timeout="{verb.ring}"'
        f"{caller}>{targets}</Dial>"
    )


def _target(target: str, screen: str) -> str:
    noun = "Sip" if target.startswith("sip:") else "Number"
    return f"<{noun}{screen}>{clean(target)}</{noun}>"


def _redirect(self: Renderer, verb: verbs.Redirect, session: Session) -> str:
    return f'<Redirect method="POST">{clean(url(verb.to))}</Redirect>'


_RENDER: dict[type, Callable[[Renderer, Any, Session], str]] = {
    verbs.Say: Renderer.say,
    verbs.Play: lambda self, verb, session: _play(verb.audio),
    verbs.Pause: lambda self, verb, session: f'<Pause length="{verb.seconds}"/>',
    verbs.Gather: _gather,
    verbs.Record: _record,
    verbs.Enqueue: _enqueue,
    verbs.Dial: _dial,
    verbs.Redirect: _redirect,
    verbs.Leave: lambda self, verb, session: "<Leave/>",
    verbs.Hangup: lambda self, verb, session: "<Hangup/>",
}
