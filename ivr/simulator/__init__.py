"""The other side of the wire, offline: executes TwiML as documented and sends signed webhooks.

    simulator = Simulator(WsgiTransport(app), "https://ivr.example.com", token)
    result = simulator.place("+541151705383", "+541130000000", '1 - "say:no hay tono" 12345678#')

``place`` follows a script; ``dial`` gives a Session that is read and acted upon step by step.
A call runs through these rooms, top to bottom: session, lifecycle, pages, verbs, webhooks,
transport. What no source settles about the carrier is a switch in ``switches``.
"""

from __future__ import annotations

from ivr.simulator.behaviour import Callee, QueueBehaviour
from ivr.simulator.caller import Awaiting, parse_script
from ivr.simulator.lifecycle import Door
from ivr.simulator.report import render, to_json, turn_lines
from ivr.simulator.result import CallResult, Exchange, Heard, HeardTurn, Notice, Outcome
from ivr.simulator.session import PlacedCall
from ivr.simulator.signing import signature
from ivr.simulator.simulator import Simulator
from ivr.simulator.switches import DEFAULT, OTHER, Unsettled
from ivr.simulator.transport import HttpTransport, Reply, Transport, Unreachable, WsgiTransport

__all__ = [
    "DEFAULT",
    "OTHER",
    "Awaiting",
    "CallResult",
    "Callee",
    "Door",
    "Exchange",
    "Heard",
    "HeardTurn",
    "HttpTransport",
    "Notice",
    "Outcome",
    "PlacedCall",
    "QueueBehaviour",
    "Reply",
    "Simulator",
    "Transport",
    "Unreachable",
    "Unsettled",
    "WsgiTransport",
    "parse_script",
    "render",
    "signature",
    "to_json",
    "turn_lines",
]
