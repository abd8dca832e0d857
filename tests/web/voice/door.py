"""A carrier in miniature: signs requests as the vendor's library does and posts them to the app."""

from __future__ import annotations

import hmac
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from urllib.parse import urlencode
from xml.etree import ElementTree

from flask.testing import FlaskClient
from twilio.request_validator import RequestValidator
from werkzeug.test import TestResponse

from ivr.app import Service, create_app
from ivr.live.memory import MemoryCalls

ACCOUNT = "AC" + "b" * 32
TOKEN, OLD_TOKEN = "a-token-of-today-0001", "a-token-of-before-0002"
NUMBER, CALLER = "+541151705383", "+5491155551234"
_sids = count(1)


def new_sid() -> str:
    return f"CA{next(_sids):032x}"


def form_of(sid: str, **more: str) -> dict[str, str]:
    """What the carrier sends with every request of a call."""
    always = {"CallSid": sid, "AccountSid": ACCOUNT, "From": CALLER, "To": NUMBER}
    return {**always, "CallStatus": "in-progress", "Direction": "inbound", **more}


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Door:
    """A service, and requests to it."""

    service: Service
    clock: Clock
    fast_path: bool = True
    client: FlaskClient = field(init=False)

    def __post_init__(self) -> None:
        self.client = create_app(self.service, self.fast_path).test_client()

    @property
    def live(self) -> MemoryCalls:
        assert isinstance(self.service.calls, MemoryCalls)
        return self.service.calls

    def sign(self, target: str, form: Mapping[str, str], token: str = TOKEN) -> str:
        url = self.service.settings.public_url + target
        return str(RequestValidator(token).compute_signature(url, dict(form)))

    def sign_bytes(self, message: bytes) -> str:
        """The signature of a message that is no text."""
        return b64encode(hmac.digest(TOKEN.encode(), message, "sha1")).decode()

    def get(self, target: str, form: Mapping[str, str]) -> TestResponse:
        """The same by GET: all fields in the address, which alone is signed."""
        called = f"{target}{'&' if '?' in target else '?'}{urlencode(form)}"
        return self.client.get(called, headers={"X-Twilio-Signature": self.sign(called, {})})

    def post(self, target: str, form: Mapping[str, str], token: str = TOKEN) -> TestResponse:
        """A signed request, as the carrier sends it."""
        return self.send(target, urlencode(form).encode(), self.sign(target, form, token))

    def send(self, target: str, body: bytes, signature: str | None, **headers: str) -> TestResponse:
        """Any request at all."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        if signature is not None:
            given["X-Twilio-Signature"] = signature
        media = "application/x-www-form-urlencoded"
        return self.client.post(target, data=body, headers=given, content_type=media)

    def state(self) -> tuple[object, ...]:
        """All that a request could have changed."""
        hashes = {sid: dict(values) for sid, values in self.live._hashes.items()}
        stored = self.service.tickets.latest(1000)
        return hashes, dict(self.live._seen), stored, self.service.records.latest(1000)


@dataclass
class Line:
    """One call, turn by turn: each answer follows the action of the document before."""

    door: Door
    sid: str = field(default_factory=new_sid)
    base: Mapping[str, str] = field(default_factory=dict)
    text: str = ""

    def dial(self) -> Line:
        return self.follow("/voice")

    def press(self, keys: str) -> Line:
        return self.follow(self.action(), Digits=keys)

    def speak(self, words: str) -> Line:
        return self.follow(self.action(), SpeechResult=words, Confidence="0.87")

    def silence(self) -> Line:
        return self.follow(self.action())

    def follow(self, target: str, **more: str) -> Line:
        answer = self.door.post(target, form_of(self.sid, **self.base, **more))
        assert answer.status_code == 200, answer.text
        self.text = answer.text
        return self

    def status(self, **more: str) -> int:
        ended = {"CallStatus": "completed", "CallDuration": "42", **more}
        form = form_of(self.sid, **self.base) | ended
        return self.door.post("/voice/status", form).status_code

    @property
    def document(self) -> ElementTree.Element:
        return ElementTree.fromstring(self.text.encode())

    def find(self, verb: str) -> ElementTree.Element:
        found = self.document.find(f".//{verb}")
        assert found is not None, self.text
        return found

    def action(self, verb: str = "Gather", attribute: str = "action") -> str:
        """Where the next request goes; a fragment is the carrier's own and never sent."""
        return self.find(verb).attrib[attribute].partition("#")[0]
