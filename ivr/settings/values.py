"""What each setting may be. All raise ValueError in words that follow the setting's name."""

from __future__ import annotations

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

_TOKEN = re.compile(r"[!#-&(-:=?-~]{16,}")  # printable, without quotes, ; < >
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?\.?", re.ASCII)


def origin(value: str) -> str:
    """Scheme, host and port of the address that the carrier calls."""
    url = urlsplit(value.strip())
    if url.scheme not in ("http", "https") or not url.hostname:
        raise ValueError("must be the address that the carrier calls, with http:// or https://")
    if url.path.rstrip("/") or url.query or url.fragment:
        raise ValueError("has a path; the service answers at the root of a host name of its own")
    if url.username or url.password:
        raise ValueError("holds a user name or password; signed webhooks need none")
    if url.port == 0:
        raise ValueError("has port 0")
    if not (_HOST.fullmatch(url.hostname) or url.netloc.startswith("[")):
        raise ValueError("has a host name that the carrier does not call: letters a-z, digits, - .")
    return f"{url.scheme}://{url.netloc.lower()}"


def is_loopback(origin: str) -> bool:
    """Whether an origin leads to this machine only."""
    host = urlsplit(origin).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def split_tokens(value: str) -> tuple[str, ...]:
    """One auth token, or the new and the old one of a rotation."""
    tokens = tuple(part.strip() for part in value.split(",") if part.strip())
    if len(tokens) > 2:
        raise ValueError("holds more than two tokens; a rotation needs the new one and the old one")
    if any(re.fullmatch(r"(AC|SK)[0-9a-f]{32}", token) for token in tokens):
        raise ValueError("holds an account's or a key's SID, not the token that stands beside it")
    if any(not _TOKEN.fullmatch(token) for token in tokens):
        raise ValueError("is no auth token: at least 16 characters, without spaces or quotes")
    return tokens


def with_scheme(value: str | None, schemes: tuple[str, ...]) -> str | None:
    """An address with one of ``schemes``."""
    if value is not None and value.partition("://")[0] not in schemes:
        raise ValueError("must begin with one of " + ", ".join(f"{s}://" for s in schemes))
    return value
