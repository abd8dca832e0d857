"""Incidents in memory: for a rehearsal of a call that must leave nothing behind, and for tests."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from threading import Lock

from ivr.records.incident import Draft, Incident, Status, created, merged
from ivr.records.numbers import ticket_number


class MemoryIncidents:
    """An IncidentStore that lives as long as its object. Safe between threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: dict[tuple[str, str], Incident] = {}

    def keep(self, draft: Draft, status: Status, now: datetime) -> Incident:
        """See IncidentStore."""
        key = (draft.call_sid, draft.kind)
        # Fields pass through JSON as they do on their way to SQL, so that nothing else gets in.
        draft = replace(draft, fields=json.loads(json.dumps(dict(draft.fields))))
        with self._lock:
            known = self._kept.get(key)
            if known:
                incident = merged(known, draft, status, now)
            else:
                incident = created(draft, ticket_number(len(self._kept) + 1), status, now)
            self._kept[key] = incident
            return incident

    def by_number(self, number: str) -> Incident | None:
        """See IncidentStore."""
        return next((one for one in self._all() if one.number == number), None)

    def by_call(self, call_sid: str) -> list[Incident]:
        """See IncidentStore."""
        return [one for one in self._all() if one.call_sid == call_sid]

    def latest(
        self, limit: int = 50, queue: str | None = None, status: str | None = None
    ) -> list[Incident]:
        """See IncidentStore."""
        found = [
            one
            for one in reversed(self._all())
            if queue in (None, one.queue) and status in (None, one.status)
        ]
        return found[:limit]

    def _all(self) -> list[Incident]:
        with self._lock:
            return list(self._kept.values())
