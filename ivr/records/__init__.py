"""What is kept for good, in SQL: incidents with their ticket numbers, and one record per call."""

from __future__ import annotations

from ivr.records.calls import CallRecords
from ivr.records.closures import ClosureRecords
from ivr.records.incident import Draft, Incident, IncidentStore
from ivr.records.incidents import Incidents
from ivr.records.memory import MemoryIncidents
from ivr.records.numbers import valid_number
from ivr.records.record import CallRecord

__all__ = [
    "CallRecord",
    "CallRecords",
    "ClosureRecords",
    "Draft",
    "Incident",
    "IncidentStore",
    "Incidents",
    "MemoryIncidents",
    "valid_number",
]
