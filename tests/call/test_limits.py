"""Limits: what is too long is cut and marked, and what no store takes is gone."""

from __future__ import annotations

import pytest

from ivr.call.limits import PARTY, cut


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("+541151705383", "+541151705383"),
        ("x" * PARTY, "x" * PARTY),
        ("x" * 255, "x" * (PARTY - 1) + "…"),
        ("a\0b", "ab"),
        ("a\ud800b", "a?b"),
        ("ñ😀", "ñ😀"),
    ],
)
def test_cut(text: str, kept: str) -> None:
    assert cut(text, PARTY) == kept
    assert cut(kept, PARTY) == kept
