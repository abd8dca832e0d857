"""Keys and speech → the value of an entry, or None where it does not fit."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ivr.call.call import Call
from ivr.call.events import Event, Keys, NoInput, SpeechInput
from ivr.call.position import Position
from ivr.engine.context import Context
from ivr.engine.kinds.code import Code
from ivr.engine.kinds.digits import Digits
from ivr.engine.kinds.keypad_entry import KeypadEntry
from ivr.engine.kinds.phone_number import PhoneNumber
from ivr.plan.call_plan import CallPlan
from ivr.plan.kinds import FieldSpec
from routing.model import Floor

SPEC = FieldSpec("incident", "circuit_id", "incident-circuit-id", "next", "leave")
NODE = "incident.circuit_id"
ENTRIES: dict[str, KeypadEntry] = {
    "digits": Digits(NODE, SPEC, low=4, high=20),
    "code": Code(NODE, SPEC, low=4, high=20),
    "phone": PhoneNumber(NODE, SPEC),
}


def parsed(plan: CallPlan, entry: KeypadEntry, event: Event, language: str) -> str | None:
    call = Call("CA1", "+541151705383", None)
    now = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
    position = Position(plan.version, NODE, language)
    return entry.parse(Context(plan, call, plan.countries["AR"], position, now, Floor()), event)


@pytest.mark.parametrize(
    ("kind", "event", "language", "value"),
    [
        ("digits", Keys("48217"), "es-AR", "48217"),
        ("digits", Keys("0048"), "es-AR", "0048"),
        ("digits", Keys("482"), "es-AR", None),
        ("digits", Keys("1" * 21), "es-AR", None),
        ("digits", Keys("48*17"), "es-AR", None),
        ("digits", Keys("4A217"), "es-AR", None),
        ("digits", Keys("٤٨٢١٧"), "es-AR", None),
        ("digits", SpeechInput("cuatro ocho dos uno siete"), "es-AR", "48217"),
        ("digits", SpeechInput("quatro oito dois um"), "pt-BR", "4821"),
        ("digits", SpeechInput("no lo tengo"), "es-AR", None),
        ("code", SpeechInput("AR-12345"), "es-AR", "AR12345"),
        ("code", SpeechInput("a r uno dos tres"), "es-AR", "AR123"),
        ("code", SpeechInput("be de barco cuatro cinco seis"), "es-AR", "B456"),
        ("code", Keys("48217"), "en", "48217"),
        ("phone", Keys("1155551234"), "es-AR", "+541155551234"),
        ("phone", Keys("12345"), "es-AR", None),
        (
            "phone",
            SpeechInput("uno uno cinco cinco cinco cinco uno dos tres cuatro"),
            "es",
            "+541155551234",
        ),
        ("digits", NoInput(), "es-AR", None),
    ],
)
def test_entered(plan: CallPlan, kind: str, event: Event, language: str, value: str | None) -> None:
    assert parsed(plan, ENTRIES[kind], event, language) == value


@pytest.mark.parametrize(
    ("keys", "value"),
    [("1", "1"), ("10", "10"), ("05", "05"), ("11", None), ("0", None), ("00", None)],
)
def test_a_number_has_a_highest_value(plan: CallPlan, keys: str, value: str | None) -> None:
    assert parsed(plan, Digits(NODE, SPEC, low=1, high=2, highest=10), Keys(keys), "es") == value


@pytest.mark.parametrize("text", ["<Say>&amp;", "\x00\x0b", "\ud800", "😀", " " * 5000, "1" * 5000])
@pytest.mark.parametrize("kind", ["digits", "code", "phone"])
def test_hostile_speech_is_no_value(plan: CallPlan, kind: str, text: str) -> None:
    assert parsed(plan, ENTRIES[kind], SpeechInput(text), "es") is None
