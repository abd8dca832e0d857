"""A little service per test: paths and what they answer, and what the carrier sent to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from werkzeug.wrappers import Request, Response

from ivr.simulator import CallResult, Simulator, WsgiTransport

BASE = "https://ivr.example.com"
TOKEN = "12345"
TO, FROM = "+541151705383", "+5491130000000"

Route = str | Response | Callable[[Mapping[str, str]], "str | Response"]


def answer(body: str | bytes, content_type: str = "text/xml", status: int = 200) -> Response:
    return Response(body, status, content_type=content_type)


def moved(location: str, status: int = 302) -> Response:
    return Response("", status, {"Location": location})


@dataclass(frozen=True)
class Seen:
    method: str
    path: str
    form: Mapping[str, str]
    headers: Mapping[str, str]


@dataclass
class Site:
    """Answers each path; a string is the inside of <Response>. ``seen`` keeps all requests."""

    routes: Mapping[str, Route]
    seen: list[Seen] = field(default_factory=list)

    def __call__(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        request = Request(environ)
        form = request.values.to_dict()
        self.seen.append(Seen(request.method, request.path, form, dict(request.headers)))
        return self._answer(request.path, form)(environ, start)

    def _answer(self, path: str, form: Mapping[str, str]) -> Response:
        route = self.routes.get(path, answer("", status=404))
        if path == "/voice/status" and path not in self.routes:
            route = answer("", status=204)
        given = route(form) if callable(route) and not isinstance(route, Response) else route
        if isinstance(given, str):
            return answer(f"<Response>{given}</Response>")
        return given

    def forms(self, path: str) -> list[Mapping[str, str]]:
        return [seen.form for seen in self.seen if seen.path == path]


def simulator(site: Site, **options: Any) -> Simulator:
    return Simulator(WsgiTransport(site), BASE, TOKEN, **options)


def call(routes: Mapping[str, Route], keys: str = "", **options: Any) -> tuple[CallResult, Site]:
    site = Site(routes)
    return simulator(site, **options).place(TO, FROM, keys, call_sid="CA1"), site


def codes(result: CallResult) -> list[int]:
    return [notice.code for notice in result.warnings]
