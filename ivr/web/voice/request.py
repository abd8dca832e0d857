"""A webhook's form → typed values. Each field has a strict pattern of its own.

The signature joins names and values without a delimiter, so a shape that we would not accept of one
field must not pass as another's. What the answer cannot do without (CallSid, To) is refused in any
other shape. Anything else then counts as absent, never as partly right, and is remembered as odd:
no caller is turned away for what stands beside his call. Names that we do not know are ignored:
Twilio adds some any time.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import ceil
from typing import Literal

from ivr.call import limits
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

Why = Literal["shape", "length"]  # an odd field counts as absent, or was cut

_SID = re.compile(r"CA[0-9a-f]{32}\Z")
_ACCOUNT = re.compile(r"AC[0-9a-f]{32}\Z")
_CALLED = re.compile(r"[^\s\x00-\x1f<>\"\ud800-\udfff]+\Z")
_LOST_PLUS = re.compile(r" [1-9][0-9]{6,14}\Z")  # a form reads an unescaped + as a blank
_PARTY = re.compile(r"[^\s\x00-\x1f<>&\"'\ud800-\udfff]+\Z")
_E164 = re.compile(r"\+[0-9]{3,18}\Z")
_DIGITS = re.compile(r"[0-9*#A-Dw]+\Z")
_KEY = re.compile(r"([0-9*#]|hangup)\Z")
_WORD = re.compile(r"[a-z-]{1,40}\Z")
_NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?\Z")
_FRACTION = re.compile(r"(0(\.[0-9]{1,20})?|1(\.0{1,20})?)\Z")
_ERROR = re.compile(r"[0-9]{1,10}\Z")
_URL = re.compile(r"https?://[^\s<>\"\ud800-\udfff]{1,1000}\Z")
_OF_A_QUEUE = frozenset({"QueuePosition", "QueueTime", "QueueSid"})
_MOST_KEYS = 64  # more than any question takes
_TOO_MANY = "…"
_LONGEST_SPEECH = 8000  # characters; the carrier listens for a minute at most
_TRUE = frozenset({"true", "t", "yes", "y", "1"})
_TRUTH = re.compile(r"(true|t|yes|y|1|false|f|no|n|0)\Z")


@dataclass(frozen=True, slots=True)
class TwilioForm:
    """The fields of a verified request, by name; a repeated name keeps its last value.

    ``odd`` are those read so far that were not taken as they came, and why.
    """

    fields: Mapping[str, str]
    odd: dict[str, Why] = field(default_factory=dict)

    @property
    def sid(self) -> str:
        """CallSid of the leg that this request is about. Raises MalformedRequest without one."""
        value = self.fields.get("CallSid", "")
        if not _SID.match(value):
            raise MalformedRequest("CallSid is missing or has not the shape that is documented")
        return value

    @property
    def account(self) -> str:
        """The account that the call belongs to; empty if it is not told."""
        return self._side(_ACCOUNT, "AccountSid")

    @property
    def parent(self) -> str:
        """CallSid of the caller's leg, on a leg that was dialled for him; else empty."""
        return self._side(_SID, "ParentCallSid")

    @property
    def status(self) -> str:
        """CallStatus; empty if it is not told."""
        return self._word("CallStatus")

    @property
    def duration(self) -> int | None:
        """Seconds that the call took, once it is over."""
        return self._seconds("CallDuration")

    @property
    def error(self) -> str:
        """Twilio's error number, where the fallback URL is asked."""
        return self._side(_ERROR, "ErrorCode")

    @property
    def in_line(self) -> bool:
        """Whether the caller stands in the carrier's queue, by what it tells of that."""
        return not self.fields.keys().isdisjoint(_OF_A_QUEUE)

    @property
    def digits(self) -> str:
        """The keys that were pressed. Of more than any question takes only the mark is left: it is
        a wrong key everywhere, where their beginning might be a right one.
        """
        keys = self._side(_DIGITS, "Digits")
        if len(keys) <= _MOST_KEYS:
            return keys
        self.odd["Digits"] = "length"
        return _TOO_MANY

    def read(self) -> Call:
        """Who calls whom, as far as it can be read: ``sid`` and ``dnis`` are empty where not.

        A caller who is withheld comes as a word or a number that is none.
        """
        sid, called = self.fields.get("CallSid", ""), self._called()
        return Call(
            sid if _SID.match(sid) else "",
            self._cut("To", called, limits.PARTY) if _CALLED.match(called) else "",
            self._caller(),
        )

    def answer(self) -> Event:
        """What came of listening: keys, speech, a recording, or nothing."""
        finished = self._side(_KEY, "FinishedOnKey")
        if "RecordingUrl" in self.fields:
            return self._recorded()
        if digits := self.digits:
            return Keys(digits, finished)
        told = self.fields.get("SpeechResult", "").strip()
        speech = self._cut("SpeechResult", told, _LONGEST_SPEECH)
        return SpeechInput(speech, self._confidence()) if speech else NoInput(finished)

    def waiting(self) -> Waiting:
        """One round in the carrier's queue."""
        place, waited = self._seconds("QueuePosition"), self._seconds("QueueTime")
        return Waiting(place, waited or 0, self.digits[:1])

    def queue_left(self) -> QueueLeft:
        """Why the caller is out of the carrier's queue."""
        return QueueLeft(self._word("QueueResult"), self._seconds("QueueTime") or 0)

    def dial_ended(self) -> DialEnded:
        """How a dialled leg ended."""
        status, seconds = self._word("DialCallStatus"), self._seconds("DialCallDuration")
        return DialEnded(status, self._truth("DialBridged"), seconds)

    def _recorded(self) -> Event:
        key, url = self._side(_KEY, "Digits"), self._side(_URL, "RecordingUrl")
        seconds = self._seconds("RecordingDuration")
        if seconds == 0 or not url:
            return NoInput()  # nothing was said into it, or nobody could find it
        return Recorded(url, seconds or 0, key)

    def _called(self) -> str:
        called = self.fields.get("To", "")
        return f"+{called[1:]}" if _LOST_PLUS.match(called) else called

    def _caller(self) -> str | None:
        caller = self._cut("From", self._side(_PARTY, "From"), limits.PARTY)
        known = _E164.match(caller) or caller.startswith(("sip:", "sips:"))
        return caller if known else None

    def _side(self, pattern: re.Pattern[str], name: str, value: str | None = None) -> str:
        value = self.fields.get(name, "") if value is None else value
        if not value or pattern.match(value):
            return value
        self.odd[name] = "shape"
        return ""

    def _cut(self, name: str, value: str, most: int) -> str:
        if len(value) <= most and value.isascii() and "\0" not in value:
            return value  # nearly all are so
        kept = limits.cut(value, most)
        if kept != value:
            self.odd[name] = "length" if len(value) > most else "shape"
        return kept

    def _word(self, name: str) -> str:
        return self._side(_WORD, name, self.fields.get(name, "").strip().lower())

    def _seconds(self, name: str) -> int | None:
        """A count. What has begun counts: of a message of half a second there is something."""
        number = self._side(_NUMBER, name, self.fields.get(name, "").strip())
        return ceil(float(number)) if number else None

    def _truth(self, name: str) -> bool | None:
        word = self._side(_TRUTH, name, self.fields.get(name, "").strip().lower())
        return word in _TRUE if word else None

    def _confidence(self) -> float | None:
        # Too many digits or none are a recogniser's whim, not an attack on us.
        value = self._side(_FRACTION, "Confidence")
        return float(value) if value else None


def webhook(form: Pairs) -> TwilioForm:
    """The typed view of a form."""
    return TwilioForm(dict(form))
