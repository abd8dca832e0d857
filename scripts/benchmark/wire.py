"""Requests as the carrier sends them, signed and ready to be written to a socket."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from ivr.simulator.signing import signature

ACCOUNT = "AC" + "0123456789abcdef" * 2
DIALLED, CALLER = "+541151705383", "+5491155551234"


@dataclass(frozen=True, slots=True)
class Ask:
    """One request but for its call: path with query, and the fields beside the standard ones."""

    path: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """Where a service listens, and the token that signs what it is asked."""

    host: str
    port: int
    token: str

    @property
    def origin(self) -> str:
        """``http://host:port``."""
        return f"http://{self.host}:{self.port}"


def call_sid(*parts: object) -> str:
    """A CallSid that is the same whenever ``parts`` are."""
    return "CA" + hashlib.md5(repr(parts).encode(), usedforsecurity=False).hexdigest()


def request(line: Line, ask: Ask, sid: str) -> bytes:
    """The whole HTTP/1.1 request of call ``sid``: about 29 fields, signed, keep-alive."""
    form = standard_fields(sid) | ask.fields
    body = urlencode(form).encode()
    signed = signature(line.token, line.origin + ask.path, form)
    head = (
        f"POST {ask.path} HTTP/1.1\r\nHost: {line.host}:{line.port}\r\n"
        "User-Agent: TwilioProxy/1.1\r\nAccept: */*\r\nCache-Control: max-age=259200\r\n"
        "Content-Type: application/x-www-form-urlencoded; charset=UTF-8\r\n"
        f"Content-Length: {len(body)}\r\nX-Twilio-Signature: {signed}\r\n"
        f"I-Twilio-Idempotency-Token: {sid[2:]}\r\n\r\n"
    )
    return head.encode() + body


def standard_fields(sid: str) -> dict[str, str]:
    """The 26 fields that every webhook of an inbound call carries."""
    place = {"City": "BUENOS AIRES", "State": "", "Zip": "", "Country": "AR"}
    parties = {"From": CALLER, "Caller": CALLER, "To": DIALLED, "Called": DIALLED}
    about = {
        "CallSid": sid,
        "AccountSid": ACCOUNT,
        "CallStatus": "in-progress",
        "ApiVersion": "2010-04-01",
        "Direction": "inbound",
        "StirVerstat": "TN-Validation-Passed-A",
    }
    where = {f"{party}{part}": text for party in parties for part, text in place.items()}
    return about | parties | where


def keyed(digits: str) -> dict[str, str]:
    """What the carrier adds after keys were pressed."""
    return {"Digits": digits, "FinishedOnKey": "", "msg": "Gather End"}
