"""Recordings lie at the carrier. When a ticket goes, its recordings are to be deleted there too.

Until a process speaks to the carrier they are listed here, so that none is forgotten.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import Connection, Engine, delete, select

from ivr.records.incident import Incident
from ivr.records.schema import unwanted_recordings
from ivr.records.transactions import read, write
from ivr.records.upsert import insert_once

_KEY = "recording"  # of an answer: its address at the carrier


def recordings_of(incidents: Iterable[Incident]) -> list[str]:
    """The addresses of all that callers have left as sound."""
    answers = (answer for incident in incidents for answer in incident.fields.values())
    found = (answer.get(_KEY) for answer in answers if isinstance(answer, Mapping))
    return [url for url in found if isinstance(url, str)]


def unwanted(connection: Connection, urls: Iterable[str], now: datetime) -> None:
    """These are to be deleted at the carrier; part of the transaction in which the ticket goes."""
    for url in urls:
        row = {"url": url, "since": now}
        insert_once(connection, unwanted_recordings, row, unwanted_recordings.c.id)


class UnwantedRecordings:
    """What is still to be deleted at the carrier."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def all(self) -> list[tuple[str, datetime]]:
        """Addresses, and since when they are to be deleted; the oldest first."""
        table = unwanted_recordings
        query = select(table.c.url, table.c.since).order_by(table.c.id)
        return read(self._engine, lambda connection: [tuple(r) for r in connection.execute(query)])

    def deleted(self, url: str) -> bool:
        """It is gone at the carrier; False if it was not listed."""
        gone = delete(unwanted_recordings).where(unwanted_recordings.c.url == url)
        return write(self._engine, lambda connection: connection.execute(gone).rowcount > 0)
