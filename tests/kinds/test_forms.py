"""A form as written → nodes, one a question, linked in order."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from ivr.call.call import Call
from ivr.call.events import Keys
from ivr.call.position import Position
from ivr.engine import machine
from ivr.engine.kinds.choose import Choose
from ivr.engine.kinds.code import Code
from ivr.engine.kinds.confirm import Confirm
from ivr.engine.kinds.consent import Consent
from ivr.engine.kinds.digits import Digits
from ivr.engine.kinds.form import Form
from ivr.engine.kinds.keypad_entry import KeypadEntry
from ivr.engine.kinds.menu import Menu
from ivr.engine.kinds.phone import CallerPhone
from ivr.engine.kinds.phone_number import PhoneNumber
from ivr.engine.kinds.recording import Recording
from ivr.engine.kinds.refusal import Refusal
from ivr.engine.kinds.speech import Speech
from ivr.engine.kinds.tell import Tell
from ivr.engine.kinds.ticket import Ticket
from ivr.engine.kinds.yes_no import YesNo
from ivr.engine.node import Node
from ivr.plan.conditions import Test as Comparison
from ivr.plan.versions import Plans
from tests.plan.writing import DIALOGS, plan_of

DNIS = "+541151705383"
NOW = datetime(2026, 11, 24, 14, tzinfo=UTC)


def form(folder: Path, fields: str, then: str = "[ticket, queue]") -> dict[str, Node]:
    """The nodes of form ``f``; ``fields`` is its YAML, one field a line."""
    lines = "".join(f"    {line}\n" for line in fields.splitlines())
    plan = plan_of(folder, dialogs=f"{DIALOGS}f:\n  form:\n{lines}  then: {then}\n")
    return {
        name.removeprefix("f"): node
        for name, node in plan.nodes.items()
        if name.split(".")[0] == "f"
    }


@pytest.mark.parametrize(
    ("field", "kinds"),
    [
        ("a: {choose: {1: x, 2: y}}", {".a": Choose}),
        ("a: {yes_no: ask-a}", {".a": YesNo}),
        ("a: {consent: recording}", {".a": Consent}),
        ("a: {speech: {seconds: 9}}", {".a": Speech}),
        ("a: {speech: {}, record: if-consented}", {".a": Speech}),
        ("a: {record: {seconds: 9}}", {".a": Recording}),
        ("a: {say: told}", {".a": Tell}),
        ("a: {digits: {min: 1, max: 2}}", {".a": Digits}),
        ("a: {code: {}, confirm: yes}", {".a": Code, ".a.confirm": Confirm}),
        ("a: {phone: ask}", {".a": PhoneNumber}),
        (
            "a: {phone: caller, confirm: yes}",
            {".a": CallerPhone, ".a.new": PhoneNumber, ".a.new.confirm": Confirm},
        ),
    ],
)
def test_kinds(tmp_path: Path, field: str, kinds: dict[str, type]) -> None:
    made = form(tmp_path, field)
    always = {"": Form, ".ticket": Ticket, ".leave": Ticket}
    assert {name: type(node) for name, node in made.items()} == always | kinds


def test_questions_follow_each_other(tmp_path: Path) -> None:
    made = form(tmp_path, "a: {say: x}\nb: {code: {}, confirm: yes}\nc: {yes_no: z}")
    follows = {name: node.spec.next for name, node in made.items() if hasattr(node, "spec")}
    assert follows == {".a": "f.b", ".b": "f.c", ".b.confirm": "f.c", ".c": "f.ticket"}
    assert {node.spec.leave for node in made.values() if hasattr(node, "spec")} == {"f.leave"}


@pytest.mark.parametrize(
    ("then", "last", "after"),
    [
        ("[ticket, queue]", "f.ticket", "queue"),
        ("[ticket, goodbye]", "f.ticket", "goodbye"),
        ("queue", "queue", "queue"),
        ("[goodbye]", "goodbye", "goodbye"),
    ],
)
def test_what_follows_a_form(tmp_path: Path, then: str, last: str, after: str) -> None:
    made = form(tmp_path, "a: {say: x}", then)
    tell, ticket, leave = made[".a"], made[".ticket"], made[".leave"]
    assert isinstance(tell, Tell)
    assert tell.spec.next == last
    assert ticket == Ticket("f.ticket", "f", after)
    assert leave == Ticket("f.leave", "f", "queue", quiet=True)


def test_an_answer_that_others_depend_on_is_a_fact(tmp_path: Path) -> None:
    made = form(
        tmp_path,
        "a: {choose: {1: x}}\nb: {yes_no: z}\nc: {speech: {}, when: a == x and day <= 15}",
    )
    facts = {name: node.spec.fact for name, node in made.items() if hasattr(node, "spec")}
    assert facts == {".a": True, ".b": False, ".c": False}
    asked = made[".c"]
    assert isinstance(asked, Speech)
    assert asked.spec.when == (Comparison("a", "==", "x"), Comparison("day", "<=", "15"))


def test_names_of_prompts(tmp_path: Path) -> None:
    made = form(tmp_path, "circuit_id: {code: {}}\nb: {code: {}, prompt: own}\nc: {phone: caller}")
    prompts = {name: node.spec.prompt for name, node in made.items() if hasattr(node, "spec")}
    assert prompts == {".circuit_id": "f-circuit-id", ".b": "own", ".c": "f-c", ".c.new": "f-c-new"}


def test_voice_can_be_left_out(tmp_path: Path) -> None:
    made = form(tmp_path, "a: {code: {}, by: [keypad]}\nb: {code: {}}")
    assert [node.voice for node in made.values() if isinstance(node, KeypadEntry)] == [
        False,
        True,
    ]


# Each incident asks what a trouble report needs: severity, circuit, contact, since when, access.
def test_the_incident_asks_what_the_handbook_lists(plans: Plans) -> None:
    asked, node = [], plans.current.nodes["incident.severity"]
    while not isinstance(node, Ticket):
        assert not isinstance(node, (Menu, Refusal))
        spec = node.spec  # type: ignore[union-attr]
        asked.append(spec.field)
        node = plans.current.nodes[spec.next]
    fields = "severity circuit_id callback contact since recording description access"
    assert " ".join(asked) == fields


FILLED = DIALOGS.replace(
    "then: incident, queue: data}", "then: incident, queue: data, fill: {impact: outage}}"
).replace(
    "    severity: ",
    "    impact: {choose: {1: outage, 2: slow}, urgent: [outage]}\n    severity: ",
)


# Whether or not a condition asks for it: what a menu has answered is not asked again.
def test_what_a_menu_answers_is_not_asked(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, dialogs=FILLED)
    menu, call = Position(plan.version, "support-menu", "es-AR", 1), Call("CA1", DNIS, None)
    turn = machine.step(plan, menu, call, Keys("1"), NOW)
    assert turn.position.node == "incident.severity"
    assert turn.writes["incident.impact"] == {"value": "outage", "by": "menu"}
    assert turn.writes["priority"] == turn.position.fact("priority") == "1"


def test_the_same_form_without_that_menu_asks(tmp_path: Path) -> None:
    dialogs = FILLED.replace("    0:", "    2: {offer: vyvx, then: incident, queue: data}\n    0:")
    plan = plan_of(tmp_path, dialogs=dialogs)
    menu, call = Position(plan.version, "support-menu", "es-AR", 1), Call("CA1", DNIS, None)
    assert machine.step(plan, menu, call, Keys("2"), NOW).position.node == "incident.impact"
