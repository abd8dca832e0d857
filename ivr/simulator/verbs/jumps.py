"""Redirect, Hangup, Reject and Leave: verbs after which nothing of the document runs."""

from __future__ import annotations

from ivr.simulator.call import CallLeg, Flow, Left, Over, RunningDocument
from ivr.simulator.twiml.document import Element
from ivr.simulator.twiml.schema import value
from ivr.simulator.verbs.speak import at_once


@at_once
def execute_redirect(_call: CallLeg, page: RunningDocument, verb: Element) -> Flow:
    """Go on with another document."""
    return page.goto(verb.text, value(verb, "method"), {})


@at_once
def execute_hangup(_call: CallLeg, _page: RunningDocument, _verb: Element) -> Flow:
    """Close the line."""
    return Over("hangup")


@at_once
def execute_reject(call: CallLeg, _page: RunningDocument, verb: Element) -> Flow:
    """Refuse the call; a call that was answered already is merely closed."""
    if call.leg.answered is not None:
        return Over("hangup")
    return Over("busy" if value(verb, "reason") == "busy" else "no-answer")


@at_once
def execute_leave(_call: CallLeg, _page: RunningDocument, _verb: Element) -> Flow:
    """Step out of the queue."""
    return Left()
