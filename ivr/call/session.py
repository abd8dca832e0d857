"""What a call has told so far, as its live session holds it.

The session is a flat map. Names: ``form.field`` an answer, ``form.field?`` that it was confirmed,
``form!`` how far its ticket got (open or partial), and the session's own words: service, queue,
language, outcome, wish, and ``meta`` (who called whom, when, on which plan).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

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

    values: Mapping[str, Json] = field(default_factory=dict)
    meta: Meta | None = None
    journal: tuple[str, ...] = ()

    def text(self, name: str) -> str | None:
        """One of the session's own words."""
        value = self.values.get(name)
        return value if isinstance(value, str) else None

    def answers(self, form: str) -> dict[str, Json]:
        """The answers given to ``form`` by field, in the order in which they were asked.

        Each tells whether it was confirmed.
        """
        start = f"{form}."
        names = (n for n in self.values if n.startswith(start) and not n.endswith("?"))
        return {
            name.removeprefix(start): _marked(self.values[name], f"{name}?" in self.values)
            for name in sorted(names, key=self._asked)
        }

    def _asked(self, name: str) -> int:
        """The turn at which a question was answered; -1 for what was never asked."""
        lines = (line.split(" ", 4)[3] for line in self.journal)
        asked = (turn for turn, node in enumerate(lines) if f"{node}.".startswith(f"{name}."))
        return next(asked, -1)

    def forms(self) -> Iterator[tuple[str, TicketStatus]]:
        """The forms that have been told anything, and whether each was finished."""
        names = {name.partition(".")[0] for name in self.values if "." in name}
        for form in sorted(names):
            if told_anything(self.answers(form)):
                yield form, "open" if self.values.get(f"{form}!") == "open" else "partial"


def told_anything(answers: Mapping[str, Json]) -> bool:
    """Whether the caller himself gave at least one answer."""
    return any(
        isinstance(answer, dict)
        and answer.get("status") != "not-given"
        and answer.get("confirmed") is not False
        and answer.get("by") not in ("rule", "silence", "menu")
        for answer in answers.values()
    )


def _marked(value: Json, confirmed: bool) -> Json:
    return {**value, "confirmed": True} if confirmed and isinstance(value, dict) else value
