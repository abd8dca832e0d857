"""Time inside a simulated call: it moves when something is spoken or awaited, never by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

START = datetime(2026, 1, 5, 15, 0, tzinfo=UTC)
_CHARACTERS_PER_SECOND = 14.0


@dataclass(slots=True)
class CallClock:
    """Seconds since the call began, and the date they began at (aware, any zone)."""

    began: datetime = START
    now: float = 0.0

    def advance(self, seconds: float) -> None:
        """Let ``seconds`` pass; a negative amount counts as none."""
        self.now += max(0.0, seconds)

    def rfc2822(self) -> str:
        """The present moment as webhooks write it, in GMT."""
        moment = self.began.astimezone(UTC) + timedelta(seconds=self.now)
        return format_datetime(moment.replace(microsecond=0), usegmt=True)


def speaking_seconds(text: str) -> float:
    """About how long a voice needs to say ``text`` (14 characters a second)."""
    return len(text) / _CHARACTERS_PER_SECOND
