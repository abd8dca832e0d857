"""What is on record of one subscriber, and how it is erased.

An erased ticket keeps its number, queue, kind, service and dates, an erased call its length and how
it ended, so that reports still count them; nothing leads from them to a person any more.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, Engine, update

from ivr.call.subscriber import Subscriber
from ivr.records.incident import Incident
from ivr.records.incidents import incident_of
from ivr.records.recordings import recordings_of, unwanted
from ivr.records.schema import calls, incidents
from ivr.records.transactions import read, write
from ivr.records.whole_calls import WholeCall, every, whole_calls

ERASED = {"status": "erased"}


@dataclass(frozen=True, slots=True)
class Mention:
    """A ticket of somebody else in which the subscriber is spoken of, by the answers that do."""

    incident: Incident
    answers: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class OnRecord:
    """All that the records know of a subscriber: his calls, and where others speak of him."""

    calls: list[WholeCall] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)


def on_record(engine: Engine, who: Subscriber) -> OnRecord:
    """Look through all records. Raises StoreUnavailable."""
    own, mentions = _own_and_mentions(engine, who)
    called = calls.c.caller.in_(who.spellings)
    own |= {row.call_sid for row in every(engine, calls.c.call_sid, called)}
    found = read(engine, lambda connection: whole_calls(connection, own))
    return OnRecord(
        sorted(found.values(), key=lambda call: call.began),
        [mention for mention in mentions if mention.incident.call_sid not in own],
    )


def _own_and_mentions(engine: Engine, who: Subscriber) -> tuple[set[str], list[Mention]]:
    own: set[str] = set()
    mentions = []
    for row in every(engine, incidents.c.id):
        incident = incident_of(row)
        answers = {n: a for n, a in incident.fields.items() if who.mentioned_in(a)}
        if who.has(incident.caller) or any(map(who.has, map(_value, answers.values()))):
            own.add(incident.call_sid)
        elif answers:
            mentions.append(Mention(incident, answers))
    return own, mentions


def _value(answer: object) -> object:
    return answer.get("value") if isinstance(answer, Mapping) else answer


def erase_call(engine: Engine, call: WholeCall, who: Subscriber, now: datetime) -> list[str]:
    """Erase all that is personal on a call. Raises StoreUnavailable.

    Returns the addresses of its recordings, which are to be deleted at the carrier.
    """
    # The carrier knows the caller by the CallSid.
    nameless = {"call_sid": f"erased-{secrets.token_hex(12)}", "erased_at": now}
    urls = recordings_of(call.incidents)

    def erase(connection: Connection) -> list[str]:
        unwanted(connection, urls, now)
        for table, personal in ((incidents, {"fields": {}}), (calls, {"journal": []})):
            mine = update(table).where(table.c.call_sid == call.call_sid)
            connection.execute(mine.where(table.c.caller.in_(who.spellings)).values(caller=None))
            connection.execute(mine.values(**nameless, **personal))
        return urls

    return write(engine, erase)


def erase_mention(engine: Engine, mention: Mention, now: datetime) -> None:
    """Erase the answers that speak of the subscriber, and nothing else. Raises StoreUnavailable."""
    fields = {**mention.incident.fields, **dict.fromkeys(mention.answers, ERASED)}
    mine = update(incidents).where(incidents.c.number == mention.incident.number)
    write(engine, lambda c: c.execute(mine.values(fields=fields, updated_at=now)))
