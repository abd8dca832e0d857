"""Only who holds the token is heard; what the vendor's own validator accepts, we accept."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict

from ivr.errors import BadSignature, MalformedRequest
from ivr.web.voice.signature import expected, read_form, signed_origin, verify

# Twilio's own example: "sort the POST parameters alphabetically, append each name and value to the
# URL, sign with HMAC-SHA1 and your AuthToken, and encode in Base64".
URL = "https://example.com/myapp.php?foo=1&bar=2"
FORM = [
    ("CallSid", "CA1234567890ABCDE"),
    ("Caller", "+14158675310"),
    ("Digits", "1234"),
    ("From", "+14158675310"),
    ("To", "+18005551212"),
]
SIGNATURE = "L/OH5YylLD5NRKLltdqwSvS0BnU="

names = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8)
values = st.text(st.characters(codec="utf-8"), max_size=12)
forms = st.lists(st.tuples(names, values), max_size=8)
tokens = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=32)


def test_the_published_example() -> None:
    verify(SIGNATURE, URL, FORM, ["12345"])


def test_order_of_fields_does_not_matter() -> None:
    verify(SIGNATURE, URL, FORM[::-1], ["12345"])


@pytest.mark.parametrize(
    ("signature", "url", "form", "token"),
    [
        (None, URL, FORM, "12345"),
        ("", URL, FORM, "12345"),
        ("ñ" + SIGNATURE, URL, FORM, "12345"),
        (SIGNATURE.lower(), URL, FORM, "12345"),
        (SIGNATURE[:-1], URL, FORM, "12345"),
        (SIGNATURE, URL + "&baz=3", FORM, "12345"),
        (SIGNATURE, URL.replace("https", "http"), FORM, "12345"),
        (SIGNATURE, URL, [*FORM, ("More", "1")], "12345"),
        (SIGNATURE, URL, FORM[:-1], "12345"),
        (SIGNATURE, URL, FORM, "12346"),
        (SIGNATURE, URL, [("\ud800", "\udfff")], "12345"),
    ],
)
def test_refused(signature: str | None, url: str, form: list[tuple[str, str]], token: str) -> None:
    with pytest.raises(BadSignature):
        verify(signature, url, form, [token])


def test_no_token_lets_nobody_in() -> None:
    with pytest.raises(BadSignature):
        verify(SIGNATURE, URL, FORM, [])


# During a rotation the primary and the secondary token are valid.
@pytest.mark.parametrize("order", [["12345", "new"], ["new", "12345"]])
def test_either_token_of_a_rotation(order: list[str]) -> None:
    verify(SIGNATURE, URL, FORM, order)


# "Twilio will drop the port on https and keep it on http"; a fragment is never signed.
@pytest.mark.parametrize(
    ("public", "signed"),
    [
        ("https://ivr.example.com", "https://ivr.example.com"),
        ("https://ivr.example.com:8443", "https://ivr.example.com"),
        ("http://ivr.example.com:8080", "http://ivr.example.com:8080"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("https://[::1]:8443", "https://[::1]"),
        ("https://[::1]", "https://[::1]"),
    ],
)
def test_port_of_the_signed_address(public: str, signed: str) -> None:
    assert signed_origin(public) == signed


@given(forms, tokens, st.sampled_from(["/voice", "/voice/turn?p=abc&n=queue&l=es&t=1"]))
def test_accepts_what_the_vendors_library_signs(
    form: list[tuple[str, str]], token: str, target: str
) -> None:
    url = "https://ivr.example.com" + target
    body = urlencode(form).encode()
    received = read_form(body)
    multi = MultiDict(form)
    validator = RequestValidator(token)
    signature = validator.compute_signature(url, multi)
    assert validator.validate(url, multi, signature)
    verify(signature, url, received, [token])


@given(forms, forms, tokens)
def test_refuses_what_the_vendors_library_refuses(
    signed: list[tuple[str, str]], sent: list[tuple[str, str]], token: str
) -> None:
    url = "https://ivr.example.com/voice"
    validator = RequestValidator(token)
    signature = validator.compute_signature(url, dict(signed))
    fields = dict(sent)
    try:
        verify(signature, url, list(fields.items()), [token])
        ours = True
    except BadSignature:
        ours = False
    assert ours == validator.validate(url, fields, signature)


def test_hmac_is_the_documented_one() -> None:
    message = URL + "".join(name + value for name, value in sorted(FORM))
    assert expected(message.encode(), "12345") == SIGNATURE.encode()


@pytest.mark.parametrize(
    "body",
    [b"\xff\xfe", b"a=%ff", "a=ñ".encode(), b"&".join(b"a%d=1" % n for n in range(121))],
)
def test_bodies_that_are_no_form(body: bytes) -> None:
    with pytest.raises(MalformedRequest):
        read_form(body)


def test_a_form_keeps_its_order_and_its_blanks() -> None:
    assert read_form(b"b=2&a=&b=1+%2B") == [("b", "2"), ("a", ""), ("b", "1 +")]
