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

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from urllib.parse import parse_qsl, urlsplit
from zoneinfo import ZoneInfo

import structlog
from flask import Blueprint, Response, request

from ivr import machine, rescue, whisper
from ivr.calls import MemoryCalls
from ivr.errors import BadSignature, MalformedRequest, RequestRefused, StoreUnavailable
from ivr.events import Answered, Call, Event
from ivr.finish import TERMINAL, Finisher
from ivr.logs import bind_call
from ivr.metrics import ANSWERS, SECONDS
from ivr.plan.nodes import CallPlan
from ivr.position import Position, decode
from ivr.records import Incident
from ivr.turn import Turns
from ivr.twiml import Renderer
from ivr.verbs import Verb
from ivr.web.fields import Webhook, webhook
from ivr.web.signature import read_form, verify
from routing.model import Floor

_log = structlog.get_logger(__name__)
_XML = "text/xml; charset=utf-8"


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
class Visit:
    """One verified request."""

    door: VoiceDoor
    hook: Webhook
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


def blueprint(door: VoiceDoor) -> Blueprint:
    """The routes of the voice door."""
    voice = Blueprint("voice", __name__)
    for path, handler in _HANDLERS.items():
        voice.add_url_rule(
            f"/voice{path}",
            endpoint=path.strip("/") or "answer",
            view_func=partial(_visit, door, path, handler),
            methods=["POST"],
        )
    return voice


def _visit(door: VoiceDoor, path: str, handler: Callable[[Visit], Response]) -> Response:
    """Verify, parse, handle; refuse what is not the carrier's; never let a failure be heard."""
    with SECONDS.labels(path).time():
        try:
            visit = _verified(door)
        except RequestRefused as refused:
            ANSWERS.labels(path, str(refused.status)).inc()
            _log.warning("voice.refused", path=path, status=refused.status, reason=str(refused))
            return Response(f"{refused}\n", refused.status, mimetype="text/plain")
        try:
            response = handler(visit)
        except RequestRefused as refused:
            ANSWERS.labels(path, str(refused.status)).inc()
            _log.warning("voice.refused", path=path, status=refused.status, reason=str(refused))
            return Response(f"{refused}\n", refused.status, mimetype="text/plain")
        except Exception:
            ANSWERS.labels(path, "rescued").inc()
            _log.exception("voice.failed", path=path)
            return _rescued(visit)
        ANSWERS.labels(path, str(response.status_code)).inc()
        return response


def _verified(door: VoiceDoor) -> Visit:
    form = read_form(request.get_data(cache=False))
    query = request.query_string.decode("latin-1")
    url = door.public_url + request.path + (f"?{query}" if query else "")
    verify(request.headers.get("X-Twilio-Signature"), url, form, door.tokens)
    hook = webhook(form)
    if door.account and hook.account != door.account:
        raise BadSignature("the call belongs to another account")
    call = hook.call()
    bind_call(call.sid, call.dnis)
    return Visit(door, hook, call, _position(query))


def _position(query: str) -> Position | None:
    if not query:
        return None
    try:
        return decode(dict(parse_qsl(query, strict_parsing=True, max_num_fields=16)))
    except ValueError as error:
        raise MalformedRequest("the address is not one of ours") from error


def _answer(visit: Visit) -> Response:
    if visit.call.dnis not in visit.plan.numbers:
        _log.warning("voice.unknown_number", dnis=visit.call.dnis)
    return _taken(visit, None, Answered())


def _turn(visit: Visit) -> Response:
    return _taken(visit, _placed(visit), visit.hook.answer())


def _wait(visit: Visit) -> Response:
    position = _placed(visit)
    waits = position.node.endswith(":wait")
    return _taken(visit, position, visit.hook.waiting() if waits else visit.hook.answer())


def _queue_left(visit: Visit) -> Response:
    return _taken(visit, _placed(visit), visit.hook.queue_left())


def _dial_result(visit: Visit) -> Response:
    return _taken(visit, _placed(visit), visit.hook.dial_ended())


def _taken(visit: Visit, position: Position | None, event: Event) -> Response:
    turns, floor = _situation(visit)
    if position is None:
        answer = turns.begin(visit.call, event, visit.now(), floor)
    else:
        answer = turns.take(visit.call, position, event, visit.now(), floor)
    return Response(answer.twiml, content_type=_XML)


def _situation(visit: Visit) -> tuple[Turns, Floor | None]:
    turns = visit.door.turns
    situation = visit.hook.situation() if visit.door.simulated else ""
    if situation == "nobody":
        return turns, Floor(nobody=frozenset(visit.plan.queues))
    if situation == "down":
        gone = MemoryCalls()
        gone.down = True
        return Turns(turns.plans, gone, turns.tickets, turns.floor), None
    return turns, None


def _whisper(visit: Visit) -> Response:
    position, plan = _placed(visit), visit.plan
    # On the callee's leg To is the callee; the country comes along with the queue's own number.
    code = position.fact("country") or ""
    country = plan.countries.get(code.upper()) or machine.country_of(plan, visit.call)
    return _said(visit, whisper.whisper(plan, country, position, _tickets(visit)))


def _whisper_key(visit: Visit) -> Response:
    return _said(visit, whisper.accepted(visit.hook.form.get("Digits", "")))


def _tickets(visit: Visit) -> list[Incident]:
    try:
        return visit.door.turns.tickets.by_call(visit.hook.parent or visit.hook.sid)
    except StoreUnavailable:
        return []  # the agent misses the number, the caller misses nothing


def _status(visit: Visit) -> Response:
    status = visit.hook.status
    if status in TERMINAL:
        try:
            visit.door.finisher.over(visit.hook.sid, status, visit.hook.duration, visit.now())
        except StoreUnavailable as trouble:
            _log.warning("status.put_off", reason=str(trouble))  # the sweeper stores it later
    return Response(status=204)


def _fallback(visit: Visit) -> Response:
    _log.error("voice.fallback", code=visit.hook.error, url=visit.hook.form.get("ErrorUrl", ""))
    url = urlsplit(visit.hook.form.get("ErrorUrl", ""))
    try:
        position = _position(url.query)
    except RequestRefused:
        position = None
    return _said(visit, rescue.verbs(visit.plan, visit.call, position))


def _rescued(visit: Visit) -> Response:
    return _said(visit, rescue.verbs(visit.plan, visit.call, visit.position))


def _said(visit: Visit, verbs: tuple[Verb, ...]) -> Response:
    return Response(Renderer(visit.plan.prompts).render(verbs, {}), content_type=_XML)


def _placed(visit: Visit) -> Position:
    if visit.position is None:
        raise MalformedRequest("this address needs a position")
    return visit.position


_HANDLERS: dict[str, Callable[[Visit], Response]] = {
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
