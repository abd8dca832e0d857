"""Run the whole service on one machine: live store, records, web processes, housekeeping.

Parts start in that order and stop in the reverse; whatever ends this process cleanly (SIGTERM,
SIGINT, SIGHUP) leaves every answer given and all data written. What ends it otherwise ends the
others with it, and the next start finds the port, the data folder and all data.
"""

from __future__ import annotations

import os
import resource
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from threading import Event

import structlog
from sqlalchemy import Engine

from ivr.errors import StoreUnavailable
from ivr.live.address import Address, address
from ivr.live.misfit import refuse_misfit
from ivr.live.valkey.embedded import EmbeddedStore
from ivr.records.database import database
from ivr.records.upgrade import upgrade
from ivr.serve.housekeeping import HOUSEKEEPING_SECONDS, every
from ivr.serve.listening import LOOPBACK
from ivr.serve.systemd import ALIVE, READY, STOPPING, Systemd
from ivr.serve.workers import Workers
from ivr.settings import PACKAGE_ROOT, Settings
from ivr.web.voice.console import console_settings

_LOOK_SECONDS = 0.25
_DESCRIPTORS = 65_536

log = structlog.get_logger(__name__)


def serve(
    listener: socket.socket,
    settings: Settings,
    workers: int,
    housekeeping: Callable[[], None],
    drain: float = 0.0,
    dial: str = "",
) -> int:
    """Serve on ``listener`` until a signal asks to stop; returns 0 then.

    ``housekeeping`` is called every 15 s in a thread of its own. ``drain`` is for how many seconds
    after SIGTERM callers are still taken in while ``/readyz`` sends them elsewhere. ``dial`` is a
    published number, shown in the line that one may try. Raises IvrError in plain words if a part
    cannot start. To be called in the main thread.
    """
    systemd = Systemd()
    _allow_many_connections()
    with _stop_signals() as stop, ExitStack() as parts:
        live_url = _start_store(settings, parts)
        engine = database(settings)
        parts.callback(engine.dispose)
        chores = _chores(engine, _prepared(engine), housekeeping)
        web = Workers(listener, _environment(settings, live_url, _port(listener)), workers)
        parts.callback(web.stop)
        parts.callback(listener.close)  # before they leave: then nobody waits for nobody
        _say(f"web server   {_where(listener)}, {workers} process{'es' * (workers > 1)} …")
        web.start()
        if _started(web, stop.asked):
            parts.enter_context(every(HOUSEKEEPING_SECONDS, chores))
            _say_what_to_try(settings, _where(listener), dial)
            systemd.tell(READY)
            _watch(web, stop.asked, systemd)
            systemd.tell(STOPPING)
            _drain(web, stop, drain)
        _say("stopping")
    _say("stopped")
    return 0


class _Stop:
    """Whether a signal has asked to stop, and whether one has asked not to wait."""

    def __init__(self) -> None:
        self.asked = Event()
        self.at_once = Event()

    def hear(self, number: int, _: object) -> None:
        if self.asked.is_set() or number != signal.SIGTERM:
            self.at_once.set()
        self.asked.set()


def _started(web: Workers, asked: Event) -> bool:
    """Wait until the first of them answers; False if asked to stop meanwhile."""
    while not asked.is_set():
        if web.started():
            return True
    return False


def _watch(web: Workers, asked: Event, systemd: Systemd) -> None:
    while not asked.is_set():
        web.look(_LOOK_SECONDS)
        systemd.tell(ALIVE)


def _drain(web: Workers, stop: _Stop, seconds: float) -> None:
    """Go on answering for a while, so that whoever sends callers here can send them elsewhere."""
    deadline = time.monotonic() + seconds
    if seconds and not stop.at_once.is_set():
        _say(f"draining     for {seconds:g} s")
        web.drain()
    while time.monotonic() < deadline and not stop.at_once.is_set():
        web.look(0.1)


