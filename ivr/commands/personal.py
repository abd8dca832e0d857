"""What is known of a person, and what was erased of it, as it is printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict

from ivr.call.session import Session
from ivr.call.subscriber import Subscriber
from ivr.records.whole_calls import WholeCall
from ivr.service.privacy import Erased, Known


def known_json(who: Subscriber, known: Known) -> dict[str, object]:
    """All that is known of a subscriber, for him; of others only where they speak of him."""
    return {
        "number": who.number,
        "also_written": sorted(who.forms - {who.number}),
        "calls": [_call(call, who) for call in known.on_record.calls],
        "mentioned_in": [
            {
                "ticket": mention.incident.number,
                "created_at": mention.incident.created_at,
                "answers": dict(mention.answers),
            }
            for mention in known.on_record.mentions
        ],
        "not_yet_on_record": {sid: _session(session) for sid, session in known.live.items()},
        "held": [asdict(hold) for hold in known.holds],
    }


def _call(call: WholeCall, who: Subscriber) -> dict[str, object]:
    parts = [asdict(incident) for incident in call.incidents]
    record = asdict(call.record) if call.record else None
    for part in (*parts, record or {}):
        if not who.has(part.get("caller")):
            part["caller"] = None  # somebody else's number is not his to see
    return {"call": call.call_sid, "tickets": parts, "record": record}


def _session(session: Session) -> dict[str, object]:
    meta = asdict(session.meta) if session.meta else None
    return {"call": meta, "told": dict(session.values), "journal": list(session.journal)}


def erased_lines(who: Subscriber, done: Erased) -> Iterator[str]:
    """What was removed, and what was not and why."""
    yield f"{who.number}" + "".join(f", also {form}" for form in sorted(who.forms - {who.number}))
    for call in done.calls:
        yield f"removed      {_described(call, who)}"
    for mention in done.mentions:
        answers = ", ".join(mention.answers)
        yield f"removed      from ticket {mention.incident.number} of somebody else: {answers}"
    if not (done.calls or done.mentions):
        yield "removed      nothing"
    for held, hold in done.held:
        yield f"NOT REMOVED  {_described(held, who)}; held: {hold}"
    for sid in done.under_way:
        yield f"NOT REMOVED  call {sid}, which is under way: run this again when it is over"
    for sid in done.unreadable:
        yield f"NOT REMOVED  call {sid}, which the live store holds in a form that nobody can read"
    for url in done.recordings:
        yield f"NOT REMOVED  recording {url}: it lies at the carrier; delete it there, then"
        yield f"             ivr privacy recordings --deleted {url}"


def _described(call: WholeCall, who: Subscriber) -> str:
    callers = [one.caller for one in call.incidents]
    callers += [call.record.caller] if call.record else []
    parts = ["caller"] if any(map(who.has, callers)) else []
    parts += [f"ticket {one.number} ({one.kind}, {_many(one.fields)})" for one in call.incidents]
    if call.record is not None:
        parts.append(f"a journal of {len(call.record.journal)} lines")
    return f"{call.began:%Y-%m-%d %H:%M} UTC, call {call.call_sid}: {', '.join(parts)}"


def _many(answers: Mapping[str, object]) -> str:
    return f"{len(answers)} answer{'s' * (len(answers) != 1)}"
