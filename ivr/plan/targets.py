"""Where a dialog's name, or the lack of one, leads."""

from __future__ import annotations

from ivr.plan.call_plan import QUEUE, SUPPORT

SUPPORT_WORD = "support"  # how dialogs.yaml names the country's own service menu


def target(dialog: str | None) -> str:
    """The node that a dialog's name leads to; no dialog means the queue."""
    if dialog is None:
        return QUEUE
    return SUPPORT if dialog == SUPPORT_WORD else dialog
