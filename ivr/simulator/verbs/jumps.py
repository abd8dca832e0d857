"""Redirect, Hangup, Reject and Leave: verbs after which nothing of the document runs."""

from __future__ import annotations

from ivr.simulator.call import Call, Flow, Left, Over, Page
from ivr.simulator.twiml.document import Element
from ivr.simulator.twiml.schema import value
from ivr.simulator.verbs.speak import at_once


@at_once
def execute_redirect(_call: Call, page: Page, verb: Element) -> Flow:
    """Go on with another document."""
    return page.goto(verb.text, value(verb, "method"), {})


@at_once
def execute_hangup(_call: Call, _page: Page, _verb: Element) -> Flow:
    """Close the line."""
    return Over("hangup")


@at_once
def execute_reject(call: Call, _page: Page, verb: Element) -> Flow:
    """Refuse the call; a call that was answered already is merely closed."""
    if call.leg.answered is not None:
        return Over("hangup")
    return Over("busy" if value(verb, "reason") == "busy" else "no-answer")


@at_once
def execute_leave(_call: Call, _page: Page, _verb: Element) -> Flow:
    """Step out of the queue."""
    return Left()
