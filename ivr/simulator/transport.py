"""Ways to carry one HTTP request to the service: over a socket, or straight into its WSGI app."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol
from urllib.parse import SplitResult, urlencode, urlsplit

from werkzeug.test import Client

from ivr.errors import CarrierError

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

_FORM = "application/x-www-form-urlencoded; charset=UTF-8"
_TIMEOUT = 15.0  # seconds in all that the carrier waits for a webhook


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: status, media type with its parameters, raw body.

    ``location`` is the target of a redirect; ``cookies`` are the raw Set-Cookie lines.
    """

    status: int
    content_type: str
    body: bytes
    location: str = ""
    cookies: tuple[str, ...] = ()


class Unreachable(CarrierError):
    """No answer came. ``phase`` is ``ct`` (no connection) or ``rt`` (connected, then nothing)."""

    def __init__(self, code: int, message: str, phase: str) -> None:
        super().__init__(code, message)
        self.phase = phase


class Transport(Protocol):
    """Carries one request. Raises Unreachable when no answer comes; follows no redirect."""

    def request(
        self, method: str, url: str, form: Mapping[str, str], headers: Mapping[str, str]
    ) -> Reply:
        """Send ``form`` as the body of a POST; a GET has its fields in ``url`` already."""
        ...


class WsgiTransport:
    """Calls a WSGI application in this process. Its exceptions pass through: they are bugs."""

    def __init__(self, app: WSGIApplication) -> None:
        self._app = app

    def request(
        self, method: str, url: str, form: Mapping[str, str], headers: Mapping[str, str]
    ) -> Reply:
        """See Transport."""
        parts = urlsplit(url)
        response = Client(self._app, use_cookies=False).open(
            parts.path or "/",
            base_url=f"{parts.scheme}://{parts.netloc}",
            query_string=parts.query,
            method=method,
            data=urlencode(form).encode() if method == "POST" else None,
            content_type=_FORM if method == "POST" else None,
            headers=dict(headers),
            environ_overrides={"REMOTE_ADDR": "127.0.0.1"},
        )
        try:
            return Reply(
                response.status_code,
                response.headers.get("Content-Type", ""),
                response.get_data(),
                response.headers.get("Location", ""),
                tuple(response.headers.getlist("Set-Cookie")),
            )
        finally:
            response.close()


class HttpTransport:
    """Speaks HTTP/1.1 with a server.

    ``connect_to`` (``host:port``) is where the socket goes when the public address of the service
    does not lead to this machine; the request still names, and signs, the public address.
    """

    def __init__(self, connect_to: str = "", timeout: float = _TIMEOUT) -> None:
        self._connect_to = connect_to
        self._timeout = timeout

    def request(
        self, method: str, url: str, form: Mapping[str, str], headers: Mapping[str, str]
    ) -> Reply:
        """See Transport."""
        parts = urlsplit(url)
        connection = self._connection(parts)
        try:
            _connect(connection, url)
            return _exchange(connection, method, parts, form, headers)
        finally:
            connection.close()

    def _connection(self, parts: SplitResult) -> http.client.HTTPConnection:
        if self._connect_to:
            return http.client.HTTPConnection(self._connect_to, timeout=self._timeout)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else None
        return (kind or http.client.HTTPConnection)(parts.netloc, timeout=self._timeout)


def _connect(connection: http.client.HTTPConnection, url: str) -> None:
    try:
        connection.connect()
    except socket.gaierror as error:
        raise Unreachable(11210, f"{url}: the host name is unknown ({error})", "ct") from error
    except TimeoutError as error:
        raise Unreachable(11201, f"{url}: no connection in time", "ct") from error
    except OSError as error:
        raise Unreachable(11202, f"{url}: connection refused ({error})", "ct") from error


def _exchange(
    connection: http.client.HTTPConnection,
    method: str,
    parts: SplitResult,
    form: Mapping[str, str],
    headers: Mapping[str, str],
) -> Reply:
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    body = urlencode(form).encode() if method == "POST" else None
    typed = {"Content-Type": _FORM} if method == "POST" else {}
    named = {**headers, **typed, "Host": parts.netloc}
    try:
        connection.request(method, path, body, named)
        response = connection.getresponse()
        content = response.read()
    except TimeoutError as error:
        raise Unreachable(11200, f"{path}: no answer in {_TIMEOUT:g} s", "rt") from error
    except (OSError, http.client.HTTPException) as error:
        raise Unreachable(11205, f"{path}: the connection broke ({error!r})", "rt") from error
    return Reply(
        response.status,
        response.headers.get("Content-Type", ""),
        content,
        response.headers.get("Location", ""),
        tuple(response.headers.get_all("Set-Cookie") or ()),
    )
