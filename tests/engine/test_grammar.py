"""Keys and speech → the value of an entry, or None where it does not fit."""

from __future__ import annotations

import pytest

from ivr.call.events import Event, Keys, NoInput, SpeechInput
from ivr.engine.grammar import entered
from ivr.plan.nodes import FieldSpec, KeypadEntry, Kind

PLACE = FieldSpec("incident", "circuit_id", "incident-circuit-id", "next", "leave")


def entry(kind: Kind, low: int = 4, high: int = 20, highest: int = 0) -> KeypadEntry:
    return KeypadEntry("incident.circuit_id", PLACE, kind, low, high, highest)


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
def test_entered(kind: Kind, event: Event, language: str, value: str | None) -> None:
    assert entered(entry(kind), event, language, "AR") == value


@pytest.mark.parametrize(
    ("keys", "value"),
    [("1", "1"), ("10", "10"), ("05", "05"), ("11", None), ("0", None), ("00", None)],
)
def test_a_number_has_a_highest_value(keys: str, value: str | None) -> None:
    assert entered(entry("digits", 1, 2, 10), Keys(keys), "es", "AR") == value


@pytest.mark.parametrize("text", ["<Say>&amp;", "\x00\x0b", "\ud800", "😀", " " * 5000, "1" * 5000])
@pytest.mark.parametrize("kind", ["digits", "code", "phone"])
def test_hostile_speech_is_no_value(kind: Kind, text: str) -> None:
    assert entered(entry(kind), SpeechInput(text), "es", "AR") is None
