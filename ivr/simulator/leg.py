"""One party's line, and the standard fields that every webhook tells of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal

Direction = Literal["inbound", "outbound-api", "outbound-dial"]

API_VERSION = "2010-04-01"


@dataclass(slots=True)
class Leg:
    """A line. ``ahead`` holds keys typed before anyone asked; ``answered`` is a time in seconds."""

    sid: str
    account_sid: str
    to: str
    from_: str
    direction: Direction = "inbound"
    status: str = "ringing"
    parent: str = ""
    ahead: str = ""
    answered: float | None = None

    def answer(self, now: float) -> None:
        """Take the line off the hook, once."""
        if self.answered is None:
            self.answered = now
            self.status = "in-progress"

    def duration(self, now: float) -> int:
        """Whole seconds since the line was answered; 0 if it never was."""
        return 0 if self.answered is None else round(now - self.answered)

    def fields(self) -> dict[str, str]:
        """The standard parameters of a webhook of this line."""
        fields = {
            "CallSid": self.sid,
            "AccountSid": self.account_sid,
            "From": self.from_,
            "To": self.to,
            "Caller": self.from_,
            "Called": self.to,
            "CallStatus": self.status,
            "ApiVersion": API_VERSION,
            "Direction": self.direction,
        }
        return fields | ({"ParentCallSid": self.parent} if self.parent else {})


def derived_sid(prefix: str, *parts: object) -> str:
    """A SID that is the same whenever ``parts`` are: two letters and 32 hex digits."""
    digest = hashlib.sha256("/".join(map(str, parts)).encode()).hexdigest()
    return prefix + digest[:32]
