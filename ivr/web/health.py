"""Is it alive, can it take calls, and how is it doing."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import Blueprint, Response, jsonify, request

from ivr.telemetry.metrics import exposition

Probe = Callable[[], bool]
DRAINING = "ivr.draining"  # set in a request's environment by a server that will soon be gone


def blueprint(version: Callable[[], str], probes: Mapping[str, Probe]) -> Blueprint:
    """``/healthz`` (the process answers), ``/readyz`` (each part by name), ``/metrics``."""
    health = Blueprint("health", __name__)

    @health.get("/healthz")
    def healthz() -> Response:
        return jsonify(status="ok", plan=version())

    @health.get("/readyz")
    def readyz() -> tuple[Response, int]:
        parts = {name: probe() for name, probe in probes.items()}
        # Without either store a call still reaches a person, so only the plan decides readiness.
        ready = not request.environ.get(DRAINING)
        return jsonify(ready=ready, plan=version(), **parts), 200 if ready else 503

    @health.get("/metrics")
    def metrics() -> Response:
        return Response(exposition(), content_type="text/plain; version=0.0.4; charset=utf-8")

    return health
