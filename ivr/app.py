"""The only place where objects are wired together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property, partial
from pathlib import Path
from threading import Event

from flask import Blueprint, Flask, Response, redirect, send_from_directory
from sqlalchemy import Engine

from ivr.engine.kinds.registry import KINDS
from ivr.errors import StoreUnavailable
from ivr.guard.breaker import Breaker
from ivr.live.address import address
from ivr.live.calls import Calls
from ivr.live.redis_calls import RedisCalls
from ivr.plan.versions import WORDS, Plans, plan_in
from ivr.publish.publication import Publication
from ivr.records import CallRecords, ClosureRecords, Incidents, IncidentStore
from ivr.records.database import database
from ivr.records.plan_versions import PlanVersions
from ivr.records.transactions import guarded
from ivr.service.closures import KnownClosures
from ivr.service.finish import Finisher
from ivr.service.retention import Retention
from ivr.service.webhook import Turns, TurnTaken
from ivr.settings import Settings, journal_key, load_settings, signing_tokens
from ivr.telemetry.logs import configure
from ivr.web import health
from ivr.web.loopback import LoopbackOnly
from ivr.web.voice import routes
from ivr.web.voice.door import MOST_BYTES, VoiceDoor
from ivr.web.voice.fast_path import FastPath
from ivr.web.voice.signature import signed_origin
from ivr.web.voice.simulated import SimulatedDoor
from routing.model import Floor


def utc_now() -> datetime:
    """The clock that a running service lives by."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Service:
    """The parts of one running service."""

    settings: Settings
    plans: Plans
    calls: Calls
    tickets: IncidentStore
    records: CallRecords
    engine: Engine
    closures: KnownClosures
    clock: Callable[[], datetime] = utc_now
    watch: Callable[[TurnTaken], None] | None = None
    floor: Callable[[], Floor] | None = None  # instead of what is known of the closures
    published: Publication | None = None

    @property
    def finisher(self) -> Finisher:
        """What stores a call once it is over."""
        return Finisher(self.calls, self.tickets, self.records)

    @cached_property
    def retention(self) -> Retention:
        """What deletes what is over; it remembers what was done tonight."""
        return Retention(lambda: self.plans.current, self.engine, self.calls)


def open_service(
    settings: Settings,
    calls: Calls | None = None,
    plans: Plans | None = None,
    clock: Callable[[], datetime] = utc_now,
) -> Service:
    """Wire a service for ``settings``.

    ``calls`` replaces the live store. ``plans`` are what a :class:`Publication` follows; without
    it calls run on what the files hold now, proven or not (a call in the terminal, a test).
    """
    engine = guarded(database(settings))
    return Service(
        settings,
        plans or Plans(plan_in(settings.config, WORDS, KINDS)),
        calls or RedisCalls(address(settings).connect, Breaker()),
        Incidents(engine),
        CallRecords(engine),
        engine,
        KnownClosures(ClosureRecords(engine), clock, settings.data),
        clock,
    )


def create_app(service: Service, fast_path: bool = True) -> Flask:
    """The WSGI application of a service; its voice door also before Flask's routing."""
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = MOST_BYTES + 1  # one more is enough to be refused
    door = app.extensions["voice_door"] = voice_door(service)
    app.register_blueprint(routes.blueprint(door))
    if fast_path:
        app.wsgi_app = FastPath(app.wsgi_app, door)  # type: ignore[method-assign]
    app.register_blueprint(health.blueprint(lambda: service.plans.current.version, probes(service)))
    app.add_url_rule("/audio/<path:name>", "audio", _audio)
    if service.settings.simulated:
        app.register_blueprint(_phone(app, service))
        app.add_url_rule("/", "home", lambda: redirect("/phone"))
        app.wsgi_app = LoopbackOnly(app.wsgi_app)  # type: ignore[method-assign]
    return app


def voice_door(service: Service) -> VoiceDoor:
    """Where the carrier comes in; without an account, where simulated calls do."""
    kind = SimulatedDoor if service.settings.simulated else VoiceDoor
    return kind(
        turns=Turns(
            plans=service.plans,
            calls=service.calls,
            tickets=service.tickets,
            key=journal_key(service.settings),
            floor=service.floor or service.closures.floor,
            watch=service.watch,
        ),
        finisher=service.finisher,
        public_url=service.settings.public_url,
        tokens=signing_tokens(service.settings),
        account=service.settings.account_sid,
        clock=service.clock,
    )


def _phone(app: Flask, service: Service) -> Blueprint:
    """The browser phone calls this process itself, signed as the carrier would sign."""
    # The simulator takes 0.1 s and 3 MB, which a worker that the carrier calls can do without.
    from ivr.simulator import WsgiTransport  # noqa: PLC0415
    from ivr.web import phone  # noqa: PLC0415

    line = phone.Line(
        plans=service.plans,
        calls=service.calls,
        tickets=service.tickets,
        records=service.records,
        transport=WsgiTransport(app),
        token=signing_tokens(service.settings)[0],
        public_url=signed_origin(service.settings.public_url),
    )
    return phone.blueprint(line)


def publication(settings: Settings) -> Publication:
    """The live plan of an installation. Raises PlanRefused, or ConfigError for the settings."""
    sources = PlanVersions(guarded(database(settings)))
    return Publication(settings.config, WORDS, settings.data / "plans", KINDS, sources)


def application() -> Flask:
    """What a web server runs: settings read, logs configured, the live plan followed."""
    configure(lasting=True)
    settings = load_settings()
    published = publication(settings)
    published.follow()
    service = open_service(settings, plans=published.plans)
    service.closures.follow(Event())
    return create_app(replace(service, published=published))


def probes(service: Service) -> dict[str, health.Probe]:
    """What may be amiss while calls are answered all the same."""
    published = service.published
    return {
        "live": lambda: _trouble(partial(service.calls.read, "probe")),
        "records": lambda: _trouble(partial(service.tickets.latest, 1)),
        "plan_is_as_written": lambda: published.state.problems if published else (),
    }


def _trouble(ask: Callable[[], object]) -> tuple[str, ...]:
    try:
        ask()
    except StoreUnavailable as trouble:
        return (str(trouble),)
    return ()


def _audio(name: str) -> Response:
    return send_from_directory(Path(WORDS) / "audio", name, max_age=3600)
