"""Between a request as granian's engine gives it and a WSGI application (PEP 3333)."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from io import BytesIO
from threading import Event
from typing import IO, TYPE_CHECKING, Any

from ivr.serve.granian_http import PendingRequest
from ivr.web.health import DRAINING

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

_VARIABLES = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}
_MOST_VARIABLES = 1024  # a stranger may invent header names
_CLOSE = ("connection", "close")


class WsgiAnswers:
    """Answers requests by ``application``; while ``draining``, on connections that close then."""

    def __init__(self, application: WSGIApplication, draining: Event) -> None:
        self._application = application
        self._draining = draining

    def __call__(self, request: PendingRequest, body: bytes) -> None:
        """Answer one request. Raises whatever the application raises."""
        started = _Started()
        draining = self._draining.is_set()
        pieces = self._application(_environment(request, body, draining), started)
        if draining:
            started.headers.append(_CLOSE)
        if isinstance(pieces, SentFile):
            _send_file(request, started, pieces)
        else:
            request.answer(started.status, started.headers, _joined(pieces))


class SentFile:
    """``wsgi.file_wrapper``: a file that the server may send itself, from its beginning."""

    def __init__(self, file: IO[bytes], size: int = 8192) -> None:
        self.file = file
        self._size = size

    def __iter__(self) -> Iterable[bytes]:
        """Its pieces, for whoever wants only some of them."""
        return iter(lambda: self.file.read(self._size), b"")

    def seekable(self) -> bool:
        """Whether pieces can be skipped."""
        return self.file.seekable()

    def seek(self, *where: int) -> int:
        """Skip to a place."""
        return self.file.seek(*where)

    def tell(self) -> int:
        """The place."""
        return self.file.tell()

    def close(self) -> None:
        """Be done with it."""
        self.file.close()


class _Started:
    """``start_response``: keeps what the application says of its answer."""

    __slots__ = ("headers", "status")

    def __init__(self) -> None:
        self.status = 500
        self.headers: list[tuple[str, str]] = []

    def __call__(
        self, status: str, headers: list[tuple[str, str]], exc_info: Any = None
    ) -> Callable[[bytes], object]:
        self.status = int(status[:3])
        self.headers = list(headers)
        return _no_write


def _no_write(_: bytes) -> object:
    raise NotImplementedError("the write() of WSGI's first days is not offered; return the body")


def _environment(request: PendingRequest, body: bytes, draining: bool) -> dict[str, Any]:
    scope = request.scope
    host, _, port = scope.server.rpartition(":")
    peer, _, peer_port = scope.client.rpartition(":")
    variables: dict[str, Any] = {
        "SCRIPT_NAME": "",
        "SERVER_SOFTWARE": "granian",
        "SERVER_NAME": host,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": peer.strip("[]"),
        "REMOTE_PORT": peer_port,
        "wsgi.url_scheme": "http",
        "wsgi.errors": sys.stderr,
        "wsgi.file_wrapper": SentFile,
        "wsgi.input": BytesIO(body),
        "wsgi.input_terminated": True,
        "wsgi.multiprocess": True,
        "wsgi.multithread": True,
        "wsgi.run_once": False,
        "wsgi.version": (1, 0),
        DRAINING: draining,
    }
    for name, value in request.headers.items():
        if "_" not in name:  # else x_forwarded_for would pass for x-forwarded-for
            _add(variables, _variable(name), value)
    variables["REQUEST_METHOD"] = scope.method
    variables["PATH_INFO"] = _as_bytes_in_latin_1(scope.path)
    variables["QUERY_STRING"] = _as_bytes_in_latin_1(scope.query_string)
    variables["CONTENT_LENGTH"] = str(len(body))
    return variables


def _add(variables: dict[str, Any], name: str, value: str) -> None:
    first = variables.get(name)
    variables[name] = value if first is None else f"{first},{value}"


def _variable(header: str) -> str:
    name = _VARIABLES.get(header)
    if name is None:
        name = "HTTP_" + header.upper().replace("-", "_")
        if len(_VARIABLES) < _MOST_VARIABLES:
            _VARIABLES[header] = name
    return name


def _as_bytes_in_latin_1(text: str) -> str:
    """WSGI's way to hand over an address: its bytes, each as one character."""
    return text if text.isascii() else text.encode().decode("latin-1")


def _joined(pieces: Iterable[bytes]) -> bytes:
    try:
        return b"".join(pieces)
    finally:
        close = getattr(pieces, "close", None)
        if close:
            close()


def _send_file(request: PendingRequest, started: _Started, sent: SentFile) -> None:
    with sent.file as file:
        request.answer_with_file(started.status, started.headers, file.name)
