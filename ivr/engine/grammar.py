"""What counts as an answer by keys or by speech: the characters of it, None if there are none."""

from __future__ import annotations

from collections.abc import Callable

from ivr.call.events import Event, Keys, SpeechInput

Read = Callable[[str, str], str | None]  # what was said, in which language → its characters


def characters(event: Event, read: Read, language: str) -> str | None:
    """The digits that were keyed, or what ``read`` makes of what was said."""
    if isinstance(event, Keys):
        return event.digits if event.digits.isascii() and event.digits.isdigit() else None
    if isinstance(event, SpeechInput):
        return read(event.text, language)
    return None
