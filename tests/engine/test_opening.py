"""How a call begins: who is greeted in which language, and where an unknown number leads."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ivr.call.call import Call
from ivr.call.events import Answered
from ivr.call.verbs import Enqueue, Gather, Say
from ivr.engine import machine
from ivr.plan.call_plan import CallPlan
from tests.kinds.conftest import CALLER, OPEN
from tests.kinds.stepping import told

AR, BR, CL = "+541151705383", "+551139572288", "+56224225900"
CR, US, VE = "+13058086010", "+13058085934", "+582122049378"
NIGHT = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)


def begin(plan: CallPlan, to: str, caller: str | None, now: datetime = OPEN) -> dict[str, object]:
    return told(machine.start(plan, Call("CA1", to, caller), now))


def language(plan: CallPlan, to: str, caller: str | None) -> str:
    return machine.start(plan, Call("CA1", to, caller), OPEN).position.language


@pytest.mark.parametrize(
    ("to", "caller", "spoken"),
    [
        (AR, CALLER, "es-AR"),
        (BR, "+5511987654321", "pt-BR"),
        (BR, "+584125551234", "es"),  # Venezuela is told to dial Brazil for Vyvx
        (BR, "+50683123456", "es"),  # and so is Costa Rica
        (BR, "+13052345678", "en"),
        (BR, "+4915123456789", "pt-BR"),  # a country that we do not serve
        (BR, None, "pt-BR"),
        (BR, "+7378742833", "pt-BR"),  # withheld, in digits
        (CR, "+50683123456", "es-CR"),
        (CR, "+13052345678", "en"),  # the line serves the USA as well
        (CR, "+584125551234", "es-CR"),
        (US, "+13052345678", "en"),
        (US, "+584125551234", "es-US"),
        (US, "+18095551234", "en"),  # the same calling code, another country
        (AR, "+5511987654321", "es-AR"),  # Portuguese is not offered here
        (AR, "+13052345678", "en"),
        (CL, "+13052345678", "es-CL"),
        (AR, "sip:ana@example.com", "es-AR"),
    ],
)
def test_language_of_the_greeting(plan: CallPlan, to: str, caller: str | None, spoken: str) -> None:
    assert language(plan, to, caller) == spoken


def test_greeting_languages_and_menu(plan: CallPlan) -> None:
    (gather,) = machine.start(plan, Call("CA1", BR, None), OPEN).verbs
    assert isinstance(gather, Gather)
    says = [(say.prompt, say.language) for say in gather.sounds if isinstance(say, Say)]
    assert says[:3] == [
        ("greeting-support", "pt-BR"),
        ("language-offer", "en"),
        ("language-offer.twice", "es"),
    ]
    assert {prompt for prompt, _ in says[3:]} == {"option"}


# Each other language is offered in its own words; with one language there is nothing to offer.
@pytest.mark.parametrize(("to", "offered"), [(AR, ["en"]), (CL, []), (US, ["es-US"])])
def test_other_languages_are_offered(plan: CallPlan, to: str, offered: list[str]) -> None:
    (gather,) = machine.start(plan, Call("CA1", to, None), OPEN).verbs
    assert isinstance(gather, Gather)
    says = [say for say in gather.sounds if isinstance(say, Say)]
    assert [say.language for say in says if say.prompt == "language-offer"] == offered


def test_a_line_that_leads_straight_on(plan: CallPlan) -> None:
    turn = machine.start(plan, Call("CA1", "+541151700000", CALLER), OPEN)
    assert turn.position.node == "incident.severity"
    assert dict(turn.writes) == {"service": "vyvx", "queue": "vyvx"}


# A number that no country lists: a polite sentence in the language of its prefix, then a person.
@pytest.mark.parametrize(
    ("to", "spoken"),
    [
        ("+551100000000", "pt-BR"),
        ("+541100000000", "es-AR"),
        ("+15550000000", "en"),
        ("+50612345678", "es-CR"),
        ("+4930123456", "es-AR"),  # of nowhere: the first country
        ("sip:support@example.com", "es-AR"),
    ],
)
def test_an_unknown_number(plan: CallPlan, to: str, spoken: str) -> None:
    turn = machine.start(plan, Call("CA1", to, None), OPEN)
    sorry, announced, enqueue = turn.verbs
    assert isinstance(sorry, Say)
    assert (sorry.prompt, sorry.language) == ("unknown-number", spoken)
    assert isinstance(announced, Say)
    assert isinstance(enqueue, Enqueue)
    assert enqueue.name == "reception"


def test_an_unknown_number_at_night(plan: CallPlan) -> None:
    turn = machine.start(plan, Call("CA1", "+541100000000", None), NIGHT)
    assert isinstance(turn.verbs[-1], Enqueue)
    assert turn.verbs[-1].name == "data"


def test_an_answered_call_begins_wherever_it_stands(plan: CallPlan) -> None:
    call = Call("CA1", AR, CALLER)
    began = machine.start(plan, call, OPEN)
    assert machine.step(plan, began.position, call, Answered(), OPEN) == began


def test_the_beginning_in_full(plan: CallPlan) -> None:
    assert begin(plan, CL, CALLER) == {
        "does": [
            "gather key (5 s) -> turn: say greeting-support[es-CL]"
            " | say option[es-CL] (label=data-voice-internet, key=key 1)"
            " | say option[es-CL] (label=billing-and-portal, key=key 2)"
            " | say option[es-CL] (label=billing-data, key=key 3)"
            " | say option[es-CL] (label=technical-support, key=key 4)"
            " | say option[es-CL] (label=other-requests, key=key 0)"
        ],
        "stands": "n=main&l=es-CL&t=0",
    }
