"""What is written down while a call runs: turns, complaints, input that nobody listened to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from ivr.errors import CarrierError
from ivr.simulator.caller import Act
from ivr.simulator.progress import Broken, Progress
from ivr.simulator.result import Heard, HeardTurn, Notice


@dataclass(slots=True)
class Notices:
    """The debugger of one call, shared by its legs. In strict mode a warning breaks the call."""

    strict: bool
    progress: Progress
    seen: list[Notice] = field(default_factory=list)

    def warn(self, code: int, message: str, url: str) -> None:
        """Note what the service got wrong but the carrier forgives. Raises Broken if strict."""
        self.observe(code, message, url)
        if self.strict:
            raise Broken(code, f"{message} (at {url})")

    def observe(self, code: int, message: str, url: str) -> None:
        """Note a warning that is no fault of the service, such as a full queue."""
        self.seen.append(Notice(code, "warning", message, url))

    def error(self, error: CarrierError, url: str) -> None:
        """Note an error of the service's. Raises Broken if it fails again and again."""
        self.seen.append(Notice(error.code, "error", str(error), url))
        self.progress.fails(error)


@dataclass(slots=True)
class Journal:
    """One leg's conversation. A turn closes when the party acts or another document begins.

    ``fresh`` is what was heard since the reader last cleared it. Once ``settled``, what the party
    does is no longer part of the story.
    """

    on_turn: Callable[[HeardTurn], None] | None = None
    url: str = ""
    turns: list[HeardTurn] = field(default_factory=list)
    unheard: list[str] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)
    fresh: list[Heard] = field(default_factory=list)
    settled: bool = False
    bridged: bool = False
    queue: str | None = None

    def hears(self, heard: Heard) -> None:
        """The party hears something."""
        self.heard.append(heard)
        self.fresh.append(heard)

    def turns_to(self, url: str) -> None:
        """A document from ``url`` begins."""
        if self.heard:
            self._close("")
        self.url = url

    def acts(self, act: Act) -> None:
        """The party acts, or keeps silent when asked."""
        if not self.settled:
            self._close(str(act))

    def ignores(self, act: Act, why: str) -> None:
        """Input went nowhere; ``why`` completes the sentence."""
        self.unheard.append(f"{act}: {why} ({self.url})")

    def meets(self, queue: str | None) -> None:
        """The party talks with a person, from ``queue`` if it waited in one."""
        self.bridged = True
        self.queue = queue

    def end(self) -> None:
        """The line is closed."""
        if self.heard:
            self._close("")

    def _close(self, keys: str) -> None:
        turn = HeardTurn(tuple(self.heard), keys, self.url)
        self.heard.clear()
        self.turns.append(turn)
        if self.on_turn is not None:
            self.on_turn(turn)
