"""What a call has told so far, as its live session holds it.

The session is a flat map; ``facts.py`` names its keys.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from ivr.call.facts import (
    SessionKey,
    answer_key,
    confirmed_key,
    form_of,
    is_confirmation,
    ticket_key,
)
from ivr.call.turn import Json, TicketStatus


@dataclass(frozen=True, slots=True)
class Meta:
    """Who called whom, when, and on which plan the call began."""

    dnis: str
    ani: str | None
    country: str
    plan: str
    started: datetime

    def dump(self) -> str:
        """As it is kept."""
        parts = [self.dnis, self.ani, self.country, self.plan, self.started.timestamp()]
        return json.dumps(parts)


def load_meta(text: str) -> Meta:
    """As it was kept."""
    dnis, ani, country, plan, started = json.loads(text)
    return Meta(dnis, ani, country, plan, datetime.fromtimestamp(started, UTC))


@dataclass(frozen=True, slots=True)
class Session:
    """The map, and what it means."""

    values: Mapping[SessionKey, Json] = field(default_factory=dict)
    meta: Meta | None = None
    journal: tuple[str, ...] = ()

    def text(self, name: SessionKey) -> str | None:
        """One of the session's own words."""
        value = self.values.get(name)
        return value if isinstance(value, str) else None

    def answers(self, form: str) -> dict[str, Json]:
        """The answers given to ``form`` by field, in the order in which they were asked.

        Each tells whether it was confirmed.
        """
        start = answer_key(form, "")
        keys = (k for k in self.values if k.startswith(start) and not is_confirmation(k))
        return {
            key.removeprefix(start): _marked(self.values[key], confirmed_key(key) in self.values)
            for key in sorted(keys, key=self._asked)
        }

    def _asked(self, name: str) -> int:
        """The turn at which a question was answered; -1 for what was never asked."""
        lines = (line.split(" ", 4)[3] for line in self.journal)
        asked = (turn for turn, node in enumerate(lines) if f"{node}.".startswith(f"{name}."))
        return next(asked, -1)

    def forms(self) -> Iterator[tuple[str, TicketStatus]]:
        """The forms that have been told anything, and whether each was finished."""
        for form in sorted(filter(None, {form_of(key) for key in self.values})):
            if told_anything(self.answers(form).values()):
                yield form, "open" if self.values.get(ticket_key(form)) == "open" else "partial"


def told_anything(answers: Iterable[Json]) -> bool:
    """Whether the caller himself gave at least one answer."""
    return any(
        isinstance(answer, dict)
        and answer.get("status") != "not-given"
        and answer.get("confirmed") is not False
        and answer.get("by") not in ("rule", "silence", "menu")
        for answer in answers
    )


def _marked(value: Json, confirmed: bool) -> Json:
    return {**value, "confirmed": True} if confirmed and isinstance(value, dict) else value
