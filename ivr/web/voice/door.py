"""From a request to its answer: verified before anything else, refused if it is not the carrier's,
and never a failure that a caller would hear. What each address does is in ``handlers.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

import structlog
from prometheus_client import Counter, Histogram

from ivr.call.call import Call
from ivr.call.position import Position
from ivr.call.verbs import Hangup, Verb
from ivr.engine import fallback, machine
from ivr.engine.twiml import Renderer
from ivr.errors import BadSignature, MalformedRequest, RequestRefused, RequestTooLarge
from ivr.plan.call_plan import CallPlan
from ivr.service.finish import Finisher
from ivr.service.webhook import Turns
from ivr.telemetry.logs import Published, bind_call, forget_call, hidden
from ivr.telemetry.metrics import ANSWERS, ODD_FIELDS, SECONDS
from ivr.web.voice.place import parts_of, position_at, position_in
from ivr.web.voice.request import TwilioForm, webhook
from ivr.web.voice.signature import read_form, signed_origins, verify
from routing.model import Floor

_log = structlog.get_logger(__name__)
ROOT = "/voice"
METHODS = ("GET", "POST")  # the console lets one choose
FALLBACK = "/fallback"
_CALLEES = frozenset({"/whisper", "/whisper-key"})  # asked on the leg of who was dialled
MOST_BYTES = 64 * 1024
_XML = "text/xml; charset=utf-8"
_TEXT = "text/plain; charset=utf-8"
_REMEDY = (
    "choose HTTP POST for this address in Twilio's console: it was answered, but with GET callers' "
    "numbers stand in the address, and so in the logs of every proxy on the way"
)


@dataclass(frozen=True, slots=True)
class RawRequest:
    """A request as it came. Of a body beyond ``MOST_BYTES`` one byte more is enough.

    ``query`` holds its bytes as Latin-1, as WSGI gives them.
    """

    path: str
    query: str
    body: bytes
    signature: str | None
    method: str = "POST"

    @property
    def door(self) -> str:
        """Which of our addresses is asked, below ``ROOT``; empty for ``ROOT`` itself."""
        return self.path.removeprefix(ROOT).rstrip("/")


@dataclass(frozen=True, slots=True)
class VoiceReply:
    """An answer; ``kind`` is its media type, empty where there is no body."""

    status: int
    body: bytes = b""
    kind: str = ""

    def headers(self, method: str) -> list[tuple[str, str]]:
        """Those of HTTP. The carrier would keep what it got by GET, and play it to the next."""
        length = str(len(self.body))
        about = [("Content-Type", self.kind), ("Content-Length", length)] if self.kind else []
        return about if method == "POST" else [*about, ("Cache-Control", "no-store")]


@dataclass(frozen=True, slots=True)
class VoiceDoor:
    """What the door needs of the service. ``told`` are the doors whose GET was remarked upon."""

    turns: Turns
    finisher: Finisher
    public_url: str
    tokens: tuple[str, ...]
    account: str | None
    clock: Callable[[], datetime]
    told: set[str] = field(default_factory=set)

    def moment(self, hook: Webhook) -> datetime:
        """When a webhook comes in."""
        return self.clock()

    def turns_of(self, hook: Webhook) -> tuple[Turns, Floor | None]:
        """What takes its turn, on which floor (None: the one there is)."""
        return self.turns, None


@dataclass(frozen=True, slots=True)
class Webhook:
    """One verified request. ``read`` is the call as far as it is told (``TwilioForm.read``)."""

    door: VoiceDoor
    raw: RawRequest
    form: TwilioForm
    read: Call

    @property
    def call(self) -> Call:
        """Who calls whom. Raises MalformedRequest if the number dialled is not told."""
        if not self.read.dnis:
            raise MalformedRequest("To is missing or has not the shape that is documented")
        return self.read

    @property
    def position(self) -> Position | None:
        """The position in the address; None if it has none. Raises MalformedRequest."""
        read = position_at if self.raw.method == "POST" else position_in
        return read(self.raw.query)

    @property
    def plan(self) -> CallPlan:
        """The plan that this call runs on; the current one if that cannot be had."""
        plans = self.door.turns.plans
        return plans.nearest(self.position.plan) if self.position else plans.current

    def placed(self) -> Position:
        """The position that the address brought along. Raises MalformedRequest without one."""
        if self.position is None:
            raise MalformedRequest("this address needs a position")
        return self.position


Handler = Callable[[Webhook], VoiceReply]


def answer(door: VoiceDoor, handler: Handler, raw: RawRequest) -> VoiceReply:
    """Verify, parse, handle; refuse what is not the carrier's; never let a failure be heard."""
    forget_call()  # what is refused is not about the call that this thread served last
    with _seconds(raw.door).time():
        try:
            hook = verified(door, raw)
        except RequestRefused as refused:
            return _refused(raw, refused)
        reply = _handled(hook, handler)
        _remark(hook)
        return reply


