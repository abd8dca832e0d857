"""What Prometheus is told, by all processes of one service together."""

from __future__ import annotations

from prometheus_client import (
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
    multiprocess,
    values,
)

from ivr.telemetry import shared

# Chosen before the first metric is made.
values.ValueClass = shared.value_class()

ANSWERS = Counter("ivr_voice_answers", "Answers of the voice door", ["door", "result"])
SECONDS = Histogram(
    "ivr_voice_seconds",
    "Time to answer a webhook",
    ["door"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
ODD_FIELDS = Counter(
    "ivr_voice_odd_fields",
    "Fields of webhooks that count as absent (shape) or were cut (length)",
    ["field", "why"],
)
REFUSED = Counter("ivr_http_refused", "Requests refused before anybody looked at them", ["reason"])
DEATHS = Counter("ivr_worker_deaths", "Web processes that were replaced", ["reason"])
LOST = Counter("ivr_journal_lost", "Menu turns that the journal of a call lacks")
RELOADS = Counter("ivr_plan_reloads", "Decisions about a changed plan", ["result"])
FINDINGS = Gauge(
    "ivr_plan_findings",
    "What keeps the plan that is written from going live",
    multiprocess_mode="mostrecent",
)
STORE_TROUBLE = Counter(
    "ivr_store_trouble", "Times that a store could not do what was asked", ["store", "kind"]
)
RETENTION = Counter(
    "ivr_retention", "What was deleted because its time was over, or held in spite of it", ["what"]
)


def exposition() -> bytes:
    """All metrics in Prometheus' text format."""
    if not shared.folder():
        return generate_latest(REGISTRY)
    shared.write()
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)
    return generate_latest(registry)
