"""Transactions on the records: how a piece of work is done in one, and what may go wrong.

Whatever goes wrong is StoreUnavailable: the call goes on without, and nothing is claimed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar
from weakref import WeakSet

from sqlalchemy import Connection, Engine, Pool

from ivr.errors import StoreUnavailable
from ivr.guard.breaker import Breaker
from ivr.guard.bulkhead import Bulkhead, Wanted
from ivr.records.database import BUSY_MILLISECONDS, available, file_of, reading
from ivr.records.revision import refuse_newer
from ivr.telemetry.metrics import STORE_TROUBLE

T = TypeVar("T")
Work = Callable[[Connection], T]
THREADS = 3  # of a worker's eight: the others must be free for who needs no records
ENTRY_SECONDS = 0.25
PATIENCE_SECONDS = BUSY_MILLISECONDS / 1000 + 0.5  # the database's own word comes first
_known: WeakSet[Pool] = WeakSet()  # whose schema was looked at


def _bulkhead() -> Bulkhead:
    return Bulkhead("the records", THREADS, ENTRY_SECONDS, PATIENCE_SECONDS)


@dataclass(frozen=True, slots=True)
class Guard:
    """What a service asks its records through: a breaker, and threads of their own."""

    breaker: Breaker = field(default_factory=Breaker)
    bulkhead: Bulkhead = field(default_factory=_bulkhead)

    def run(self, work: Callable[[Wanted], T]) -> T:
        """Do the work if the database is worth asking. Raises StoreUnavailable."""
        with self.breaker.before("the records"):
            return self.bulkhead.run(work)


def guarded(engine: Engine, guard: Guard | None = None) -> Engine:
    """The same engine for a service that answers calls: what hangs holds up nobody else."""
    return engine.execution_options(ivr_guard=guard or Guard())


def write(engine: Engine, work: Work[T]) -> T:
    """Do ``work`` in one transaction. It is on disk when this returns.

    Raises StoreUnavailable if that is not certain; then the work may still be done.
    """
    return _run(engine, engine, work)


def read(engine: Engine, work: Work[T]) -> T:
    """Do ``work``, which only reads, in one transaction. Raises StoreUnavailable."""
    return _run(engine, reading(engine), work)


def _run(engine: Engine, way: Engine, work: Work[T]) -> T:
    guard: Guard | None = engine.get_execution_options().get("ivr_guard")
    try:
        if guard is None:
            return _transaction(way, work, lambda: True)
        return guard.run(lambda wanted: _transaction(way, work, wanted))
    except StoreUnavailable as trouble:
        STORE_TROUBLE.labels("records", type(trouble).__name__).inc()
        raise


def _transaction(engine: Engine, work: Work[T], wanted: Wanted) -> T:
    with available(), engine.begin() as connection:
        if engine.pool not in _known:
            refuse_newer(connection)
            _known.add(engine.pool)
        result = work(connection)
        if not wanted():  # what was told meanwhile must not be overwritten by this
            raise StoreUnavailable("nobody waits for this any more")
        files = connection.info.get("ivr_files", {})
    file = file_of(engine)
    if file:
        file.check(files)
    return result
