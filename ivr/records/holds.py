"""Holds: what must be kept for a legal reason, whatever else would delete it.

A hold names a ticket, a call or a telephone number, and covers whole calls: the record of the call
and all its tickets. Holds are rows and no configuration: they name persons, are placed by who may
know why, and count at once on every machine.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Literal, get_args

from sqlalchemy import Connection, Engine, delete, select

from ivr.call.subscriber import Subscriber
from ivr.records.incident import Incident
from ivr.records.schema import holds
from ivr.records.transactions import read, write
from ivr.records.upsert import insert_once
from ivr.records.whole_calls import WholeCall

HoldKind = Literal["ticket", "call", "number"]
_LAST_ZONE = timedelta(hours=12)  # a day is over when it is over everywhere
KINDS: tuple[HoldKind, ...] = get_args(HoldKind)


@dataclass(frozen=True, slots=True)
class Hold:
    """One hold. ``value`` is a ticket number, a CallSid or an E.164 number.

    ``until`` is the last day on which it counts; None if only a release ends it.
    """

    kind: HoldKind
    value: str
    reason: str
    until: date | None
    placed_at: datetime

    def __str__(self) -> str:
        end = f"until {self.until}" if self.until else "until it is released"
        return f"{self.kind} {self.value}, {end}: {self.reason}"


class Holds:
    """The holds on record."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def place(self, hold: Hold) -> Hold:
        """Place it, in the stead of an earlier one on the same. Raises StoreUnavailable."""
        values = {field.name: getattr(hold, field.name) for field in fields(Hold)}
        same = (holds.c.kind == hold.kind) & (holds.c.value == hold.value)

        def replace(connection: Connection) -> Hold:
            connection.execute(delete(holds).where(same))
            insert_once(connection, holds, values, holds.c.id)
            return hold

        return write(self._engine, replace)

    def release(self, kind: HoldKind, value: str) -> bool:
        """End a hold; False if there is none. Raises StoreUnavailable."""
        gone = delete(holds).where(holds.c.kind == kind, holds.c.value == value)
        return write(self._engine, lambda connection: connection.execute(gone).rowcount > 0)

    def all(self) -> list[Hold]:
        """Every hold, the oldest first. Raises StoreUnavailable."""
        query = select(*(holds.c[field.name] for field in fields(Hold))).order_by(holds.c.id)
        return read(
            self._engine,
            lambda connection: [Hold(**row._mapping) for row in connection.execute(query)],
        )

    def in_force(self, now: datetime) -> HoldsInForce:
        """Those that count now. Raises StoreUnavailable."""
        day = (now - _LAST_ZONE).date()
        return HoldsInForce(hold for hold in self.all() if hold.until is None or hold.until >= day)


class HoldsInForce:
    """What the holds of a moment say of a call and of what it has left. False if there are none."""

    def __init__(self, found: Iterable[Hold]) -> None:
        self._exact: dict[tuple[str, str], Hold] = {}
        self._numbers: list[tuple[Subscriber, Hold]] = []
        for hold in found:
            self._exact[hold.kind, hold.value] = hold
            if hold.kind == "number":
                self._numbers.append((Subscriber(hold.value), hold))

    def __bool__(self) -> bool:
        return bool(self._exact)

    def on(self, call: WholeCall) -> Hold | None:
        """The hold on a call; None if it may go."""
        record = call.record
        found = [self._exact.get(("call", call.call_sid))]
        found += [self._on_incident(incident) for incident in call.incidents]
        if record is not None:
            found += [self._exact.get(("ticket", record.incident or ""))]
            found += [self._on_number(record.caller)]
        return next(filter(None, found), None)

    def on_live(self, call_sid: str, told: object) -> Hold | None:
        """The hold on a call that is not on record yet, by all that it has told."""
        return self._exact.get(("call", call_sid)) or self._on_number(told)

    def _on_incident(self, incident: Incident) -> Hold | None:
        held = self._exact.get(("ticket", incident.number))
        return held or self._on_number([incident.caller, dict(incident.fields)])

    def _on_number(self, value: object) -> Hold | None:
        return next((hold for who, hold in self._numbers if who.mentioned_in(value)), None)
