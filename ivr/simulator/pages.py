"""Fetching a document and running it, verb by verb, in the place where it runs."""

from __future__ import annotations

from collections.abc import Mapping

from ivr.errors import CarrierError
from ivr.simulator.call import (
    CallLeg,
    Flow,
    Interrupted,
    Next,
    Over,
    RunningDocument,
    Setting,
    Steps,
    Verb,
)
from ivr.simulator.callbacks import flush
from ivr.simulator.media import is_audio
from ivr.simulator.twiml.document import Element, played, read
from ivr.simulator.twiml.schema import SCHEMA, flag
from ivr.simulator.twiml.validate import faults, own_faults
from ivr.simulator.webhooks import Goto

_ALLOWED = {
    Setting.VOICE: SCHEMA["Response"].children - {"Leave"},
    Setting.WAIT: {"Say", "Play", "Pause", "Hangup", "Redirect", "Leave", "Gather"},
    Setting.WHISPER: {"Say", "Play", "Gather", "Hangup", "Pause", "Redirect"},
    Setting.NOTICE: {"Play", "Say", "Pause", "Redirect"},
}


def load(call: CallLeg, goto: Goto, setting: Setting) -> RunningDocument:
    """Ask for a document and check it. Raises CarrierError where the carrier would give up."""
    reply, url = call.web.ask(call.leg, goto)
    flush(call)
    root = played(url) if is_audio(reply.content_type) else read(reply.content_type, reply.body)
    call.journal.turns_to(url)
    _complain(call, root, url)
    return RunningDocument(url, root, setting)


def run_page(call: CallLeg, page: RunningDocument, verbs: Mapping[str, Verb]) -> Steps:
    """Run the verbs of ``page`` until one of them leads elsewhere, or the document ends."""
    for index, element in enumerate(page.root.elements):
        if _skipped(call, element):
            continue
        _check_place(page, element)
        _pick_up(call, element, first=index == 0)
        flow = yield from verbs[element.name](call, page, element)
        if call.interrupted and not isinstance(flow, Over):
            return Interrupted()
        if not isinstance(flow, Next):
            return flow
    return Over("end")


def follow(call: CallLeg, goto: Goto, setting: Setting, verbs: Mapping[str, Verb]) -> Steps:
    """Run a document, and those it leads to, until one of them ends."""
    flow: Flow = goto
    while isinstance(flow, Goto):
        page = load(call, flow, setting)
        flow = yield from run_page(call, page, verbs)
    return flow


def _complain(call: CallLeg, root: Element, url: str) -> None:
    for fault in faults(root):
        if fault.fails:
            raise CarrierError(fault.code, f"line {fault.line}: {fault.message}")
        call.notices.warn(fault.code, f"line {fault.line}: {fault.message}", url)


def _skipped(call: CallLeg, element: Element) -> bool:
    """Unknown verbs never run; whether a verb with a bad value does is not settled."""
    if element.name not in SCHEMA["Response"].children:
        return True
    return call.world.unsettled.bad_value == "verb skipped" and any(own_faults(element))


def _check_place(page: RunningDocument, element: Element) -> None:
    if element.name not in _ALLOWED[page.setting]:
        code = 13201 if element.name == "Dial" and page.setting is Setting.WHISPER else 12200
        what = f"line {element.line}: <{element.name}> cannot stand in {page.setting.value}"
        raise CarrierError(code, f"{what}; it takes {', '.join(sorted(_ALLOWED[page.setting]))}")


def _pick_up(call: CallLeg, element: Element, *, first: bool) -> None:
    """Answer the line, as every verb but a few first ones does."""
    if element.name == "Reject":
        return
    if first and element.name == "Pause" and call.world.unsettled.first_pause_answers == "no":
        return
    if first and element.name == "Dial" and flag(element, "answerOnBridge"):
        return
    call.leg.answer(call.clock.now)
