"""What each address of the voice door does with a verified webhook."""

from __future__ import annotations

import re
from collections.abc import Mapping

import structlog

from ivr.call.events import Answered, Event
from ivr.call.facts import COUNTRY
from ivr.engine import machine, whisper
from ivr.engine.node import node_at
from ivr.errors import StoreUnavailable
from ivr.service.finish import TERMINAL
from ivr.telemetry.logs import hidden
from ivr.web.voice.door import (
    ROOT,
    Handler,
    VoiceReply,
    Webhook,
    document,
    said,
    way_to_a_person,
)
from ivr.web.voice.place import asked_at

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.:-]{0,99}\Z")
_SHOWN = (("n", "node"), ("q", "queue"), ("l", "language"))
_log = structlog.get_logger(__name__)


def call_comes_in(hook: Webhook) -> VoiceReply:
    """The first document of a call."""
    if hook.call.dnis not in hook.door.turns.plans.current.numbers:
        _log.warning("voice.unknown_number", dnis=hidden(hook.call.dnis))
    turns, floor = hook.door.turns_of(hook)
    moment = hook.door.moment(hook)
    return document(turns.begin(hook.call, Answered(), moment, floor).twiml)


def turn(hook: Webhook) -> VoiceReply:
    """Keys, speech, a recording, silence."""
    return _taken(hook, hook.form.answer())


def wait(hook: Webhook) -> VoiceReply:
    """A caller stands in the carrier's queue, or answers a form that was begun there."""
    node = node_at(hook.plan, hook.placed().node)
    polled = node is not None and node.polled
    return _taken(hook, hook.form.waiting() if polled else hook.form.answer())


def queue_left(hook: Webhook) -> VoiceReply:
    """He is out of the carrier's queue."""
    return _taken(hook, hook.form.queue_left())


def dial_result(hook: Webhook) -> VoiceReply:
    """A dialled leg is over."""
    return _taken(hook, hook.form.dial_ended())


def whisper_to_callee(hook: Webhook) -> VoiceReply:
    """The callee has picked up: what he hears first."""
    position, plan = hook.placed(), hook.plan
    # On the callee's leg To is the callee; the country comes along with the queue's own number.
    code = position.fact(COUNTRY) or ""
    country = plan.countries.get(code.upper()) or machine.country_of(plan, hook.read)
    return said(plan, whisper.whisper(plan, country, position, _ticket(hook)))


def whisper_key(hook: Webhook) -> VoiceReply:
    """The key that he pressed then. Who takes the call is remembered in that of the caller."""
    verbs = whisper.accepted(hook.form.digits)
    if not verbs and hook.form.parent and hook.position:
        turns, _ = hook.door.turns_of(hook)
        turns.accept(hook.form.parent, hook.position, hook.door.moment(hook))
    return said(hook.plan, verbs)


def status(hook: Webhook) -> VoiceReply:
    """The call has ended."""
    if hook.form.status in TERMINAL:
        try:
            hook.door.finisher.over(
                hook.form.sid, hook.form.status, hook.form.duration, hook.door.moment(hook)
            )
        except StoreUnavailable as trouble:
            _log.warning("status.put_off", reason=str(trouble))  # the sweeper stores it later
    return VoiceReply(204)


def document_failed(hook: Webhook) -> VoiceReply:
    """A document of ours could not be fetched or run: the way to a person from where he stood."""
    path, place = asked_at(hook.form.fields.get("ErrorUrl", ""))
    asked = path if path in HANDLERS else "not known"
    _log.error("voice.fallback", code=hook.form.error, path=asked, **_named(place))
    if not hook.form.in_line:  # a document for who waits would be his last one
        place.pop("w", None)
    return way_to_a_person(hook, place)


def _taken(hook: Webhook, event: Event) -> VoiceReply:
    turns, floor = hook.door.turns_of(hook)
    moment = hook.door.moment(hook)
    return document(turns.take(hook.call, hook.placed(), event, moment, floor).twiml)


def _named(place: Mapping[str, str]) -> Mapping[str, str]:
    """What may be logged of a place that may be damaged: only what looks like one of our names."""
    return {name: place[key] for key, name in _SHOWN if _NAME.match(place.get(key, ""))}


def _ticket(hook: Webhook) -> str | None:
    try:
        stored = hook.door.turns.tickets.by_call(hook.form.parent or hook.form.sid)
    except StoreUnavailable:
        return None  # the agent misses the number, the caller misses nothing
    return stored[-1].number if stored else None


HANDLERS: Mapping[str, Handler] = {
    ROOT: call_comes_in,
    f"{ROOT}/turn": turn,
    f"{ROOT}/wait": wait,
    f"{ROOT}/queue-left": queue_left,
    f"{ROOT}/dial-result": dial_result,
    f"{ROOT}/whisper": whisper_to_callee,
    f"{ROOT}/whisper-key": whisper_key,
    f"{ROOT}/status": status,
    f"{ROOT}/fallback": document_failed,
}