def _start_store(settings: Settings, parts: ExitStack) -> str:
    """The live store's URL; the embedded one is started if none is configured."""
    if settings.redis_url:
        _look_at(address(settings))
        return settings.redis_url
    store = EmbeddedStore(settings.data)
    parts.callback(store.stop)
    try:
        url = store.start()
    except StoreUnavailable as trouble:
        _not_ready("live store", trouble, "led to people without it; it is tried again")
        return store.keep_trying()
    _say(f"live store   embedded Valkey in {store.folder} (process {store.pid})")
    return url


def _look_at(store: Address) -> None:
    """Say where calls live; without the store they are answered all the same."""
    try:
        refuse_misfit(store)
    except StoreUnavailable as trouble:
        _not_ready("live store", trouble, "led to people without it; it is tried at each call")
    else:
        _say(f"live store   {store}")


def _not_ready(part: str, trouble: StoreUnavailable, calls: str) -> None:
    _say(f"{part:12} NOT READY: {trouble}")
    _say(f"{'':12} calls are {calls}")


def _prepared(engine: Engine) -> bool:
    """Whether the records are up to date. Without them calls are answered all the same."""
    try:
        upgrade(engine)
    except StoreUnavailable as trouble:
        _not_ready("records", trouble, "answered without ticket numbers; tried again every 15 s")
        return False
    _say(f"records      {engine.url.render_as_string(hide_password=True)}")
    return True


def _chores(engine: Engine, prepared: bool, housekeeping: Callable[[], None]) -> Callable[[], None]:
    """``housekeeping``, preceded by the upgrade that could not be made at start."""
    ready = Event()
    if prepared:
        ready.set()

    def run() -> None:
        if not ready.is_set():
            upgrade(engine)
            ready.set()
            log.info("records_ready")
        housekeeping()

    return run


def _environment(settings: Settings, live_url: str, port: int) -> dict[str, str]:
    """What the web processes are told; ours, with what was decided here."""
    decided = {
        "REDIS_URL": live_url,
        "IVR_DATA": str(settings.data),
        "IVR_CONFIG": str(settings.config),
    }
    if "public_url" not in settings.model_fields_set:
        decided["PUBLIC_URL"] = f"http://{LOOPBACK}:{port}"
    return {**os.environ, **decided}


def _allow_many_connections() -> None:
    """The limit for shells is a few; children inherit ours."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _DESCRIPTORS if hard == resource.RLIM_INFINITY else min(_DESCRIPTORS, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))


@contextmanager
def _stop_signals() -> Iterator[_Stop]:
    stop = _Stop()
    numbers = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
    before = {number: signal.signal(number, stop.hear) for number in numbers}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _say_what_to_try(settings: Settings, where: str, dial: str) -> None:
    ours = "scripts/ivr" if (PACKAGE_ROOT / "scripts" / "ivr").is_file() else "ivr"
    _say(f"ready        http://{where}/healthz")
    if settings.simulated:
        _say("             simulated: no TWILIO_AUTH_TOKEN is set, calls come from the simulator")
        _say(f"phone        http://{where}/phone  (in a browser)")
    else:
        _say(f"             the carrier calls {settings.public_url}")
        for name, address in console_settings(settings.public_url):
            _say(f"             {name}: HTTP POST {address}")
    _say(f"try          {ours} call {dial}".rstrip())
    _say("next         README.md says how to connect a number; Ctrl-C stops the service")


def _port(listener: socket.socket) -> int:
    return int(listener.getsockname()[1])


def _where(listener: socket.socket) -> str:
    """Where it can be asked from this machine."""
    host = {"0.0.0.0": LOOPBACK, "::": "::1"}.get(  # noqa: S104 - compared, not bound
        listener.getsockname()[0], listener.getsockname()[0]
    )
    return f"[{host}]:{_port(listener)}" if ":" in host else f"{host}:{_port(listener)}"


def _say(line: str) -> None:
    print(line, flush=True)
