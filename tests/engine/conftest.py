"""The small plan of the golden files serves here too."""

from __future__ import annotations

from tests.kinds.conftest import plan, step

__all__ = ["plan", "step"]
