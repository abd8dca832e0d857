"""Is it alive, can it take calls, and how is it doing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from flask import Blueprint, Response, jsonify, request

from ivr.telemetry.metrics import exposition

Probe = Callable[[], Sequence[str]]  # what is amiss, in words; nothing if all is well
DRAINING = "ivr.draining"  # set in a request's environment by a server that will soon be gone


def blueprint(version: Callable[[], str], probes: Mapping[str, Probe]) -> Blueprint:
    """``/healthz`` (the process answers), ``/readyz`` (each part by name), ``/metrics``.

    What is amiss stands under ``degraded`` with status 200: calls reach people all the same, and a
    balancer must not take them away from a machine that answers.
    """
    health = Blueprint("health", __name__)

    @health.get("/healthz")
    def healthz() -> Response:
        return jsonify(status="ok", plan=version())

    @health.get("/readyz")
    def readyz() -> tuple[Response, int]:
        found = {name: _looked(probe) for name, probe in probes.items()}
        well = {name: not amiss for name, amiss in found.items()}
        degraded = [f"{name}: {what}" for name, amiss in found.items() for what in amiss]
        ready = not request.environ.get(DRAINING)
        told = jsonify(ready=ready, plan=version(), **well, degraded=degraded)
        return told, 200 if ready else 503

    @health.get("/metrics")
    def metrics() -> Response:
        return Response(exposition(), content_type="text/plain; version=0.0.4; charset=utf-8")

    return health


def _looked(probe: Probe) -> Sequence[str]:
    try:
        return probe()
    except Exception as unknown:  # a part in a state that nobody thought of is amiss, no more
        return (f"{type(unknown).__name__}: {unknown}",)
