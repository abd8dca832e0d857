"""What counts as an answer: keys or speech → a value, or None if it does not fit."""

from __future__ import annotations

from ivr.call.events import Event, Keys, SpeechInput
from ivr.call.telephone import callable_number
from ivr.plan.nodes import KeypadEntry, Kind
from prompts import hearing


def entered(entry: KeypadEntry, event: Event, language: str, country: str) -> str | None:
    """The value that the caller keyed or said for an entry, None if it does not fit.

    Codes come back in capitals without separators, telephone numbers as E.164.
    """
    text = _characters(entry.kind, event, language)
    if text is None:
        return None
    if entry.kind == "phone":
        return callable_number(text, country)
    if not entry.low <= len(text) <= entry.high:
        return None
    if entry.highest and not 1 <= int(text) <= entry.highest:
        return None
    return text


def _characters(kind: Kind, event: Event, language: str) -> str | None:
    if isinstance(event, Keys):
        return event.digits if event.digits.isascii() and event.digits.isdigit() else None
    if isinstance(event, SpeechInput):
        read = hearing.as_code if kind == "code" else hearing.as_digits
        return read(event.text, language)
    return None
