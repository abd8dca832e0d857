"""The record of one call as a value, and which of two reports of its end is believed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime


@dataclass(frozen=True, slots=True)
class CallRecord:
    """What remains of a call. Times are UTC; ``seconds`` is its length.

    ``ended_at`` is None while the call goes on. ``outcome`` is how it ended (a person, a ticket,
    a message, hung up). ``journal`` holds what happened, in order, as JSON objects.
    What is personal is gone since ``erased_at``.
    """

    call_sid: str
    country: str
    dnis: str
    caller: str | None
    language: str
    plan: str
    started_at: datetime
    ended_at: datetime | None
    seconds: float | None
    outcome: str | None
    queue: str | None
    incident: str | None
    journal: tuple[Mapping[str, object], ...] = ()
    erased_at: datetime | None = None


def settled(known: CallRecord, new: CallRecord) -> CallRecord:
    """What to keep of two reports of one call, in whichever order they came.

    A report of the end wins over one from before. Of two reports of equal standing the first
    stays; the other only fills its gaps, and lends its journal if that is longer.
    """
    first, second = (new, known) if _ended(new) and not _ended(known) else (known, new)
    gaps = {
        field.name: getattr(second, field.name)
        for field in fields(CallRecord)
        if getattr(first, field.name) is None
    }
    journal = max(first.journal, second.journal, key=len)
    if _ended(first) and not _ended(second):
        # What an unfinished report says of the end it cannot know.
        gaps = {name: value for name, value in gaps.items() if name not in ("seconds", "outcome")}
    return replace(first, **gaps, journal=journal)


def _ended(record: CallRecord) -> bool:
    return record.ended_at is not None
