"""One measurement: a number of prepared requests to one site, and what they cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from benchmark.ground import Site
from benchmark.load import Expected, Load, drive
from benchmark.processes import cpu_seconds

CONNECTIONS = 16


@dataclass(frozen=True, slots=True)
class Figures:
    """What one measurement found; times are per request.

    ``cpu_us`` is of the web server's processes, ``store_cpu_us`` of the live store's,
    ``generator_cpu_us`` of the load generator.
    """

    requests: int
    requests_per_s: float
    p50_ms: float
    p99_ms: float
    cpu_us: float
    store_cpu_us: float
    generator_cpu_us: float


def measured(site: Site, requests: Sequence[Sequence[bytes]], expected: Expected) -> Figures:
    """Send all and take the figures."""
    address = site.line.host, site.line.port
    web, store = cpu_seconds(site.pids), cpu_seconds([site.store.pid])
    load = drive(address, requests, expected, CONNECTIONS)
    web, store = cpu_seconds(site.pids) - web, cpu_seconds([site.store.pid]) - store
    return _figures(load, web, store)


def prepared(site: Site, requests: Sequence[Sequence[bytes]]) -> None:
    """Send all that must have happened before; every answer must be a document."""
    if any(requests):
        drive((site.line.host, site.line.port), requests, Expected(200), CONNECTIONS)


def count(requests: Sequence[Sequence[bytes]]) -> int:
    """How many requests there are in all chains."""
    return sum(1 for _ in chain.from_iterable(requests))


def _figures(load: Load, web: float, store: float) -> Figures:
    latencies = sorted(load.latencies)
    number = len(latencies)
    return Figures(
        requests=number,
        requests_per_s=number / load.seconds,
        p50_ms=latencies[number // 2] * 1000,
        p99_ms=latencies[min(number - 1, int(number * 0.99))] * 1000,
        cpu_us=web / number * 1e6,
        store_cpu_us=store / number * 1e6,
        generator_cpu_us=load.own_cpu / number * 1e6,
    )
