"""What a session's flat map means."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ivr.call.session import Meta, Session, load_meta, told_anything
from ivr.call.turn import Json

CIRCUIT: dict[str, Json] = {"value": "48217", "by": "keypad"}
SKIPPED: dict[str, Json] = {"status": "not-given"}


@pytest.mark.parametrize("ani", ["+5491155551234", None, "sip:añá@example.com"])
def test_meta_round_trip(ani: str | None) -> None:
    started = datetime(2026, 11, 24, 14, 0, 0, 123000, tzinfo=UTC)
    meta = Meta("+541151705383", ani, "AR", "0123456789ab", started)
    assert load_meta(meta.dump()) == meta


def test_answers_of_one_form() -> None:
    session = Session(
        {
            "incident.circuit_id": CIRCUIT,
            "incident.circuit_id?": "confirmed",
            "incident.contact": SKIPPED,
            "incidental.topic": CIRCUIT,
            "queue": "data",
        }
    )
    assert session.answers("incident") == {
        "circuit_id": {**CIRCUIT, "confirmed": True},
        "contact": SKIPPED,
    }


def test_an_answer_given_anew_is_read_back_anew() -> None:
    assert Session({"incident.circuit_id": CIRCUIT}).answers("incident") == {"circuit_id": CIRCUIT}


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ({}, False),
        ({"contact": SKIPPED}, False),
        ({"recording": {"value": False, "by": "rule"}}, False),
        ({"recording": {"value": True, "by": "silence"}}, False),
        ({"topic": {"value": "billing-data", "by": "menu"}}, False),
        ({"callback": {"value": "+54…", "by": "caller", "confirmed": False}}, False),
        ({"callback": {"value": "+54…", "by": "caller", "confirmed": True}}, True),
        ({"contact": SKIPPED, "circuit_id": CIRCUIT}, True),
        ({"description": {"value": "caído", "by": "voice"}}, True),
    ],
)
def test_told_anything(answers: dict[str, Json], told: bool) -> None:
    assert told_anything(answers.values()) is told


def test_forms_and_how_far_they_got() -> None:
    session = Session(
        {
            "incident.circuit_id": CIRCUIT,
            "incident!": "open",
            "callback.callback": CIRCUIT,
            "callback!": "partial",
            "message.message": CIRCUIT,
            "order.order_number": SKIPPED,
            "language": "es",
        }
    )
    assert list(session.forms()) == [
        ("callback", "partial"),
        ("incident", "open"),
        ("message", "partial"),
    ]


def test_own_words_are_texts() -> None:
    session = Session({"queue": "data", "swept": None})
    assert (session.text("queue"), session.text("swept"), session.text("no")) == (
        "data",
        None,
        None,
    )
