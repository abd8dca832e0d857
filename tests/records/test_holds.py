"""Holds: placed, released, in force until their day is over everywhere, and what they cover."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine

from ivr.records import CallRecord, Incident, MemoryIncidents
from ivr.records.holds import Hold, HoldKind, Holds, HoldsInForce
from ivr.records.whole_calls import WholeCall
from tests.records.test_call_records import ENDED
from tests.records.test_incident_store import DRAFT, NOW

COURT = Hold("ticket", "1000015", "Juzgado 3, expediente 17/2026", date(2026, 12, 31), NOW)
FRAUD = Hold("number", "+5491155551234", "fraude", None, NOW)


def test_a_hold_is_found_again_and_can_be_released(engine: Engine) -> None:
    holds = Holds(engine)
    for hold in (COURT, FRAUD):
        assert holds.place(hold) == hold
    assert holds.all() == [COURT, FRAUD]
    assert holds.release("ticket", COURT.value)
    assert not holds.release("ticket", COURT.value)
    assert holds.all() == [FRAUD]


def test_a_second_hold_on_the_same_takes_the_place_of_the_first(engine: Engine) -> None:
    holds = Holds(engine)
    holds.place(COURT)
    longer = replace(COURT, until=None, reason="Juzgado 3, prórroga")
    holds.place(longer)
    assert holds.all() == [longer]


# 31 December ends in Los Angeles when it is 1 January, 8:00, in Greenwich.
@pytest.mark.parametrize(
    ("moment", "held"),
    [
        (datetime(2026, 12, 31, 12, tzinfo=UTC), True),
        (datetime(2027, 1, 1, 8, tzinfo=UTC), True),
        (datetime(2027, 1, 1, 12, tzinfo=UTC), False),
    ],
)
def test_a_hold_ends_when_its_day_is_over_everywhere(
    engine: Engine, moment: datetime, held: bool
) -> None:
    holds = Holds(engine)
    holds.place(COURT)
    assert bool(holds.in_force(moment)) is held
    assert holds.all() == [COURT]  # it is still told of


def call(caller: str | None = None, answer: object = "x", sid: str = "CA1") -> WholeCall:
    draft = replace(DRAFT, call_sid=sid, caller=caller, fields={"callback": {"value": answer}})
    incident: Incident = MemoryIncidents().keep(draft, "open", NOW)
    record: CallRecord = replace(ENDED, call_sid=sid, caller=caller, incident=incident.number)
    return WholeCall(sid, [incident], record)


def held(kind: HoldKind, value: str, found: WholeCall) -> bool:
    hold = Hold(kind, value, "why", None, NOW)
    return HoldsInForce([hold]).on(found) == hold


def test_what_a_hold_covers() -> None:
    number = call().incidents[0].number
    assert held("ticket", number, call())
    assert not held("ticket", "1000028", call())
    assert held("call", "CA1", call())
    assert not held("call", "CA2", call())
    assert held("number", "+5491155551234", call(caller="+541155551234"))
    assert held("number", "+5491155551234", call(answer="llame al 11 5555-1234"))
    assert not held("number", "+5491155551234", call(caller="+5491155559999"))


# A hold covers the whole call: its tickets, its record, also where only one of them is there.
def test_a_hold_covers_each_part_of_a_call() -> None:
    whole = call(caller="+5491155551234")
    number = whole.incidents[0].number
    for hold in (("ticket", number), ("call", "CA1"), ("number", "+5491155551234")):
        assert held(*hold, WholeCall("CA1", whole.incidents))  # type: ignore[arg-type]
        assert held(*hold, WholeCall("CA1", [], whole.record))  # type: ignore[arg-type]


def test_without_holds_nothing_is_held() -> None:
    assert not HoldsInForce([])
    assert HoldsInForce([]).on(call()) is None


def test_a_hold_reads_as_a_sentence() -> None:
    assert str(COURT) == "ticket 1000015, until 2026-12-31: Juzgado 3, expediente 17/2026"
    assert str(FRAUD) == "number +5491155551234, until it is released: fraude"
