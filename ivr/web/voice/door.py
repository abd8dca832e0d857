"""From a request to its answer: verified before anything else, refused if it is not the carrier's,
and never a failure that a caller would hear. What each address does is in ``handlers.py``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from urllib.parse import parse_qsl

import structlog
from prometheus_client import Counter, Histogram

from ivr.call.call import Call
from ivr.call.position import Position, decode
from ivr.call.verbs import Verb
from ivr.engine import fallback, machine
from ivr.engine.twiml import Renderer
from ivr.errors import BadSignature, MalformedRequest, RequestRefused, RequestTooLarge
from ivr.plan.call_plan import CallPlan
from ivr.service.finish import Finisher
from ivr.service.webhook import Turns
from ivr.telemetry.logs import bind_call, forget_call
from ivr.telemetry.metrics import ANSWERS, SECONDS
from ivr.web.voice.request import TwilioForm, webhook
from ivr.web.voice.signature import read_form, signed_origin, verify
from routing.model import Floor

_log = structlog.get_logger(__name__)
ROOT = "/voice"
MOST_BYTES = 64 * 1024
_XML = "text/xml; charset=utf-8"
_TEXT = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class RawRequest:
    """A request as it came. Of a body beyond ``MOST_BYTES`` one byte more is enough."""

    path: str
    query: str
    body: bytes
    signature: str | None


@dataclass(frozen=True, slots=True)
class VoiceReply:
    """An answer; ``kind`` is its media type, empty where there is no body."""

    status: int
    body: bytes = b""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class VoiceDoor:
    """What the door needs of the service."""

    turns: Turns
    finisher: Finisher
    public_url: str
    tokens: tuple[str, ...]
    account: str | None
    clock: Callable[[], datetime]

    def moment(self, hook: Webhook) -> datetime:
        """When a webhook comes in."""
        return self.clock()

    def turns_of(self, hook: Webhook) -> tuple[Turns, Floor | None]:
        """What takes its turn, on which floor (None: the one there is)."""
        return self.turns, None


@dataclass(frozen=True, slots=True)
class Webhook:
    """One verified request."""

    door: VoiceDoor
    form: TwilioForm
    call: Call
    position: Position | None

    @property
    def plan(self) -> CallPlan:
        """The plan that this call runs on."""
        plans = self.door.turns.plans
        return plans.at(self.position.plan) if self.position else plans.current

    def placed(self) -> Position:
        """The position that the address brought along. Raises MalformedRequest without one."""
        if self.position is None:
            raise MalformedRequest("this address needs a position")
        return self.position


Handler = Callable[[Webhook], VoiceReply]


def answer(door: VoiceDoor, handler: Handler, raw: RawRequest) -> VoiceReply:
    """Verify, parse, handle; refuse what is not the carrier's; never let a failure be heard."""
    path = raw.path.removeprefix(ROOT)
    forget_call()  # what is refused is not about the call that this thread served last
    with _seconds(path).time():
        try:
            hook = verified(door, raw)
        except RequestRefused as refused:
            return _refused(path, refused)
        try:
            reply = handler(hook)
        except RequestRefused as refused:
            return _refused(path, refused)
        except Exception:
            _answers(path, "rescued").inc()
            _log.exception("voice.failed", path=path)
            return said(hook, fallback.verbs(hook.plan, hook.call, hook.position))
        _answers(path, str(reply.status)).inc()
        return reply


# Many calls stand at the same place; a position holds nothing of one caller's.
@lru_cache(maxsize=4096)
def position_in(query: str) -> Position | None:
    """The position in the query of an address, None if it has none. Raises MalformedRequest."""
    if not query:
        return None
    try:
        return decode(dict(parse_qsl(query, strict_parsing=True, max_num_fields=16)))
    except ValueError as error:
        raise MalformedRequest("the address is not one of ours") from error


def said(hook: Webhook, verbs: tuple[Verb, ...]) -> VoiceReply:
    """A document that needs nothing but the plan's words."""
    return document(Renderer(hook.plan.prompts).render(verbs, {}))


def document(twiml: str) -> VoiceReply:
    """A document."""
    return VoiceReply(200, twiml.encode(), _XML)


# Finding a metric by its labels costs as much as counting; there are few of each.
@lru_cache(maxsize=16)
def _seconds(path: str) -> Histogram:
    return SECONDS.labels(path)


@lru_cache(maxsize=128)
def _answers(path: str, result: str) -> Counter:
    return ANSWERS.labels(path, result)


def _refused(path: str, refused: RequestRefused) -> VoiceReply:
    _answers(path, str(refused.status)).inc()
    _log.warning("voice.refused", path=path, status=refused.status, reason=str(refused))
    return VoiceReply(refused.status, f"{refused}\n".encode(), _TEXT)


def count_answer(path: str, seconds: float) -> None:
    """Note a document that was not given by :func:`answer`."""
    _seconds(path).observe(seconds)
    _answers(path, "200").inc()


def verified(door: VoiceDoor, raw: RawRequest) -> Webhook:
    """The request, if it is the carrier's and can be read. Raises RequestRefused."""
    if len(raw.body) > MOST_BYTES:
        raise RequestTooLarge("the body is longer than any of the carrier's")
    pairs = read_form(raw.body)
    query = f"?{raw.query}" if raw.query else ""
    url = signed_origin(door.public_url) + raw.path + query
    verify(raw.signature, url, pairs, door.tokens)
    form = webhook(pairs)
    if door.account and form.account != door.account:
        raise BadSignature("the call belongs to another account")
    call = form.call()
    country = machine.country_of(door.turns.plans.current, call).code
    bind_call(call.sid, call.dnis, country=country)
    return Webhook(door, form, call, position_in(raw.query))
