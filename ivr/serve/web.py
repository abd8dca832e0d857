"""What a web process is made of: reception, threads, the application, and granian's engine."""

from __future__ import annotations

import resource
from collections.abc import Callable
from importlib import import_module
from socket import socket
from threading import Event
from typing import cast

from flask import Flask

from ivr.serve.granian_http import HttpServer, PendingRequest
from ivr.serve.reception import Reception
from ivr.serve.short_way import ShortWay
from ivr.serve.threads import AnsweringThreads
from ivr.serve.wsgi_answers import WsgiAnswers
from ivr.web.voice.door import ROOT

MOST_CONNECTIONS = 8192
_SPARE_DESCRIPTORS = 128  # for stores, files and logs
_SIGNATURE = "x-twilio-signature"


class Web:
    """Answers on ``listener`` by ``application``. ``stopped`` is set after the last answer."""

    def __init__(self, application: Flask, listener: socket, draining: Event) -> None:
        self._threads = AnsweringThreads(WsgiAnswers(application, draining))
        short = ShortWay(application.extensions["voice_door"], self._threads.put, draining)
        self._reception = Reception(wants_body(application), short)
        self._server = HttpServer(listener, self._reception.receive, _connections())
        self.stopped = self._server.stopped

    def start(self) -> None:
        """Begin to accept. Returns at once."""
        self._threads.start()
        self._server.start()

    def stop(self) -> None:
        """Accept no more, and finish what is under way. Returns at once."""
        self._server.stop()

    def tend(self) -> bool:
        """To be done a few times a second. False if no answer will ever come from here again."""
        self._reception.turn_away_the_late()
        return not self._threads.hang


def load(application: str) -> Flask:
    """The application that ``module:factory`` makes."""
    module, _, factory = application.partition(":")
    return cast(Flask, getattr(import_module(module), factory)())


def wants_body(application: Flask) -> Callable[[PendingRequest], bool]:
    """Of which requests the body is of use: their address takes one, and is signed if it must be.

    Whether a signature is right can only be told with the body; that there is none, without.
    """
    rules = application.url_map
    plain = {rule.rule for rule in rules.iter_rules() if "POST" in (rule.methods or ())}
    anywhere = rules.bind("")

    def wants(request: PendingRequest) -> bool:
        path = request.scope.path
        if path.startswith(ROOT) and path[len(ROOT) : len(ROOT) + 1] in ("", "/"):
            return path in plain and bool(request.headers.get(_SIGNATURE))
        method = request.scope.method
        if method in ("GET", "HEAD", "OPTIONS"):
            return False
        return path in plain or anywhere.test(path, method)

    return wants


def _connections() -> int:
    allowed, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return max(min(MOST_CONNECTIONS, allowed - _SPARE_DESCRIPTORS), _SPARE_DESCRIPTORS)
