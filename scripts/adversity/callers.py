"""Callers: each places one call after the other until stopped, and remembers what he heard."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count, cycle
from threading import Event, Lock, Thread

from adversity.wire import Stopwatch, TimedTransport, thinking
from ivr.engine.twiml import RETRY
from ivr.simulator import CallResult, Door, Simulator

NUMBER, CALLER = "+541151705383", "+54911555{:05d}"
# Most leave an incident and get a number; some only want a person; some hang up on the way.
SCRIPTS = (
    '1 1 say:AR-12345 1 1 say:Ana 1 2 "say:no hay tono" 1',
    "1 2 0",
    '1 1 say:AR-12345 1 1 say:Ana 1 2 "say:no hay tono" 1',
    "1 1 say:AR-12345 1 hangup",
)
_TOLD = re.compile(r"ticket es ([a-z, ]+)\.")
_DIGITS = ("cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve")


@dataclass(slots=True)
class Talk:
    """What all callers have met. ``told`` is the numbers of each call that was told one.

    ``dropped`` is of each call that asked for a document, again as it was asked to, and got none.
    """

    watch: Stopwatch = field(default_factory=Stopwatch)
    calls: int = 0
    dropped: list[str] = field(default_factory=list)
    told: dict[str, set[str]] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def note(self, result: CallResult) -> None:
        """A call is over."""
        with self.lock:
            self.calls += 1
            self.dropped += [str(notice) for notice in result.warnings if notice.level == "error"][
                :1
            ]
            numbers = set(numbers_told(result.text))
            if numbers:
                self.told[result.call_sid] = numbers


def numbers_told(text: str) -> Iterator[str]:
    """The ticket numbers in what a caller of the shipped plan has heard, as digits."""
    for spoken in _TOLD.findall(text):
        yield "".join(str(_DIGITS.index(word)) for word in re.findall("[a-z]+", spoken))


@contextmanager
def calling(url: str, token: str, callers: int, thinks: float) -> Iterator[Talk]:
    """So many callers while the context lasts; at its end each finishes his call."""
    talk, ending, numbers = Talk(), Event(), count()
    threads = [
        Thread(target=_call_again, args=(url, token, talk, ending, numbers, first, thinks))
        for first in range(callers)
    ]
    for thread in threads:
        thread.start()
        time.sleep(thinks / callers)
    try:
        yield talk
    finally:
        ending.set()
        for thread in threads:
            thread.join()


def _call_again(
    url: str,
    token: str,
    talk: Talk,
    ending: Event,
    numbers: Iterator[int],
    first: int,
    thinks: float,
) -> None:
    scripts = cycle(SCRIPTS[first % len(SCRIPTS) :] + SCRIPTS[: first % len(SCRIPTS)])
    transport = TimedTransport(talk.watch, thinking(thinks, first))
    simulator = Simulator(transport, url, token, strict=False)
    door = Door(*(f"{url}/voice{path}{RETRY}" for path in ("", "/fallback", "/status")))
    while not ending.is_set():
        caller = CALLER.format(next(numbers) % 100_000)
        talk.note(simulator.place(NUMBER, caller, next(scripts), door=door))
