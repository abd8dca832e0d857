"""Names that look like one of ours and are none: a slip of the pen, or another service's."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches

_ALIKE = 0.82  # REDIS_URI and REDIS_URL are; BASE_URL and DATABASE_URL are not
_FAMILIES = ("TWILIO_", "IVR_", "PUBLIC_")


def folded(name: str) -> str:
    """A name as ours are written."""
    return name.strip().upper().replace("-", "_")


def meant(name: str, names: Collection[str]) -> str | None:
    """The one of ``names`` that was probably meant; None if none is near."""
    words = set(folded(name).split("_"))
    for ours in names:
        parts = set(ours.split("_"))
        # TWILIO_TOKEN, AUTH_TOKEN; TWILIO_AUTH_TOKEN_FILE, IVR_DATA_DIR
        if (words < parts and len(words) > 1) or parts < words:
            return ours
    return next(iter(get_close_matches(folded(name), list(names), 1, _ALIKE)), None)


def of_ours(name: str) -> bool:
    """Whether a name begins as only ours do."""
    return folded(name).startswith(_FAMILIES)
