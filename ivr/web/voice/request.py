"""A webhook's form → typed values. Each field has a strict pattern of its own.

The signature joins names and values without a delimiter, so a shape that we would not accept of one
field must not pass as another's. Names that we do not know are ignored: Twilio adds some any time.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ivr.call.call import Call
from ivr.call.events import (
    DialEnded,
    Event,
    Keys,
    NoInput,
    QueueLeft,
    Recorded,
    SpeechInput,
    Waiting,
)
from ivr.errors import MalformedRequest
from ivr.web.voice.signature import Pairs

_SID = re.compile(r"CA[0-9a-f]{32}\Z")
_ACCOUNT = re.compile(r"AC[0-9a-f]{32}\Z")
_PARTY = re.compile(r"[^\s\x00-\x1f<>&\"']{1,255}\Z")
_E164 = re.compile(r"\+[0-9]{3,18}\Z")
_DIGITS = re.compile(r"[0-9*#A-Dw]{0,64}\Z")
_KEY = re.compile(r"([0-9*#]|hangup)?\Z")
_WORD = re.compile(r"[a-z-]{1,40}\Z")
_COUNT = re.compile(r"[0-9]{1,9}\Z")
_FRACTION = re.compile(r"[01](\.[0-9]{1,20})?\Z")
_URL = re.compile(r"https?://[^\s<>\"]{1,1000}\Z")
_LONGEST_SPEECH = 8000


@dataclass(frozen=True, slots=True)
class TwilioForm:
    """The fields of a verified request, by name; a repeated name keeps its last value."""

    fields: Mapping[str, str]

    @property
    def sid(self) -> str:
        """CallSid of the leg that this request is about."""
        return self._match(_SID, "CallSid")

    @property
    def account(self) -> str:
        """The account that the call belongs to."""
        return self._match(_ACCOUNT, "AccountSid")

    @property
    def parent(self) -> str | None:
        """CallSid of the caller's leg, on a leg that was dialled for him."""
        return self._match(_SID, "ParentCallSid") if "ParentCallSid" in self.fields else None

    @property
    def status(self) -> str:
        """CallStatus."""
        return self._match(_WORD, "CallStatus")

    @property
    def duration(self) -> int | None:
        """Seconds that the call took, once it is over."""
        return self._count("CallDuration")

    @property
    def error(self) -> str:
        """Twilio's error number, where the fallback URL is asked."""
        return self.fields.get("ErrorCode", "")[:10]

    def call(self) -> Call:
        """Who calls whom. A caller who is withheld comes as a word or a number that is none."""
        caller = self.fields.get("From", "")
        if caller and not _PARTY.match(caller):
            raise MalformedRequest("From is not an address")
        known = caller if _E164.match(caller) or caller.startswith("sip:") else None
        return Call(self.sid, self._match(_PARTY, "To"), known)

    def answer(self) -> Event:
        """What came of listening: keys, speech, a recording, or nothing."""
        finished = self._optional(_KEY, "FinishedOnKey")
        if "RecordingUrl" in self.fields:
            key = self._optional(_KEY, "Digits")
            seconds = self._count("RecordingDuration")
            if seconds == 0:
                return NoInput()  # nothing was said into it
            return Recorded(self._match(_URL, "RecordingUrl"), seconds or 0, key)
        digits = self._optional(_DIGITS, "Digits")
        if digits:
            return Keys(digits, finished)
        speech = self.fields.get("SpeechResult", "").strip()
        if len(speech) > _LONGEST_SPEECH:
            raise MalformedRequest("SpeechResult is too long")
        return SpeechInput(speech, self._confidence()) if speech else NoInput(finished)

    def waiting(self) -> Waiting:
        """One round in the carrier's queue."""
        key = self._optional(_DIGITS, "Digits")[:1]
        return Waiting(self._count("QueuePosition"), self._count("QueueTime") or 0, key)

    def queue_left(self) -> QueueLeft:
        """Why the caller is out of the carrier's queue."""
        return QueueLeft(self._match(_WORD, "QueueResult"), self._count("QueueTime") or 0)

    def dial_ended(self) -> DialEnded:
        """How a dialled leg ended."""
        status = self._match(_WORD, "DialCallStatus")
        return DialEnded(status, self.fields.get("DialBridged") == "true")

    def _match(self, pattern: re.Pattern[str], name: str) -> str:
        value = self.fields.get(name, "")
        if not pattern.match(value):
            raise MalformedRequest(f"{name} is missing or has not the shape that is documented")
        return value

    def _optional(self, pattern: re.Pattern[str], name: str) -> str:
        return self._match(pattern, name) if self.fields.get(name) else ""

    def _count(self, name: str) -> int | None:
        return int(self._match(_COUNT, name)) if self.fields.get(name) else None

    def _confidence(self) -> float | None:
        # Too many digits or none are a recogniser's whim, not an attack on us.
        value = self.fields.get("Confidence", "")
        return float(value) if _FRACTION.match(value) else None


def webhook(form: Pairs) -> TwilioForm:
    """The typed view of a form. Raises MalformedRequest if it has no CallSid or AccountSid."""
    hook = TwilioForm(dict(form))
    hook.sid, hook.account  # noqa: B018 - reading them checks them
    return hook
