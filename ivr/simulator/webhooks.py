"""Asking the service: standard fields, signature, retries, redirects, cookies, and a log of all."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlencode, urljoin, urlsplit

from ivr.errors import CarrierError
from ivr.simulator.clock import CallClock
from ivr.simulator.leg import Leg, derived_sid
from ivr.simulator.overrides import Overrides, split_overrides
from ivr.simulator.progress import Broken, Progress
from ivr.simulator.result import Exchange
from ivr.simulator.signing import signature
from ivr.simulator.switches import Unsettled
from ivr.simulator.transport import Reply, Transport, Unreachable

MAX_REDIRECTS = 10
_FOLLOWED = frozenset({301, 302, 303, 307})
_HOST = re.compile(r"\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+")


@dataclass(frozen=True, slots=True)
class Goto:
    """A document to ask for: absolute URL (fragment included), method, and fields to add."""

    url: str
    method: str = "POST"
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Account:
    """How this account calls: its token, what it adds to each form so many seconds after the call
    began, whether it sends all twice."""

    token: str
    more: Callable[[float], Mapping[str, str]]
    duplicate: bool
    unsettled: Unsettled


@dataclass(slots=True)
class Webhooks:
    """The HTTP side of one call, shared by its legs."""

    transport: Transport
    account: Account
    clock: CallClock
    progress: Progress
    log: list[Exchange] = field(default_factory=list)
    last_url: str = ""
    _cookies: dict[str, str] = field(default_factory=dict)
    _idempotency: str = ""

    def ask(self, leg: Leg, goto: Goto) -> tuple[Reply, str]:
        """The answer of the service, and the URL it finally came from.

        Raises CarrierError: 11100 bad URL, 11200-11217 as HTTP fails, 11240-11243 bad fragment.
        """
        self.progress.asks()
        form = {**leg.fields(), **self.account.more(self.clock.now), **goto.params}
        url, method = goto.url, goto.method
        self._idempotency = derived_sid("", leg.sid, len(self.log))
        for _hop in range(MAX_REDIRECTS + 1):
            self.last_url = url
            check_url(url)
            target, overrides = split_overrides(url)
            reply = self._persist(method, target, form, overrides)
            if reply.status not in _FOLLOWED:
                return _accepted(reply, target), target
            url = urljoin(target, reply.location)
            form.pop("Digits", None)
            method = self._redirected(method, reply.status)
        raise CarrierError(11215, f"{goto.url} redirects more than {MAX_REDIRECTS} times")

    def _redirected(self, method: str, status: int) -> str:
        writes = status == 307 or self.account.unsettled.http_redirect_method == "same"
        return method if writes else "GET"

    def _persist(
        self, method: str, url: str, form: Mapping[str, str], overrides: Overrides
    ) -> Reply:
        """Ask until the answer is no reason to ask again, or the tries are used up."""
        for tries_left in range(overrides.retries, -1, -1):
            try:
                reply = self._twice(method, url, form)
            except Unreachable as error:
                self.log.append(Exchange(method, url, dict(form), 0, b""))
                if not (tries_left and overrides.again_after(error.phase)):
                    raise
                continue
            if reply.status < 400 or not overrides.again_after(f"{reply.status // 100}xx"):
                return reply
        return reply

    def _twice(self, method: str, url: str, form: Mapping[str, str]) -> Reply:
        """Send once; if duplicates are wanted send again and compare, as a retry would."""
        reply = self._send(method, url, form)
        if self.account.duplicate:
            again = self._send(method, url, form)
            if (again.status, again.body) != (reply.status, reply.body):
                raise Broken(0, f"{url} answered the same request in two ways; make it idempotent")
        return reply

    def _send(self, method: str, url: str, form: Mapping[str, str]) -> Reply:
        body = form if method == "POST" else {}
        called = url if method == "POST" else _with_query(url, form)
        reply = self.transport.request(method, called, body, self._headers(called, body))
        self._keep_cookies(reply)
        self.log.append(Exchange(method, called, dict(form), reply.status, reply.body))
        return reply

    def _headers(self, url: str, form: Mapping[str, str]) -> dict[str, str]:
        headers = {
            "User-Agent": "TwilioProxy/1.1",
            "Accept": "*/*",
            "X-Twilio-Signature": signature(self.account.token, url, form),
            # One value for all tries of a request: that is what the header is for.
            "I-Twilio-Idempotency-Token": self._idempotency,
        }
        if self._cookies:
            headers["Cookie"] = "; ".join(f"{k}={v}" for k, v in self._cookies.items())
        return headers

    def _keep_cookies(self, reply: Reply) -> None:
        for line in reply.cookies:
            try:
                jar = SimpleCookie(line)
            except CookieError:
                continue  # an odd cookie is the service's loss, as with any client
            self._cookies |= {name: morsel.coded_value for name, morsel in jar.items()}


def check_url(url: str) -> None:
    """Raise CarrierError 11100 unless ``url`` is absolute http(s) with a host the carrier takes."""
    try:
        parts = urlsplit(url)
        host = parts.netloc.rpartition("@")[2].removesuffix(f":{parts.port}")
    except ValueError as error:
        raise CarrierError(11100, f"{url!r} is no URL: {error}") from error
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(host):
        raise CarrierError(11100, f"{url!r}: give http(s)://host/path, and no _ in the host")


def _with_query(url: str, form: Mapping[str, str]) -> str:
    return f"{url}{'&' if '?' in url else '?'}{urlencode(form)}"


def _accepted(reply: Reply, url: str) -> Reply:
    if reply.status >= 400:
        raise CarrierError(11217, f"{url} answered {reply.status}")
    if reply.status >= 300:
        raise CarrierError(
            11216, f"{url} answered {reply.status}; redirect with 301, 302, 303, 307"
        )
    return reply