def way_to_a_person(hook: Webhook, query: Mapping[str, str]) -> VoiceReply:
    """What a caller hears when we fail, as far as the ``query`` of an address tells where he is."""
    plans, read = hook.door.turns.plans, hook.read
    # Who dialled a number that cannot be read is taken to have dialled in his own country.
    call = Call(read.sid, read.dnis or read.ani or "", read.ani)
    there = fallback.place(plans.current, call, query)
    plan = plans.nearest(there.plan)
    return said(plan, fallback.verbs(plan, call, there))


def said(plan: CallPlan, verbs: tuple[Verb, ...]) -> VoiceReply:
    """A document that needs nothing but the plan's words."""
    return document(Renderer(plan.prompts).render(verbs, {}))


def document(twiml: str) -> VoiceReply:
    """A document."""
    return VoiceReply(200, twiml.encode(), _XML)


def _handled(hook: Webhook, handler: Handler) -> VoiceReply:
    try:
        reply = handler(hook)
    except RequestRefused as refused:
        return _refused(hook.raw, refused)
    except Exception:
        _answers(hook.raw.door, "rescued").inc()
        _log.exception("voice.failed", path=hook.raw.door)
        return _rescued(hook)
    _answers(hook.raw.door, str(reply.status)).inc()
    return reply


def _rescued(hook: Webhook) -> VoiceReply:
    if hook.raw.door in _CALLEES:  # he is no caller: the caller's own leg goes on from here
        return said(hook.door.turns.plans.current, (Hangup(),))
    return way_to_a_person(hook, parts_of(hook.raw.query))


# Finding a metric by its labels costs as much as counting; there are few of each.
@lru_cache(maxsize=16)
def _seconds(path: str) -> Histogram:
    return SECONDS.labels(path)


@lru_cache(maxsize=128)
def _answers(path: str, result: str) -> Counter:
    return ANSWERS.labels(path, result)


def _refused(raw: RawRequest, refused: RequestRefused) -> VoiceReply:
    _answers(raw.door, str(refused.status)).inc()
    _log.warning("voice.refused", path=raw.door, status=refused.status, reason=str(refused))
    return VoiceReply(refused.status, f"{refused}\n".encode(), _TEXT)


def _remark(hook: Webhook) -> None:
    """Once a request: fields that were not taken as they came. Once a door: that it is a GET."""
    if hook.form.odd:
        for name, why in hook.form.odd.items():
            ODD_FIELDS.labels(name, why).inc()
        _log.warning("voice.odd_fields", path=hook.raw.door, fields=dict(hook.form.odd))
    if hook.raw.method != "POST" and hook.raw.door not in hook.door.told:
        hook.door.told.add(hook.raw.door)
        _log.warning("voice.by_get", path=hook.raw.door, remedy=_REMEDY)


def count_answer(path: str, seconds: float) -> None:
    """Note a document that was not given by :func:`answer`."""
    _seconds(path).observe(seconds)
    _answers(path, "200").inc()


def verified(door: VoiceDoor, raw: RawRequest) -> Webhook:
    """The request, if it is the carrier's and can be read. Raises RequestRefused."""
    if len(raw.body) > MOST_BYTES:
        raise RequestTooLarge("the body is longer than any of the carrier's")
    query = raw.query.encode("latin-1")
    posted = read_form(raw.body) if raw.method == "POST" else ()
    target = raw.path.encode() + (b"?" + query if query else b"")
    urls = [origin + target for origin in signed_origins(door.public_url)]
    verify(raw.signature, urls, posted, door.tokens)
    form = webhook(posted if raw.method == "POST" else read_form(query))
    if raw.door != FALLBACK:  # which answers all that is signed
        _check_call(door, form)
    read = form.read()
    _bind(door, read)
    return Webhook(door, raw, form, read)


def _check_call(door: VoiceDoor, form: TwilioForm) -> None:
    form.sid  # noqa: B018 - reading it checks it
    if door.account and form.account not in ("", door.account):
        raise BadSignature("the call belongs to another account")


def _bind(door: VoiceDoor, call: Call) -> None:
    """What is logged is about this call. Who was dialled is shown only if it is one of us."""
    plan = door.turns.plans.current
    dnis = Published(call.dnis) if call.dnis in plan.numbers else hidden(call.dnis)
    bind_call(call.sid, dnis, country=machine.country_of(plan, call).code)
