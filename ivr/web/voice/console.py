"""What an admin sets in Twilio's console, so that the carrier finds this service."""

from __future__ import annotations

from collections.abc import Iterator

from ivr.engine.twiml import RETRY
from ivr.web.voice.door import FALLBACK, ROOT

_SETTINGS = (
    ("A call comes in", ""),
    ("Primary handler fails", FALLBACK),
    ("Call status changes", "/status"),
)


def console_settings(public_url: str) -> Iterator[tuple[str, str]]:
    """The settings of a number by name, each with its address and the retries that we ask for.

    The first request of a call needs them most: nothing of ours has been heard before it.
    """
    for name, path in _SETTINGS:
        yield name, f"{public_url}{ROOT}{path}{RETRY}"
