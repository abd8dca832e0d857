"""A service without the carrier's token answers this machine alone, and nothing that was forwarded.

It is wired in by ``app.py`` where there is no token. The name in a request's Host header proves
nothing, since a proxy rewrites it; who is connected, and what a proxy adds, do.
"""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import ip_address
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_log = structlog.get_logger(__name__)
_OPEN = frozenset({"/healthz", "/readyz", "/metrics"})  # how it is, and nothing of anybody's
# What proxies, tunnels and balancers add to what they pass on.
_FORWARDED = (
    "HTTP_FORWARDED",
    "HTTP_VIA",
    "HTTP_X_FORWARDED",
    "HTTP_X_REAL_IP",
    "HTTP_X_ORIGINAL",
    "HTTP_X_CLIENT_IP",
    "HTTP_X_CLUSTER_CLIENT_IP",
    "HTTP_X_ENVOY",
    "HTTP_TRUE_CLIENT_IP",
    "HTTP_CLIENT_IP",
    "HTTP_CF_",
    "HTTP_CDN_",
    "HTTP_FASTLY_",
    "HTTP_FLY_",
    "HTTP_NGROK_",
)
_REFUSAL = (
    b"Without TWILIO_AUTH_TOKEN this service answers its own machine only, and nothing that a "
    b"proxy or tunnel forwards. Set TWILIO_AUTH_TOKEN and PUBLIC_URL to be called from outside.\n"
)


class LoopbackOnly:
    """The application ``behind``, for who is on this machine."""

    def __init__(self, behind: WSGIApplication) -> None:
        self._behind = behind

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request, or refuse it."""
        reason = "" if environ["PATH_INFO"] in _OPEN else _stranger(environ)
        if not reason:
            return self._behind(environ, start_response)
        _log.warning("web.not_from_here", reason=reason)
        length = ("Content-Length", str(len(_REFUSAL)))
        start_response("403 Forbidden", [("Content-Type", "text/plain; charset=utf-8"), length])
        return [_REFUSAL]


def _stranger(environ: WSGIEnvironment) -> str:
    """Why a request is not from this machine; empty if it is."""
    if not _is_here(environ.get("REMOTE_ADDR", "")):
        return "who is connected is on another machine"
    return next((f"it has {name}" for name in environ if name.startswith(_FORWARDED)), "")


def _is_here(peer: str) -> bool:
    try:
        address = ip_address(peer.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)  # how a socket of both families tells it
    return (mapped or address).is_loopback
