"""What callers were told, beside what is stored."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass

from adversity.callers import Talk
from adversity.service import TriedService
from ivr.errors import StoreUnavailable
from ivr.records import Incident, Incidents
from ivr.records.database import database

_PATIENCE_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Ledger:
    """``lost`` numbers were told and are not on record, or on record for another call; ``doubled``
    calls were told two numbers, have two incidents of one kind, or share a number."""

    told: int
    lost: int
    doubled: int


def compared(service: TriedService, talk: Talk) -> Ledger:
    """Compare, once the records can be read again."""
    stored = {sid: _incidents(service, sid) for sid in talk.told}
    lost = sum(not _on_record(numbers, stored[sid]) for sid, numbers in talk.told.items())
    used = Counter(number for numbers in talk.told.values() for number in numbers)
    doubled = sum(
        len(numbers) > 1 or _twice(stored[sid]) or any(used[number] > 1 for number in numbers)
        for sid, numbers in talk.told.items()
    )
    return Ledger(len(talk.told), lost, doubled)


def _on_record(numbers: set[str], incidents: list[Incident]) -> bool:
    return numbers <= {incident.number for incident in incidents}


def _twice(incidents: list[Incident]) -> bool:
    kinds = Counter(incident.kind for incident in incidents)
    return any(number > 1 for number in kinds.values())


def _incidents(service: TriedService, sid: str) -> list[Incident]:
    engine = database(service.settings)
    deadline = time.monotonic() + _PATIENCE_SECONDS
    try:
        while True:
            try:
                return Incidents(engine).by_call(sid)
            except StoreUnavailable:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.5)
    finally:
        engine.dispose()
