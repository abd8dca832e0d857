"""The only place where objects are wired together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread
from time import sleep

import structlog
from flask import Blueprint, Flask, Response, redirect, send_from_directory

from ivr.engine.kinds.registry import KINDS
from ivr.errors import ConfigError, StoreUnavailable
from ivr.live.address import address
from ivr.live.breaker import Breaker
from ivr.live.calls import Calls
from ivr.live.memory import MemoryCalls
from ivr.live.redis_calls import RedisCalls
from ivr.plan.versions import WORDS, Plans
from ivr.records import CallRecords, ClosureRecords, Incidents, IncidentStore
from ivr.records.database import database
from ivr.service.closures import KnownClosures
from ivr.service.finish import Finisher
from ivr.service.webhook import Turns, TurnTaken
from ivr.settings import Settings, journal_key, load_settings, signing_tokens
from ivr.telemetry.logs import configure
from ivr.telemetry.metrics import RELOADS
from ivr.web import health
from ivr.web.voice import routes
from ivr.web.voice.door import MOST_BYTES, VoiceDoor
from ivr.web.voice.fast_path import FastPath
from ivr.web.voice.signature import signed_origin
from ivr.web.voice.simulated import SimulatedDoor
from routing.model import Floor

_log = structlog.get_logger(__name__)
_RELOAD_SECONDS = 2


def utc_now() -> datetime:
    """The clock that a running service lives by."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Service:
    """The parts of one running service."""

    settings: Settings
    plans: Plans
    calls: Calls
    tickets: IncidentStore
    records: CallRecords
    closures: KnownClosures
    clock: Callable[[], datetime] = utc_now
    watch: Callable[[TurnTaken], None] | None = None
    floor: Callable[[], Floor] | None = None  # instead of what is known of the closures

    @property
    def finisher(self) -> Finisher:
        """What stores a call once it is over."""
        return Finisher(self.calls, self.tickets, self.records)


def open_service(
    settings: Settings,
    calls: Calls | None = None,
    plans: Plans | None = None,
    clock: Callable[[], datetime] = utc_now,
) -> Service:
    """Wire a service for ``settings``.

    ``calls`` replaces the live store, ``plans`` the plan (a call in the terminal, a test).
    """
    engine = database(settings)
    return Service(
        settings,
        plans or Plans(settings.config, WORDS, settings.data / "plans", kinds=KINDS),
        calls or RedisCalls(address(settings).connect, Breaker()),
        Incidents(engine),
        CallRecords(engine),
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
    probes = {
        "live": lambda: _answers(service),
        "records": lambda: _stores(service),
        "plan_is_as_written": lambda: not service.plans.refused,
    }
    app.register_blueprint(health.blueprint(lambda: service.plans.current.version, probes))
    app.add_url_rule("/audio/<path:name>", "audio", _audio)
    if service.settings.simulated:
        app.register_blueprint(_phone(app, service))
        app.add_url_rule("/", "home", lambda: redirect("/phone"))
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


def application() -> Flask:
    """What a web server runs: settings read, logs configured, plan files watched."""
    configure(lasting=True)
    service = open_service(load_settings())
    Thread(target=_watch, args=(service.plans,), daemon=True, name="plan-watch").start()
    service.closures.follow(Event())
    return create_app(service)


def _watch(plans: Plans) -> None:
    """Take up edits of the plan while calls run; a mistake keeps the last good plan."""
    while True:
        sleep(_RELOAD_SECONDS)
        try:
            if plans.refresh():
                RELOADS.labels("ok").inc()
                _log.info("plan.loaded", plan=plans.current.version)
        except ConfigError as error:
            RELOADS.labels("refused").inc()
            _log.error("plan.refused", problems=[str(problem) for problem in error.problems])
        except OSError as error:
            _log.error("plan.unreadable", reason=str(error))


def _audio(name: str) -> Response:
    return send_from_directory(Path(WORDS) / "audio", name, max_age=3600)


def _answers(service: Service) -> bool:
    if isinstance(service.calls, MemoryCalls):
        return True
    try:
        service.calls.read("probe")
    except StoreUnavailable:
        return False
    return True


def _stores(service: Service) -> bool:
    try:
        service.tickets.latest(1)
    except StoreUnavailable:
        return False
    return True
