"""How long a value may be, once for all who take it in, keep it or show it."""

from __future__ import annotations

PARTY = 64  # a telephone number or a SIP address; the carrier's may have 255 characters
_CUT = "…"


def cut(text: str, most: int) -> str:
    """The text as it can be kept anywhere: too long is cut and marked, what no store takes goes."""
    clean = text.replace("\0", "").encode(errors="replace").decode()
    return clean if len(clean) <= most else clean[: most - len(_CUT)] + _CUT
