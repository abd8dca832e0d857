"""Why a caller heard what he heard: each turn with the lines of the files that decided it."""

from __future__ import annotations

from ivr.why.explain import explain
from ivr.why.matrix import matrix

__all__ = ["explain", "matrix"]
