"""The names of holidays where the public calendar lacks them in a language."""

from __future__ import annotations

from prompts.say_as.tongue import tongue


def holiday(english: str, language: str) -> str | None:
    """What ``language`` calls the holiday with this English name; None if it has no word for it."""
    if language.partition("-")[0] != tongue(language).locale:
        return None  # its tables are another language's
    known: str | None = tongue(language).table.get("holidays", {}).get(english)
    return known
