"""Is this request from the carrier? One URL, one comparison, in constant time.

Rule: https://www.twilio.com/docs/usage/security. The URL is built from ``PUBLIC_URL`` alone, so no
header that a proxy or an attacker sets can change what is verified.
"""

from __future__ import annotations

import hmac
from base64 import b64encode
from collections.abc import Iterable, Sequence
from functools import lru_cache
from urllib.parse import unquote_to_bytes, urlsplit

from ivr.errors import BadSignature, MalformedRequest

Pairs = Sequence[tuple[str, str]]
_MOST_FIELDS = 120


@lru_cache(maxsize=4)
def signed_origin(public_url: str) -> str:
    """The beginning of every signed URL: a port is signed on http and left out on https."""
    parts = urlsplit(public_url)
    if parts.scheme != "https" or parts.port is None:
        return public_url
    return f"https://{parts.netloc.rpartition(':')[0]}"


def verify(signature: str | None, url: str, form: Pairs, tokens: Iterable[str]) -> None:
    """Raises BadSignature unless one of ``tokens`` made ``signature`` for ``url`` and ``form``.

    All tokens are tried whatever the outcome, so that time does not tell which one is valid.
    """
    if not signature or not signature.isascii():
        raise BadSignature("the X-Twilio-Signature header is missing or not ASCII")
    message = (url + _joined(form)).encode("utf-8", "surrogatepass")
    given = signature.encode()
    matches = [hmac.compare_digest(expected(message, token), given) for token in tokens]
    if not any(matches):
        raise BadSignature("no valid token made this signature")


def expected(message: bytes, token: str) -> bytes:
    """The signature that ``token`` makes for a message (HMAC-SHA1, Base64)."""
    return b64encode(hmac.digest(token.encode(), message, "sha1"))


def _joined(form: Pairs) -> str:
    """Names sorted, each followed by its value; of a repeated name the distinct values, sorted."""
    if len({name for name, _ in form}) < len(form):
        form = list(dict.fromkeys(form))
    return "".join([name + value for name, value in sorted(form)])


def read_form(body: bytes) -> Pairs:
    """The fields of a form body, in its order. Raises MalformedRequest if it is not one.

    As ``parse_qsl`` reads it, blank values kept; but most fields need no decoding and get none.
    """
    if body.count(b"&") >= _MOST_FIELDS:
        raise MalformedRequest("the body has more fields than any form of the carrier's")
    try:
        parts = body.decode("ascii").replace("+", " ").split("&")
        pairs = [part.partition("=") for part in parts if part]
        return [(_decoded(name), _decoded(value)) for name, _, value in pairs]
    except UnicodeDecodeError as error:
        raise MalformedRequest("the body is not a form in UTF-8") from error


def _decoded(text: str) -> str:
    return unquote_to_bytes(text).decode() if "%" in text else text
