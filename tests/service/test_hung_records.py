"""While the records hang, menus play, tickets are honest; what was told is stored afterwards."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor, as_completed, wait
from datetime import UTC, datetime
from itertools import islice
from threading import Event

import pytest
from sqlalchemy import Engine, event

from ivr.call.call import Call
from ivr.call.events import Answered, Keys, SpeechInput
from ivr.guard.breaker import Breaker
from ivr.guard.bulkhead import Bulkhead
from ivr.live.memory import MemoryCalls
from ivr.plan.versions import Plans
from ivr.records import CallRecords, Incidents
from ivr.records.transactions import THREADS, Guard, guarded
from ivr.service.cache import Answer
from ivr.service.finish import Finisher
from ivr.service.webhook import Turns
from tests.web.voice.door import new_sid

NOW = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
WEB_THREADS = 8
REPORT = [Keys("1"), Keys("1"), Keys("48217"), Keys("1"), Keys("1"), SpeechInput("Ana", 0.9)]
REPORT += [Keys("1"), Keys("2"), SpeechInput("no hay tono", 0.9), Keys("1")]


class Hung:
    """A database that answers nothing until it is let go."""

    def __init__(self, engine: Engine) -> None:
        self.let_go = Event()
        event.listen(engine, "before_cursor_execute", lambda *_: self.let_go.wait(60))


@pytest.fixture
def turns(plans: Plans, engine: Engine) -> Turns:
    """Who has a thread for the records may wait for ever; who has none goes on at once."""
    patient = Guard(Breaker(), Bulkhead("the records", THREADS, entry=0.01, patience=60))
    return Turns(plans, MemoryCalls(), Incidents(guarded(engine, patient)))


def calling() -> Call:
    return Call(new_sid(), "+541151705383", "+5491155551234")


def before_the_last(turns: Turns, call: Call) -> Answer:
    """A caller has answered all questions but the last."""
    heard = turns.begin(call, Answered(), NOW)
    for answer in REPORT[:-1]:
        heard = turns.take(call, heard.turn.position.next_turn(), answer, NOW)
    return heard


def test_menus_play_while_the_records_hang(turns: Turns, engine: Engine) -> None:
    callers = [calling() for _ in range(20)]
    stand = {call: before_the_last(turns, call) for call in callers}
    hung = Hung(engine)
    with ThreadPoolExecutor(WEB_THREADS) as web:
        tickets: list[Future[Answer]] = [
            web.submit(turns.take, call, stand[call].turn.position.next_turn(), REPORT[-1], NOW)
            for call in callers
        ]
        menus = [web.submit(turns.begin, calling(), Answered(), NOW) for _ in range(50)]
        try:
            done, _ = wait(menus, 60)
            assert len(done) == len(menus)
            free = list(islice(as_completed(tickets, 60), len(tickets) - THREADS))
            honest = [ticket.result().twiml for ticket in free]
            waiting = [ticket for ticket in tickets if ticket not in free]
            assert not any(ticket.done() for ticket in waiting)
        finally:
            hung.let_go.set()
    assert all("número de ticket es" not in twiml for twiml in honest)
    assert all("en cuanto le atendamos" in twiml for twiml in honest)
    assert all("número de ticket es" in ticket.result().twiml for ticket in waiting)


def test_what_was_told_meanwhile_is_stored_afterwards(turns: Turns, engine: Engine) -> None:
    call = calling()
    stand = before_the_last(turns, call)
    hasty = Guard(Breaker(), Bulkhead("the records", THREADS, entry=0.01, patience=0.01))
    turns.tickets = Incidents(guarded(engine, hasty))
    hung = Hung(engine)
    heard = turns.take(call, stand.turn.position.next_turn(), REPORT[-1], NOW)
    assert "en cuanto le atendamos" in heard.twiml
    hung.let_go.set()
    Finisher(turns.calls, Incidents(engine), CallRecords(engine)).over(
        call.sid, "completed", 9, NOW
    )
    (ticket,) = Incidents(engine).by_call(call.sid)
    assert ticket.status == "open"
    assert set(ticket.fields) >= {"severity", "circuit_id", "contact", "description"}


# What hung is done at last: it must not come over what was stored since.
def test_what_nobody_waits_for_leaves_no_trace(turns: Turns, engine: Engine) -> None:
    call = calling()
    stand = before_the_last(turns, call)
    bulkhead = Bulkhead("the records", 1, entry=60, patience=0.01)
    turns.tickets = Incidents(guarded(engine, Guard(Breaker(), bulkhead)))
    hung = Hung(engine)
    turns.take(call, stand.turn.position.next_turn(), REPORT[-1], NOW)
    hung.let_go.set()
    bulkhead._patience = 60
    bulkhead.run(lambda _: None)  # its only thread is free again
    assert Incidents(engine).latest() == []
