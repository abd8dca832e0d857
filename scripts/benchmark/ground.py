"""The ground to measure on: temporary data folders, live stores and web servers of our own.

Everything listens on loopback at free ports and is gone at the end, whatever happened.
"""

from __future__ import annotations

import http.client
import os
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import redis

from benchmark.processes import family, free_port, running
from benchmark.wire import Line
from ivr.errors import IvrError
from ivr.live.connections import live
from ivr.live.valkey.embedded import EmbeddedStore
from ivr.records.database import database
from ivr.records.upgrade import upgrade
from ivr.settings import PACKAGE_ROOT

TOKEN = "benchmark" * 4
_START_SECONDS = 60.0
_OURS = ("TWILIO_", "IVR_", "BENCH_", "PROMETHEUS_")
# What the service runs on; the twin needs the development tools (see scripts/bench).
PYTHON = os.environ.get("BENCH_PYTHON", sys.executable)
_PACKAGES = Path(__file__).resolve().parent.parent
# What a Flask application is usually served with; ours brings its own way (see ivr.serve).
_GRANIAN = ("-m", "granian", "--no-ws", "--log-level", "error", "--interface", "wsgi")
_THREADS = ("--workers", "1", "--blocking-threads", "8")


@dataclass(frozen=True, slots=True)
class Store:
    """A running live store. ``pid`` is its process."""

    url: str
    client: redis.Redis
    pid: int


@dataclass(frozen=True, slots=True)
class Site:
    """A running web server: where it listens, its processes, and the store that it uses."""

    line: Line
    pids: tuple[int, ...]
    store: Store


@contextmanager
def live_store(folder: Path) -> Iterator[Store]:
    """An embedded store on a data folder, its records made."""
    store = EmbeddedStore(folder)
    url = store.start()
    try:
        upgrade(database(f"sqlite:///{folder / 'records.sqlite3'}"))
        yield Store(url, live(url), store.pid or 0)
    finally:
        store.stop()


@contextmanager
def website(
    application: str, folder: Path, store: Store, python: str = PYTHON, **more: str
) -> Iterator[Site]:
    """``application`` under granian, one worker, with ``folder`` as its data.

    Raises IvrError with what it said if it does not answer ``/healthz`` in a minute.
    """
    place = ("--host", "127.0.0.1", "--port")
    command = [python, *_GRANIAN, *_THREADS, *place, "{port}", application]
    with _serving(command, folder, store, more) as site:
        yield site


@contextmanager
def service(folder: Path, store: Store) -> Iterator[Site]:
    """The service as it is started, one worker, on ``folder``. Raises as :func:`website`."""
    command = [PYTHON, "-m", "ivr.cli", "serve", "--drain", "0", "--port", "{port}"]
    with _serving(command, folder, store, {}) as site:
        yield site


@contextmanager
def _serving(
    command: Sequence[str], folder: Path, store: Store, more: Mapping[str, str]
) -> Iterator[Site]:
    port, log = free_port(), folder / "web.log"
    environment = service_environment(folder, store, port) | more
    with running(
        [word.format(port=port) for word in command], environment, PACKAGE_ROOT, log
    ) as process:
        deadline = time.monotonic() + _START_SECONDS
        while not _healthy(port):
            if process.poll() is not None or time.monotonic() > deadline:
                raise IvrError(f"{command[-1]} did not start:\n{log.read_text()[-3000:]}")
            time.sleep(0.05)
        yield Site(Line("127.0.0.1", port, TOKEN), tuple(family(process.pid)), store)


def service_environment(folder: Path, store: Store, port: int) -> dict[str, str]:
    """What a worker of ours is told, whatever this shell's environment says."""
    return bare_environment(folder.parent) | {
        "TWILIO_AUTH_TOKEN": TOKEN,
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "REDIS_URL": store.url,
        "IVR_DATA": str(folder),
    }


def bare_environment(temporary: Path) -> dict[str, str]:
    """This environment without our settings; bytecode is kept, as an installation keeps it."""
    dropped = {"PUBLIC_URL", "REDIS_URL", "DATABASE_URL", "PYTHONDONTWRITEBYTECODE"}
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in dropped and not name.startswith(_OURS)
    }
    return kept | {
        "PYTHONPYCACHEPREFIX": str(temporary / "bytecode"),
        "PYTHONPATH": os.pathsep.join([str(PACKAGE_ROOT), str(_PACKAGES)]),
    }


@contextmanager
def sites(temporary: Path, document: str) -> Iterator[Mapping[str, Site]]:
    """All that are compared: ``floor``, ``naive``, ``ours``, and ``full`` for live sessions."""
    paper = temporary / "document.xml"
    paper.write_text(document, "utf-8")
    with ExitStack() as parts:
        empty, full = (parts.enter_context(_installation(temporary / n)) for n in ("ours", "full"))
        floor, naive = (
            parts.enter_context(
                website(
                    f"benchmark.{name}:application",
                    _made(temporary / name),
                    empty.store,
                    python,
                    BENCH_DOCUMENT=str(paper),
                )
            )
            for name, python in (("floor", PYTHON), ("twin", sys.executable))
        )
        yield {"floor": floor, "naive": naive, "ours": empty, "full": full}


@contextmanager
def _installation(folder: Path) -> Iterator[Site]:
    with live_store(_made(folder)) as store, service(folder, store) as site:
        yield site


def _made(folder: Path) -> Path:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _healthy(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
