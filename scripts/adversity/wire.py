"""How long a caller waits for each document, whatever it took to get it."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from threading import Lock

from ivr.simulator import HttpTransport, Reply

CARRIER_SECONDS = 4.5  # that our addresses ask the carrier to wait for each try


class Stopwatch:
    """The seconds from the first try of a request to its document, of all callers. Thread-safe."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.seconds: list[float] = []

    def note(self, seconds: float) -> None:
        """A document has come."""
        with self._lock:
            self.seconds.append(seconds)


class TimedTransport:
    """HTTP as the carrier speaks it; before each new request the caller takes his time.

    One of these per caller: the tries of a request follow each other.
    """

    def __init__(self, watch: Stopwatch, thinks: Callable[[], float]) -> None:
        self._http = HttpTransport(timeout=CARRIER_SECONDS)
        self._watch = watch
        self._thinks = thinks
        self._asked = ""
        self._since = 0.0

    def request(
        self, method: str, url: str, form: Mapping[str, str], headers: Mapping[str, str]
    ) -> Reply:
        """See Transport."""
        token = f"{headers.get('I-Twilio-Idempotency-Token', '')} {url}"
        if token != self._asked:
            time.sleep(self._thinks())
            self._asked, self._since = token, time.monotonic()
        reply = self._http.request(method, url, form, headers)
        if reply.status < 500:
            self._watch.note(time.monotonic() - self._since)
        return reply


def thinking(seconds: float, seed: object) -> Callable[[], float]:
    """A caller who takes about as long for each key."""
    chance = random.Random(repr(seed))  # noqa: S311 - nothing secret
    return lambda: chance.uniform(0.5, 1.5) * seconds
