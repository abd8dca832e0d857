"""Unsigned, malformed and over-long requests: 403, 400 or 413, and nothing changed."""

from __future__ import annotations

import io
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from werkzeug.test import TestResponse

from tests.web.voice.door import OLD_TOKEN, Door, Line, form_of, new_sid

SID = "CA" + "d" * 32
PLACED = "/voice/turn?p=0123456789ab&n=queue&l=es&t=3"
DOORS = (
    "/voice",
    PLACED,
    PLACED.replace("turn", "wait"),
    PLACED.replace("turn", "queue-left"),
    PLACED.replace("turn", "dial-result"),
    PLACED.replace("turn", "whisper"),
    PLACED.replace("turn", "whisper-key"),
    "/voice/status",
    "/voice/fallback",
)
Send = Callable[[Door], TestResponse]


def refused(door: Door, send: Send, status: int) -> None:
    """The request is refused and leaves no trace."""
    before = door.state()
    answer = send(door)
    assert answer.status_code == status, answer.text
    assert "<Response" not in answer.text
    assert door.state() == before


@pytest.mark.parametrize("target", DOORS)
@pytest.mark.parametrize("signature", [None, "", "x", "ñ".encode().decode("latin-1"), "A" * 4000])
def test_no_door_opens_without_a_signature(door: Door, target: str, signature: str | None) -> None:
    body = urlencode(form_of(SID)).encode()
    refused(door, lambda d: d.send(target, body, signature), 403)


@pytest.mark.parametrize("target", DOORS)
def test_a_strangers_token(door: Door, target: str) -> None:
    refused(door, lambda d: d.post(target, form_of(SID), "somebody-elses-token"), 403)


# The account signs every request of its own; another account's call is not ours to answer.
def test_another_account(door: Door) -> None:
    form = form_of(SID, AccountSid="AC" + "c" * 32)
    refused(door, lambda d: d.post("/voice", form), 403)


# Which call, and what number: without these there is no answer. Names and values are signed without
# a delimiter, so each needs a pattern of its own.
@pytest.mark.parametrize("target", ["/voice", PLACED])
@pytest.mark.parametrize(
    "field",
    [
        {"CallSid": ""},
        {"CallSid": "CA123"},
        {"CallSid": "CA" + "D" * 32},
        {"CallSid": SID + "\n"},
        {"To": ""},
        {"To": "a b"},
        {"To": "<Say>"},
        {"To": " 5411 51705383"},
    ],
)
def test_what_the_answer_needs(door: Door, target: str, field: dict[str, str]) -> None:
    refused(door, lambda d: d.post(target, form_of(SID) | field), 400)


# The position is ours to write; one that we never wrote is refused even where it is signed.
@pytest.mark.parametrize(
    "query",
    [
        "",
        "?p=abc",
        "?p=abc&n=queue&l=es",
        "?p=abc&n=../etc&l=es&t=1",
        "?p=abc&n=queue&l=spanish&t=1",
        "?p=abc&n=queue&l=es&t=-1",
        "?p=abc&n=queue&l=es&t=99999",
        "?p=abc&n=queue&l=es&t=1&f=UPPER.yes",
        "?p=abc&n=queue&l=es&t=1&q=%3Cdata%3E",
        "?nothing",
    ],
)
def test_positions_that_we_never_wrote(door: Door, query: str) -> None:
    wanted = 400 if query != "?p=abc&n=queue&l=es" else 200
    if wanted == 200:
        assert door.post(f"/voice/turn{query}", form_of(new_sid())).status_code == 200
    else:
        refused(door, lambda d: d.post(f"/voice/turn{query}", form_of(SID)), 400)


# The query is signed as it was sent: whoever changes a letter of it is a stranger.
def test_a_tampered_query(door: Door) -> None:
    form = form_of(SID)
    signature = door.sign(PLACED, form)
    body = urlencode(form).encode()
    refused(door, lambda d: d.send(PLACED.replace("t=3", "t=4"), body, signature), 403)


# No header of a proxy changes what is verified.
def test_forwarding_headers_do_not_matter(door: Door) -> None:
    form = form_of(new_sid())
    body = urlencode(form).encode()
    headers = {
        "X_Forwarded_Proto": "https",
        "X_Forwarded_Host": "evil.example",
        "X_Forwarded_For": "1.2.3.4",
        "Host": "evil.example",
    }
    assert door.send("/voice", body, door.sign("/voice", form), **headers).status_code == 200


def test_signed_for_another_host(door: Door) -> None:
    other = door.sign("/voice", form_of(SID)).swapcase()
    body = urlencode(form_of(SID)).encode()
    refused(door, lambda d: d.send("/voice", body, other, Host="127.0.0.1:8000"), 403)


@pytest.mark.parametrize("size", [64 * 1024 + 1, 1_000_000])
def test_over_long_bodies(door: Door, size: int) -> None:
    refused(door, lambda d: d.send("/voice", b"a=" + b"b" * size, "x"), 413)


@pytest.mark.parametrize("body", [b"CallSid=%ff%fe", b"\xff\xff\xff", "CallSid=ñ".encode()])
def test_bodies_that_are_not_utf8(door: Door, body: bytes) -> None:
    refused(door, lambda d: d.send("/voice", body, "x"), 403)


def test_no_body(door: Door) -> None:
    refused(door, lambda d: d.send("/voice", b"", d.sign("/voice", {})), 400)


# A body in pieces of unknown length is read up to the same limit, and no further.
@pytest.mark.parametrize(("size", "status"), [(10, 403), (200_000, 413)])
def test_chunked_bodies(door: Door, size: int, status: int) -> None:
    def send(at: Door) -> TestResponse:
        return at.client.post(
            "/voice",
            input_stream=io.BytesIO(b"a=" + b"b" * size),
            headers={"Transfer-Encoding": "chunked", "X-Twilio-Signature": "x"},
            environ_overrides={"wsgi.input_terminated": True},
        )

    refused(door, send, status)


@pytest.mark.parametrize("target", DOORS)
@pytest.mark.parametrize(
    ("method", "status"),
    [("get", 403), ("head", 403), ("put", 405), ("delete", 405), ("patch", 405)],
)
def test_doors_are_for_what_the_carrier_sends(
    door: Door, target: str, method: str, status: int
) -> None:
    refused(door, lambda d: getattr(d.client, method)(target), status)


def test_the_old_token_of_a_rotation_still_opens(door: Door) -> None:
    assert door.post("/voice", form_of(new_sid()), OLD_TOKEN).status_code == 200


# "Unknown parameters may appear without notice."
def test_unknown_fields_are_no_offence(door: Door) -> None:
    Line(door, base={"StirVerstat": "TN-Validation-Passed-A", "Neuheit": "ñ"}).dial()
