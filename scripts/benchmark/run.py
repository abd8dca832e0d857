"""Rounds: every path once, then all again. What disturbs the machine then disturbs all alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from benchmark import measure, start
from benchmark.ground import Site, live_store, sites, website
from benchmark.load import Expected
from benchmark.measure import Figures
from benchmark.processes import memory_mb
from benchmark.route import CALL, ROUTES, Route, chains, scout
from benchmark.sessions import all_noted, fill
from benchmark.wire import Ask, call_sid, keyed

FLOOR, NAIVE = "static Flask", "naive twin"
MENU, FORM = "menu turn", "form turn"
FULL = {MENU: "menu turn, sessions live", FORM: "form turn, sessions live"}
_XML = b"<Response><Gather"
_TURN = (Ask("/voice/turn?p=0123456789ab&n=service-assurance&l=es-AR&t=1", keyed("0")),)


class Teller(Protocol):
    """Who shows how far the run is."""

    def __call__(self, what: str, done: float) -> None: ...


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured: rounds, requests of a path in each, live sessions, starts."""

    rounds: int = 5
    requests: int = 3000
    sessions: int = 100_000
    starts: int = 7


@dataclass(frozen=True, slots=True)
class Subject:
    """One row of the table: a path of a site. ``share`` is of a round's requests."""

    name: str
    site: Site
    route: Route
    asks: tuple[Ask, ...]
    share: float


@dataclass(frozen=True, slots=True)
class Findings:
    """All that a run has found. ``paths`` has a row's figures in each round."""

    paths: dict[str, list[Figures]]
    plan: dict[str, float]
    cached_start_s: float
    worker: dict[str, float]
    bytes_per_session: float


def run(size: Size, temporary: Path, tell: Teller) -> Findings:
    """Measure everything. Raises BadAnswer or IvrError if something answers otherwise than it
    should; nothing that was started is left."""
    tell("starting servers", 0.0)
    with sites(temporary, _menu_document(temporary)) as places:
        per_session = fill(places["full"].store, size.sessions, _filling(size, tell))
        subjects = _subjects(places["floor"], places["naive"], places["ours"], places["full"])
        tell("warming up", 0.05)
        for subject in subjects:
            _one(subject, max(size.requests // 10, measure.CONNECTIONS), "warm")
        paths = _rounds(subjects, size, tell)
        worker = memory_mb(max(places["ours"].pids))
        tell("starting from the cache", 0.95)
        started = start.cached_start(places["ours"], temporary / "ours", size.starts)
        return Findings(paths, start.plan_times(min(size.starts, 3)), started, worker, per_session)


def _menu_document(temporary: Path) -> str:
    """What our menu turn answers; the floor and the twin answer the same."""
    folder = temporary / "scout"
    folder.mkdir(mode=0o700)
    menu = next(route for route in ROUTES if route.name == MENU)
    with live_store(folder) as store, website("wsgi:application", folder, store) as site:
        return scout(site.line, menu)[1][-1]


def _subjects(floor: Site, naive: Site, ours: Site, full: Site) -> list[Subject]:
    turn = Route(FLOOR, (), words=_XML)
    rows = [Subject(FLOOR, floor, turn, _TURN, 2.0), Subject(NAIVE, naive, turn, _TURN * 2, 0.5)]
    for route in (*ROUTES, CALL):
        asks, _ = scout(ours.line, route)
        share = {MENU: 2.0, FORM: 1.0, CALL.name: 0.05}.get(route.name, 0.5)
        rows.append(Subject(route.name, ours, route, asks, share))
        if route.name in FULL:
            there, _ = scout(full.line, route)
            rows.append(Subject(FULL[route.name], full, route, there, share))
    return rows


def _rounds(subjects: Sequence[Subject], size: Size, tell: Teller) -> dict[str, list[Figures]]:
    found: dict[str, list[Figures]] = {subject.name: [] for subject in subjects}
    total = size.rounds * len(subjects)
    for number in range(size.rounds):
        for row, subject in enumerate(subjects):
            done = (number * len(subjects) + row) / total
            tell(f"round {number + 1} of {size.rounds}: {subject.name}", 0.1 + done * 0.85)
            requests = max(int(size.requests * subject.share), measure.CONNECTIONS)
            found[subject.name].append(_one(subject, requests, number))
    return found


def _one(subject: Subject, requests: int, label: object) -> Figures:
    """One measurement with calls of its own; what must come before them is not measured."""
    route, site = subject.route, subject.site
    sids = [call_sid(subject.name, label, number) for number in range(requests)]
    before, asked = subject.asks[: -route.measured], subject.asks[-route.measured :]
    if subject.name not in FULL.values():
        site.store.client.flushall()
    measure.prepared(site, chains(site.line, before, sids))
    figures = measure.measured(
        site, chains(site.line, asked, sids), Expected(route.status, route.words)
    )
    if route.name == MENU:
        all_noted(site.store, sids, turns=2)
    return figures


def _filling(size: Size, tell: Teller) -> Callable[[int], None]:
    def told(count: int) -> None:
        tell(f"{count:,} of {size.sessions:,} live sessions", 0.05 * count / size.sessions)

    return told
