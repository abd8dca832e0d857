"""Is this request from the carrier? One address in the two forms in which it signs one, compared in
constant time.

Rule: https://www.twilio.com/docs/usage/security. The address is built from ``PUBLIC_URL`` alone, so
no header that a proxy or an attacker sets can change what is verified.
"""

from __future__ import annotations

import hmac
from base64 import b64encode
from collections.abc import Iterable, Sequence
from functools import lru_cache
from urllib.parse import SplitResult, unquote_to_bytes, urlsplit

from ivr.errors import BadSignature

Pairs = Sequence[tuple[str, str]]
_PORTS = {"http": 80, "https": 443}


@lru_cache(maxsize=4)
def signed_origin(public_url: str) -> str:
    """The beginning of the addresses of documents: a port is signed on http, left out on https."""
    return _without_port(urlsplit(public_url)) if public_url.startswith("https:") else public_url


@lru_cache(maxsize=4)
def signed_origins(public_url: str) -> tuple[bytes, ...]:
    """Every beginning that a signed address may have: without a port, and with it.

    The documentation says when a port is signed, but status callbacks do not keep to it. The
    carrier's own library accepts both forms of any address.
    """
    parts = urlsplit(public_url)
    plain = _without_port(parts)
    return plain.encode(), f"{plain}:{parts.port or _PORTS[parts.scheme]}".encode()


def _without_port(parts: SplitResult) -> str:
    host = parts.netloc if parts.port is None else parts.netloc.rpartition(":")[0]
    return f"{parts.scheme}://{host}"


def verify(
    signature: str | None, urls: Iterable[bytes], form: Pairs, tokens: Iterable[str]
) -> None:
    """Raises BadSignature unless one of ``tokens`` made ``signature`` for one of ``urls``, bytes.

    ``form`` are the fields of a POST; a GET has none beside those in its address. All are tried
    whatever the outcome, so that time does not tell which one is right.
    """
    if not signature or not signature.isascii():
        raise BadSignature("the X-Twilio-Signature header is missing or not ASCII")
    given, keys = signature.encode(), tuple(tokens)
    try:
        fields = _joined(form)
    except UnicodeEncodeError as error:
        raise BadSignature("the form holds what no encoding of it can") from error
    matches = [
        hmac.compare_digest(expected(url + fields, token), given) for url in urls for token in keys
    ]
    if not any(matches):
        raise BadSignature("no valid token made this signature")


def expected(message: bytes, token: str) -> bytes:
    """The signature that ``token`` makes for a message (HMAC-SHA1, Base64)."""
    return b64encode(hmac.digest(token.encode(), message, "sha1"))


def _joined(form: Pairs) -> bytes:
    """Names sorted, each followed by its value; of a repeated name the distinct values, sorted."""
    if len({name for name, _ in form}) < len(form):
        form = list(dict.fromkeys(form))
    return "".join([name + value for name, value in sorted(form)]).encode(errors="surrogateescape")


def read_form(body: bytes) -> Pairs:
    """The fields of a form, in its order: the body of a POST, or the query of a GET.

    As ``parse_qsl`` reads it, blank values kept; but most fields need no decoding and get none.
    Bytes that are no UTF-8 are kept as surrogates, so that one odd field spoils no other and the
    signature is that of what was sent; no pattern of ours matches them.
    """
    parts = body.decode(errors="surrogateescape").replace("+", " ").split("&")
    pairs = [part.partition("=") for part in parts if part]
    return [(_decoded(name), _decoded(value)) for name, _, value in pairs]


def _decoded(text: str) -> str:
    if "%" not in text:
        return text
    return unquote_to_bytes(text.encode(errors="surrogateescape")).decode(errors="surrogateescape")
