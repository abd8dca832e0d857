"""Whether a call still gets anywhere: one whose documents lead round in a circle is stopped."""

from __future__ import annotations

from dataclasses import dataclass

from ivr.errors import CarrierError

MOST_UNASKED = 50  # requests while nobody waits for the caller
MOST_FAILED = 5  # documents that fail while nobody waits for the caller
MOST_SILENT = 50  # times that the caller is waited for after all he had to do


class Broken(CarrierError):
    """The simulation stops here: no fallback document heals it (a warning in strict mode)."""


@dataclass(slots=True)
class Progress:
    """What the service was asked, and what failed, since the caller last had a say."""

    asked: int = 0
    failed: int = 0

    def reset(self) -> None:
        """The caller is waited for, or gone."""
        self.asked = self.failed = 0

    def asks(self) -> None:
        """One more request. Raises Broken if it is one too many."""
        self.asked += 1
        if self.asked > MOST_UNASKED:
            raise Broken(0, f"{MOST_UNASKED} requests and no end; the documents run in a circle")

    def fails(self, error: CarrierError) -> None:
        """One more document has failed. Raises Broken if it is one too many."""
        self.failed += 1
        if self.failed >= MOST_FAILED:
            raise Broken(0, f"{self.failed} documents in a row have failed, the last with {error}")


def silent_for_ever() -> Broken:
    """A caller who has done all that he had to do is waited for again and again."""
    return Broken(
        0, f"the caller was silent {MOST_SILENT} times and no end; the documents run in a circle"
    )
