"""Only who holds the token is heard; what the vendor's own validator accepts, we accept."""

from __future__ import annotations

from urllib.parse import unquote_to_bytes, urlencode, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict

from ivr.errors import BadSignature
from ivr.web.voice.signature import (
    expected,
    read_form,
    signed_origin,
    signed_origins,
    verify,
)

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
    verify(SIGNATURE, [URL.encode()], FORM, ["12345"])


def test_order_of_fields_does_not_matter() -> None:
    verify(SIGNATURE, [URL.encode()], FORM[::-1], ["12345"])


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
        verify(signature, [url.encode()], form, [token])


def test_no_token_lets_nobody_in() -> None:
    with pytest.raises(BadSignature):
        verify(SIGNATURE, [URL.encode()], FORM, [])


# During a rotation the primary and the secondary token are valid.
@pytest.mark.parametrize("order", [["12345", "new"], ["new", "12345"]])
def test_either_token_of_a_rotation(order: list[str]) -> None:
    verify(SIGNATURE, [URL.encode()], FORM, order)


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
    assert signed.encode() in signed_origins(public)


# On https a document is signed without the port, a callback with it; the vendor takes both.
@pytest.mark.parametrize(
    "public",
    [
        "https://ivr.example.com",
        "https://ivr.example.com:8443",
        "https://ivr.example.com:443",
        "http://ivr.example.com",
        "http://ivr.example.com:8080",
        "https://[::1]:8443",
    ],
)
def test_both_forms_of_an_address(public: str) -> None:
    port = urlsplit(public).port or (443 if public.startswith("https") else 80)
    plain = public.removesuffix(f":{port}")
    for signed in (plain, f"{plain}:{port}"):
        signature = RequestValidator("12345").compute_signature(f"{signed}/voice", dict(FORM))
        if "[" not in public:  # which its library does not read
            assert RequestValidator("12345").validate(f"{public}/voice", dict(FORM), signature)
        urls = [origin + b"/voice" for origin in signed_origins(public)]
        verify(signature, urls, FORM, ["other", "12345"])
        with pytest.raises(BadSignature):
            verify(signature, [origin + b"/voic" for origin in signed_origins(public)], FORM, [])


def test_another_port_is_another_address() -> None:
    signature = RequestValidator("12345").compute_signature("https://e.org:8444/voice", dict(FORM))
    with pytest.raises(BadSignature):
        verify(signature, signed_origins("https://e.org:8443"), FORM, ["12345"])


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
    verify(signature, [url.encode()], received, [token])


@given(forms, forms, tokens)
def test_refuses_what_the_vendors_library_refuses(
    signed: list[tuple[str, str]], sent: list[tuple[str, str]], token: str
) -> None:
    url = "https://ivr.example.com/voice"
    validator = RequestValidator(token)
    signature = validator.compute_signature(url, dict(signed))
    fields = dict(sent)
    try:
        verify(signature, [url.encode()], list(fields.items()), [token])
        ours = True
    except BadSignature:
        ours = False
    assert ours == validator.validate(url, fields, signature)


def test_hmac_is_the_documented_one() -> None:
    message = URL + "".join(name + value for name, value in sorted(FORM))
    assert expected(message.encode(), "12345") == SIGNATURE.encode()


# What is no UTF-8 is kept byte for byte: it is what was signed, and spoils no other field.
@pytest.mark.parametrize("body", [b"a=%ff", b"a=\xff", b"a=%FF&b=1", b"\xff\xfe", "a=ñ".encode()])
def test_bytes_that_are_no_text(body: bytes) -> None:
    sent = unquote_to_bytes(body.split(b"&")[0]).replace(b"=", b"")
    signature = expected(URL.encode() + sent, "12345").decode()
    verify(signature, [URL.encode()], read_form(body)[:1], ["12345"])


def test_a_form_may_have_many_fields() -> None:
    many = [(f"SipHeader_X-{n}", "v") for n in range(3000)]
    assert read_form(urlencode(many).encode()) == many


def test_a_form_keeps_its_order_and_its_blanks() -> None:
    assert read_form(b"b=2&a=&b=1+%2B") == [("b", "2"), ("a", ""), ("b", "1 +")]
