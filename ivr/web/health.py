"""Is it alive, can it take calls, and how is it doing."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import Blueprint, Response, jsonify

from ivr.telemetry.metrics import exposition

Probe = Callable[[], bool]


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
        return jsonify(ready=True, plan=version(), **parts), 200

    @health.get("/metrics")
    def metrics() -> Response:
        return Response(exposition(), content_type="text/plain; version=0.0.4; charset=utf-8")

    return health
