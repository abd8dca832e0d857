"""An incident as values, and how what a call says later is merged into what it said before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal, Protocol

Status = Literal["open", "partial"]


@dataclass(frozen=True, slots=True)
class Incident:
    """One stored incident. ``number`` is spoken to the caller; times are UTC.

    ``status`` is ``partial`` while the form is unfinished, ``open`` once it is complete.
    ``caller`` and ``dnis`` are E.164; ``plan`` is the version on which the call ran. What is
    personal is gone since ``erased_at``.
    """

    number: str
    call_sid: str
    kind: str
    status: str
    queue: str | None
    country: str
    language: str
    caller: str | None
    dnis: str
    plan: str
    service: str | None
    fields: Mapping[str, object]
    created_at: datetime
    updated_at: datetime
    erased_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """What a call has given so far. ``fields`` holds JSON values; None means not given."""

    call_sid: str
    kind: str
    queue: str | None
    country: str
    language: str
    caller: str | None
    dnis: str
    plan: str
    service: str | None
    fields: Mapping[str, object]


class IncidentStore(Protocol):
    """Where incidents are kept. One contract test holds for every implementation."""

    def keep(self, draft: Draft, status: Status, now: datetime) -> Incident:
        """Store ``draft``; the same (call, kind) always has the same number.

        Stored for good when it returns. Raises StoreUnavailable if that is not certain.
        """

    def by_number(self, number: str) -> Incident | None:
        """The incident with this ticket number."""

    def by_call(self, call_sid: str) -> list[Incident]:
        """The incidents of one call, oldest first."""

    def latest(
        self, limit: int = 50, queue: str | None = None, status: str | None = None
    ) -> list[Incident]:
        """The newest incidents first, of one queue or one status if given."""


def created(draft: Draft, number: str, status: Status, now: datetime) -> Incident:
    """The incident that ``draft`` begins."""
    return Incident(
        number=number,
        call_sid=draft.call_sid,
        kind=draft.kind,
        status=status,
        queue=draft.queue,
        country=draft.country,
        language=draft.language,
        caller=draft.caller,
        dnis=draft.dnis,
        plan=draft.plan,
        service=draft.service,
        fields=_given(draft.fields),
        created_at=in_utc(now),
        updated_at=in_utc(now),
    )


def merged(known: Incident, draft: Draft, status: Status, now: datetime) -> Incident:
    """``known`` with what ``draft`` adds; ``known`` itself if it adds nothing (a replay).

    What comes later wins, except that a partial that arrives after the complete form (a late
    hang-up callback) only fills gaps. A partial may become open; nothing becomes partial again.
    """
    late = status == "partial" and known.status != "partial"
    given = _given(draft.fields)
    fields = {**given, **known.fields} if late else {**known.fields, **given}
    after = replace(
        known,
        status=status if known.status == "partial" else known.status,
        queue=_later(known.queue, draft.queue, late),
        language=known.language if late else draft.language,
        caller=_later(known.caller, draft.caller, late),
        service=_later(known.service, draft.service, late),
        fields=fields,
    )
    return known if after == known else replace(after, updated_at=in_utc(now))


def _later(known: str | None, new: str | None, late: bool) -> str | None:
    return (known or new) if late else (new or known)


def _given(fields: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in fields.items() if value is not None}


def in_utc(now: datetime) -> datetime:
    """A moment in UTC. Raises ValueError if it does not tell its zone."""
    if now.tzinfo is None:
        raise ValueError(f"a moment without a time zone: {now}")
    return now.astimezone(UTC)
