"""A store that fails in a way that nobody thought of is a store that is away: no more, no less."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import redis
from sqlalchemy import Engine, event
from structlog.testing import capture_logs

from ivr.call.call import Call
from ivr.call.events import Answered, Keys
from ivr.errors import StoreUnavailable
from ivr.guard.breaker import Breaker
from ivr.live.memory import MemoryCalls
from ivr.live.redis_calls import RedisCalls
from ivr.plan.versions import Plans
from ivr.records import Incidents, MemoryIncidents
from ivr.records.database import database
from ivr.records.transactions import guarded
from ivr.records.upgrade import upgrade
from ivr.service.webhook import Turns

NOW = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
CALL = Call("CA" + "1" * 32, "+541151705383", "+5491155551234")
STRANGE = [
    redis.ResponseError("UNHEARD of before"),
    redis.exceptions.MovedError("7 10.0.0.1:6379"),
    AttributeError("'NoneType' object has no attribute 'redis_connection'"),
    KeyError("node"),
    RuntimeError("dictionary changed size during iteration"),
    OSError(9, "Bad file descriptor"),
]


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Where logs are not configured a traceback is drawn in colours, which takes seconds."""
    with capture_logs():
        yield


class Client:
    """A client of which everything fails."""

    def __init__(self, strange: Exception) -> None:
        self._strange = strange

    def __getattr__(self, name: str) -> object:
        raise self._strange


@pytest.mark.parametrize("strange", STRANGE, ids=lambda error: type(error).__name__)
def test_a_strange_live_store_leads_to_a_person(plans: Plans, strange: Exception) -> None:
    calls = RedisCalls(lambda: Client(strange), Breaker())  # type: ignore[arg-type,return-value]
    turns = Turns(plans, calls, MemoryIncidents())
    menu = turns.begin(CALL, Answered(), NOW)
    assert "<Gather" in menu.twiml
    form = turns.take(CALL, menu.turn.position.next_turn(), Keys("1"), NOW)
    assert "no podemos registrar los datos" in form.twiml
    assert "<Enqueue" in form.twiml
    with pytest.raises(StoreUnavailable):  # what the probes ask, and answer with a word
        calls.read("probe")


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    made = f"sqlite:///{tmp_path_factory.mktemp('records') / 'records.sqlite3'}"
    upgrade(database(made))
    return made


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    made = database(url)
    yield made
    made.dispose()


@pytest.mark.parametrize("strange", STRANGE[2:], ids=lambda error: type(error).__name__)
def test_strange_records_give_no_number_and_no_error(
    plans: Plans, engine: Engine, strange: Exception
) -> None:
    def fail(*_: object) -> None:
        raise strange

    event.listen(engine, "before_cursor_execute", fail)
    tickets = Incidents(guarded(engine))
    turns = Turns(plans, MemoryCalls(), tickets)
    heard = turns.begin(CALL, Answered(), NOW)
    for key in "1", "1":
        heard = turns.take(CALL, heard.turn.position.next_turn(), Keys(key), NOW)
    heard = turns.take(CALL, heard.turn.position.next_turn(), Keys("*0", "#"), NOW)
    assert "<Enqueue" in heard.twiml
    assert "número de ticket" not in heard.twiml
    with pytest.raises(StoreUnavailable):
        tickets.latest(1)
