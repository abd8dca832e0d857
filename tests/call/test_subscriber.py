"""One subscriber's number, in whichever form it is written, kept or spoken of."""

from __future__ import annotations

import pytest

from ivr.call.subscriber import Subscriber, subscriber


@pytest.mark.parametrize(
    ("text", "country", "number"),
    [
        ("+5491155551234", None, "+5491155551234"),
        ("+54 9 11 5555-1234", None, "+5491155551234"),
        ("0054 9 11 5555 1234", None, "+5491155551234"),
        ("tel:+54-9-11-5555-1234", None, "+5491155551234"),
        ("5491155551234", None, "+5491155551234"),
        ("11 5555-1234", "AR", "+541155551234"),
        ("(011) 15 5555-1234", "AR", "+5491155551234"),
        ("55 1234 5678", "MX", "+525512345678"),
        ("(11) 98765-4321", "BR", "+5511987654321"),
        ("(305) 808-5934", "US", "+13058085934"),
        ("+54 9 11 5555-1234", "BR", "+5491155551234"),
        (" sip:ana@example.com ", None, "sip:ana@example.com"),
        ("+999123456789", None, "+999123456789"),  # a carrier may hand over what is no number
    ],
)
def test_every_usual_spelling(text: str, country: str | None, number: str) -> None:
    found = subscriber(text, country)
    assert found is not None
    assert found.number == number


@pytest.mark.parametrize(
    ("text", "country"), [("11 5555-1234", None), ("5555", "AR"), ("", "AR"), ("Ana", None)]
)
def test_what_does_not_tell_whom_it_means(text: str, country: str | None) -> None:
    assert subscriber(text, country) is None


# Mobiles have been dialled with a further digit, or are in some countries; it is the same person.
@pytest.mark.parametrize(
    ("number", "also"),
    [
        ("+5491155551234", {"+541155551234"}),
        ("+541155551234", {"+5491155551234"}),
        ("+525512345678", {"+5215512345678"}),
        ("+5215512345678", {"+525512345678"}),
        ("+551187654321", {"+5511987654321"}),
        ("+5511987654321", {"+551187654321"}),
        ("+551139572288", set()),  # a fixed number; with a 9 it is somebody else's mobile
        ("+5511939572288", set()),
        ("+59324005080", set()),
        ("+593924005080", set()),
        ("sip:ana@example.com", set()),
    ],
)
def test_the_forms_of_one_subscriber(number: str, also: set[str]) -> None:
    assert Subscriber(number).forms == {number, *also}


@pytest.mark.parametrize(
    ("value", "mentioned"),
    [
        ("llame al 11 5555-1234 por favor", True),
        ("número: 1155551234", True),
        ("mi celular es +54 9 11 5555 1234.", True),
        ({"value": "+541155551234", "by": "keypad"}, True),
        ([{"deep": ["(011) 5555.1234"]}], True),
        ("11 5555-1235", False),
        ("5555-1234", False),  # many have these eight digits
        ({"value": 1155551234}, True),
        ("circuito 115555 y 1234", False),
        (None, False),
    ],
)
def test_where_it_is_spoken_of(value: object, mentioned: bool) -> None:
    assert Subscriber("+5491155551234").mentioned_in(value) is mentioned


def test_what_is_the_number_and_nothing_else() -> None:
    person = Subscriber("+5491155551234")
    assert person.has("+541155551234")
    assert person.has("5491155551234")
    assert not person.has("call +5491155551234")
    assert not person.has(None)
