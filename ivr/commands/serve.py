"""``ivr serve``: everything on one machine, on embedded defaults."""

from __future__ import annotations

import argparse
import logging
from functools import partial
from socket import socket
from typing import TYPE_CHECKING

from ivr.serve.listening import LOOPBACK, listening
from ivr.settings import DEFAULT_PORT, Settings, load_settings
from ivr.telemetry.logs import configure
from ivr.telemetry.shared import share

if TYPE_CHECKING:
    from ivr.app import Service

_WHOLE_CALL = '1 1 say:AR-12345 1 1 say:Ana 1 2 "say:no hay tono" 1'
DRAIN_SECONDS = 3.0


def add(sub: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = sub.add_parser("serve", help="start the service and all it needs")
    parser.add_argument("--port", type=int, default=DEFAULT_PORT)
    parser.add_argument("--workers", type=int, default=1, help="web processes (default 1)")
    parser.add_argument("--host", default=LOOPBACK, help="other than loopback needs a real token")
    parser.add_argument(
        "--drain",
        type=float,
        default=DRAIN_SECONDS,
        metavar="SECONDS",
        help="after SIGTERM, say so at /readyz for as long, and still answer (default 3)",
    )
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    configure(logging.WARNING)  # the web processes log; this one talks to a person
    settings = load_settings()
    # First of all: from now on whoever calls is waited for, and this data folder's port is ours.
    with listening(settings, arguments.host, arguments.port) as listener:
        port = listener.getsockname()[1]
        share(settings.data / f"metrics-{port}", "serve")
        return _serve(settings, listener, arguments, port)


def _serve(settings: Settings, listener: socket, arguments: argparse.Namespace, port: int) -> int:
    # Their metrics are made when they are loaded, so not before it is known where those are kept.
    from ivr.app import open_service  # noqa: PLC0415
    from ivr.serve.supervisor import serve  # noqa: PLC0415

    # Loaded here first: a broken plan is told in words before anything is started.
    service = open_service(settings)
    number = next(iter(service.plans.current.numbers))
    return serve(
        listener,
        settings,
        arguments.workers,
        housekeeping=partial(_sweep, service),
        drain=arguments.drain,
        dial=f"{number} --keys '{_WHOLE_CALL}' --url http://{LOOPBACK}:{port}",
    )


def _sweep(service: Service) -> None:
    service.finisher.sweep(service.clock())
