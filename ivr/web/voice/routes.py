"""The voice door: what the carrier asks, and the document it gets. Verified before anything else.

POST /voice              a call comes in
POST /voice/turn         keys, speech, a recording, silence
POST /voice/wait         a caller stands in the carrier's queue
POST /voice/queue-left   … and has left it
POST /voice/dial-result  a dialled leg is over
POST /voice/whisper      the callee has picked up (on his leg)   POST /voice/whisper-key
POST /voice/status       the call has ended
POST /voice/fallback     a document of ours could not be fetched or run
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from urllib.parse import parse_qsl, urlsplit
from zoneinfo import ZoneInfo

import structlog
from prometheus_client import Counter, Histogram

from ivr.call.call import Call
from ivr.call.events import Answered, Event
from ivr.call.facts import COUNTRY
from ivr.call.position import Position, decode
from ivr.call.verbs import Verb
from ivr.engine import fallback, machine, whisper
from ivr.engine.twiml import Renderer
from ivr.errors import (
    BadSignature,
    MalformedRequest,
    RequestRefused,
    RequestTooLarge,
    StoreUnavailable,
)
from ivr.live.memory import MemoryCalls
from ivr.plan.call_plan import CallPlan
from ivr.service.finish import TERMINAL, Finisher
from ivr.service.webhook import Turns
from ivr.telemetry.logs import bind_call, forget_call
from ivr.telemetry.metrics import ANSWERS, SECONDS
from ivr.web.voice.request import TwilioForm, webhook
from ivr.web.voice.signature import read_form, signed_origin, verify
from routing.model import Floor

_log = structlog.get_logger(__name__)
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
    """What the door needs of the service. ``simulated`` allows a call to choose its own moment."""

    turns: Turns
    finisher: Finisher
    public_url: str
    tokens: tuple[str, ...]
    account: str | None
    simulated: bool
    clock: Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Webhook:
    """One verified request."""

    door: VoiceDoor
    hook: TwilioForm
    call: Call
    position: Position | None

    @property
    def plan(self) -> CallPlan:
        """The plan that this call runs on."""
        plans = self.door.turns.plans
        return plans.at(self.position.plan) if self.position else plans.current

    def now(self) -> datetime:
        """The moment, or the one that a simulated call plays at (local to the country dialled)."""
        chosen = self.hook.simulated_at() if self.door.simulated else None
        if chosen is None:
            return self.door.clock()
        zone = ZoneInfo(machine.country_of(self.plan, self.call).zone)
        return chosen if chosen.tzinfo else chosen.replace(tzinfo=zone)


def answer(door: VoiceDoor, asked: RawRequest) -> VoiceReply:
    """Verify, parse, handle; refuse what is not the carrier's; never let a failure be heard.

    ``asked.path`` is one of ``PATHS``.
    """
    path = asked.path.removeprefix(_ROOT)
    forget_call()  # what is refused is not about the call that this thread served last
    with _seconds(path).time():
        try:
            visit = _verified(door, asked)
        except RequestRefused as refused:
            return _refused(path, refused)
        try:
            reply = _HANDLERS[path](visit)
        except RequestRefused as refused:
            return _refused(path, refused)
        except Exception:
            _answers(path, "rescued").inc()
            _log.exception("voice.failed", path=path)
            return _rescued(visit)
        _answers(path, str(reply.status)).inc()
        return reply


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


def _verified(door: VoiceDoor, asked: RawRequest) -> Webhook:
    if len(asked.body) > MOST_BYTES:
        raise RequestTooLarge("the body is longer than any of the carrier's")
    form = read_form(asked.body)
    query = f"?{asked.query}" if asked.query else ""
    url = signed_origin(door.public_url) + asked.path + query
    verify(asked.signature, url, form, door.tokens)
    hook = webhook(form)
    if door.account and hook.account != door.account:
        raise BadSignature("the call belongs to another account")
    call = hook.call()
    bind_call(call.sid, call.dnis, country=machine.country_of(door.turns.plans.current, call).code)
    return Webhook(door, hook, call, _position(asked.query))


# Many calls stand at the same place; a position holds nothing of one caller's.
@lru_cache(maxsize=4096)
def _position(query: str) -> Position | None:
    if not query:
        return None
    try:
        return decode(dict(parse_qsl(query, strict_parsing=True, max_num_fields=16)))
    except ValueError as error:
        raise MalformedRequest("the address is not one of ours") from error


def _answer(visit: Webhook) -> VoiceReply:
    if visit.call.dnis not in visit.plan.numbers:
        _log.warning("voice.unknown_number", dnis=visit.call.dnis)
    return _taken(visit, None, Answered())


def _turn(visit: Webhook) -> VoiceReply:
    return _taken(visit, _placed(visit), visit.hook.answer())


def _wait(visit: Webhook) -> VoiceReply:
    position = _placed(visit)
    waits = position.node.endswith(":wait")
    return _taken(visit, position, visit.hook.waiting() if waits else visit.hook.answer())


def _queue_left(visit: Webhook) -> VoiceReply:
    return _taken(visit, _placed(visit), visit.hook.queue_left())


def _dial_result(visit: Webhook) -> VoiceReply:
    return _taken(visit, _placed(visit), visit.hook.dial_ended())


def _taken(visit: Webhook, position: Position | None, event: Event) -> VoiceReply:
    turns, floor = _situation(visit)
    if position is None:
        answer = turns.begin(visit.call, event, visit.now(), floor)
    else:
        answer = turns.take(visit.call, position, event, visit.now(), floor)
    return _document(answer.twiml)


def _situation(visit: Webhook) -> tuple[Turns, Floor | None]:
    turns = visit.door.turns
    situation = visit.hook.situation() if visit.door.simulated else ""
    if situation == "nobody":
        return turns, Floor(nobody=frozenset(visit.plan.queues))
    if situation == "down":
        gone = MemoryCalls()
        gone.down = True
        return replace(turns, calls=gone), None
    return turns, None


def _whisper(visit: Webhook) -> VoiceReply:
    position, plan = _placed(visit), visit.plan
    # On the callee's leg To is the callee; the country comes along with the queue's own number.
    code = position.fact(COUNTRY) or ""
    country = plan.countries.get(code.upper()) or machine.country_of(plan, visit.call)
    return _said(visit, whisper.whisper(plan, country, position, _ticket(visit)))


def _whisper_key(visit: Webhook) -> VoiceReply:
    return _said(visit, whisper.accepted(visit.hook.form.get("Digits", "")))


def _ticket(visit: Webhook) -> str | None:
    try:
        stored = visit.door.turns.tickets.by_call(visit.hook.parent or visit.hook.sid)
    except StoreUnavailable:
        return None  # the agent misses the number, the caller misses nothing
    return stored[-1].number if stored else None


def _status(visit: Webhook) -> VoiceReply:
    status = visit.hook.status
    if status in TERMINAL:
        try:
            visit.door.finisher.over(visit.hook.sid, status, visit.hook.duration, visit.now())
        except StoreUnavailable as trouble:
            _log.warning("status.put_off", reason=str(trouble))  # the sweeper stores it later
    return VoiceReply(204)


def _fallback(visit: Webhook) -> VoiceReply:
    _log.error("voice.fallback", code=visit.hook.error, url=visit.hook.form.get("ErrorUrl", ""))
    url = urlsplit(visit.hook.form.get("ErrorUrl", ""))
    try:
        position = _position(url.query)
    except RequestRefused:
        position = None
    return _said(visit, fallback.verbs(visit.plan, visit.call, position))


def _rescued(visit: Webhook) -> VoiceReply:
    return _said(visit, fallback.verbs(visit.plan, visit.call, visit.position))


def _said(visit: Webhook, verbs: tuple[Verb, ...]) -> VoiceReply:
    return _document(Renderer(visit.plan.prompts).render(verbs, {}))


def _document(twiml: str) -> VoiceReply:
    return VoiceReply(200, twiml.encode(), _XML)


def _placed(visit: Webhook) -> Position:
    if visit.position is None:
        raise MalformedRequest("this address needs a position")
    return visit.position


_ROOT = "/voice"
_HANDLERS: Mapping[str, Callable[[Webhook], VoiceReply]] = {
    "": _answer,
    "/turn": _turn,
    "/wait": _wait,
    "/queue-left": _queue_left,
    "/dial-result": _dial_result,
    "/whisper": _whisper,
    "/whisper-key": _whisper_key,
    "/status": _status,
    "/fallback": _fallback,
}
PATHS = frozenset(f"{_ROOT}{path}" for path in _HANDLERS)
