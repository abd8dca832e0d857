"""Run the whole service on one machine: live store, records, web server, housekeeping.

Parts start in that order and stop in the reverse; whatever ends this process cleanly (SIGTERM,
SIGINT, SIGHUP) leaves every answer given and all data written.
"""

from __future__ import annotations

import os
import signal
import socket
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from ipaddress import ip_address
from threading import Event, Thread

import structlog
from sqlalchemy import Engine

from ivr.errors import IvrError, StoreUnavailable
from ivr.live.address import Address, address
from ivr.live.misfit import refuse_misfit
from ivr.live.valkey.embedded import EmbeddedStore
from ivr.records.database import database
from ivr.records.upgrade import upgrade
from ivr.serve.webserver import STOP_SECONDS, WebServer, reachable
from ivr.settings import PACKAGE_ROOT, Settings
from ivr.web.voice.console import console_settings

LOOPBACK = "127.0.0.1"
HOUSEKEEPING_SECONDS = 15.0
RESTARTS = 5
RESTARTS_WITHIN = 60.0

log = structlog.get_logger(__name__)


def serve(
    settings: Settings,
    port: int,
    workers: int,
    housekeeping: Callable[[], None],
    host: str = LOOPBACK,
    dial: str = "",
) -> int:
    """Serve until a signal asks to stop; returns 0 then.

    ``housekeeping`` is called every 15 s in a thread of its own. ``dial`` is a published number,
    shown in the line that one may try. Raises IvrError in plain words if a part cannot start or
    the web server keeps ending by itself.
    """
    _check_address(settings, host, port)
    with _stop_signals() as stopping, ExitStack() as parts:
        live_url = _start_store(settings, parts)
        engine = database(settings)
        parts.callback(engine.dispose)
        chores = _chores(engine, _prepared(engine), housekeeping)
        web = WebServer(_environment(settings, live_url, port), host, port, workers)
        parts.callback(web.stop)
        _say(f"web server   granian on {host} port {port} …")
        web.start()
        if web.wait(stopping):
            parts.enter_context(_every(HOUSEKEEPING_SECONDS, chores))
            _say_what_to_try(settings, host, port, dial)
            _watch(web, stopping)
        _say("stopping")
    _say("stopped")
    return 0


def _check_address(settings: Settings, host: str, port: int) -> None:
    if settings.simulated and not _is_loopback(host):
        raise IvrError(
            f"without TWILIO_AUTH_TOKEN the service is simulated and listens on {LOOPBACK} only, "
            f"not on {host}. Set TWILIO_AUTH_TOKEN and PUBLIC_URL first"
        )
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as refused:
            raise IvrError(
                f"cannot listen on {host} port {port}: {refused.strerror or refused}. Choose "
                f"another port, for example --port {port + 1}, or stop what listens there"
            ) from refused


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
    decided = {"REDIS_URL": live_url, "IVR_DATA": str(settings.data)}
    if "public_url" not in settings.model_fields_set:
        decided["PUBLIC_URL"] = f"http://{LOOPBACK}:{port}"
    return {**os.environ, **decided}


def _watch(web: WebServer, stopping: Event) -> None:
    """Until asked to stop, start the web server anew when it ends by itself.

    granian ends when the same worker dies twice within seconds. That must not end the service;
    a server that keeps dying must.
    """
    ends: deque[float] = deque(maxlen=RESTARTS)
    while not stopping.wait(0.2):
        if web.status is None:
            continue
        now = time.monotonic()
        if len(ends) == RESTARTS and now - ends[0] < RESTARTS_WITHIN:
            raise IvrError(
                f"the web server ended by itself again and again (status {web.status}); "
                "what it said is above"
            )
        ends.append(now)
        log.error("web_server_died", status=web.status)
        web.start()
        web.wait(stopping)


@contextmanager
def _every(seconds: float, chore: Callable[[], None]) -> Iterator[None]:
    ending = Event()

    def run() -> None:
        while not ending.wait(seconds):
            try:
                chore()
            except StoreUnavailable as trouble:
                log.warning("housekeeping_postponed", reason=str(trouble))
            except Exception:
                # It must go on at the next turn, whatever went wrong in this one.
                log.exception("housekeeping_failed")

    thread = Thread(target=run, name="housekeeping", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ending.set()
        thread.join(STOP_SECONDS)


@contextmanager
def _stop_signals() -> Iterator[Event]:
    stopping = Event()
    numbers = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
    before = {number: signal.signal(number, lambda *_: stopping.set()) for number in numbers}
    try:
        yield stopping
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _say_what_to_try(settings: Settings, host: str, port: int, dial: str) -> None:
    ours = "scripts/ivr" if (PACKAGE_ROOT / "scripts" / "ivr").is_file() else "ivr"
    _say(f"ready        http://{reachable(host)}:{port}/healthz")
    if settings.simulated:
        _say("             simulated: no TWILIO_AUTH_TOKEN is set, calls come from the simulator")
        _say(f"phone        http://{reachable(host)}:{port}/phone  (in a browser)")
    else:
        _say(f"             the carrier calls {settings.public_url}")
        for name, address in console_settings(settings.public_url):
            _say(f"             {name}: HTTP POST {address}")
    _say(f"try          {ours} call {dial}".rstrip())
    _say("next         README.md says how to connect a number; Ctrl-C stops the service")


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _say(line: str) -> None:
    print(line, flush=True)
