"""All kinds there are. A new one is a file beside this one, and a line here."""

from __future__ import annotations

import sys
from pathlib import Path

from ivr.engine.handover.desk import Desk
from ivr.engine.handover.dial_out import DialOut
from ivr.engine.kinds.amount import Amount
from ivr.engine.kinds.branch import Branch
from ivr.engine.kinds.choose import Choose
from ivr.engine.kinds.code import Code
from ivr.engine.kinds.confirm import Confirm
from ivr.engine.kinds.consent import Consent
from ivr.engine.kinds.date import Date
from ivr.engine.kinds.digits import Digits
from ivr.engine.kinds.form import Form
from ivr.engine.kinds.goodbye import Goodbye
from ivr.engine.kinds.menu import Menu
from ivr.engine.kinds.overflow import nodes_of_queue
from ivr.engine.kinds.phone import CallerPhone
from ivr.engine.kinds.phone_number import PhoneNumber
from ivr.engine.kinds.recording import Recording
from ivr.engine.kinds.refusal import Refusal
from ivr.engine.kinds.reroute import Reroute
from ivr.engine.kinds.ring import Ring
from ivr.engine.kinds.speech import Speech
from ivr.engine.kinds.straight_on import StraightOn
from ivr.engine.kinds.tell import Tell
from ivr.engine.kinds.ticket import Ticket
from ivr.engine.kinds.time import Time
from ivr.engine.kinds.to_queue import ToQueue
from ivr.engine.kinds.wait import Wait
from ivr.engine.kinds.yes_no import YesNo
from ivr.engine.node import Node
from ivr.plan.kinds import DialogKind, FieldKind, Kinds

NODES: tuple[type[Node], ...] = (
    Menu,
    Form,
    StraightOn,
    Branch,
    Ring,
    Choose,
    Digits,
    Code,
    Date,
    Time,
    Amount,
    CallerPhone,
    PhoneNumber,
    Speech,
    YesNo,
    Recording,
    Consent,
    Tell,
    Confirm,
    Ticket,
    ToQueue,
    Wait,
    Refusal,
    Reroute,
    Goodbye,
)

KINDS = Kinds(
    dialogs=tuple(kind for kind in NODES if issubclass(kind, DialogKind)),
    fields=tuple(kind for kind in NODES if issubclass(kind, FieldKind)),
    handovers=(Desk, DialOut),
    everywhere=lambda: (ToQueue(), Goodbye()),
    of_queue=nodes_of_queue,
    code=tuple(
        Path(str(sys.modules[kind.__module__].__file__)) for kind in (*NODES, Desk, DialOut)
    ),
)
