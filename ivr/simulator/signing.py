"""How the carrier signs a webhook: HMAC-SHA1 over the URL and the sorted fields."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from urllib.parse import urlsplit, urlunsplit


def signature(token: str, url: str, form: Mapping[str, str]) -> str:
    """The value of ``X-Twilio-Signature`` for one request.

    ``url`` is the address exactly as called, query included; ``form`` holds the fields of a POST
    body and is empty for a GET. Names are sorted bytewise, and nothing separates name and value.
    """
    pairs = "".join(name + form[name] for name in sorted(form, key=str.encode))
    mac = hmac.new(token.encode(), (signed_url(url) + pairs).encode(), hashlib.sha1)
    return base64.b64encode(mac.digest()).decode("ascii")


def signed_url(url: str) -> str:
    """The part of ``url`` that is signed: no user, no fragment, and no port on https."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    if parts.scheme == "https" and parts.port is not None:
        host = host.rpartition(":")[0]
    return urlunsplit((parts.scheme, host, parts.path, parts.query, ""))
