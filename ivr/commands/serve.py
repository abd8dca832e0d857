"""``ivr serve``: everything on one machine, on embedded defaults."""

from __future__ import annotations

import argparse
from functools import partial
from socket import socket
from typing import TYPE_CHECKING

from ivr.commands import values
from ivr.serve.listening import LOOPBACK, listening
from ivr.settings import DEFAULT_PORT, Settings, load_settings, signing_tokens
from ivr.telemetry.shared import share

if TYPE_CHECKING:
    from ivr.app import Service
    from ivr.publish.state import PlanState

_WHOLE_CALL = '1 1 say:AR-12345 1 1 say:Ana 1 2 "say:no hay tono" 1'
DRAIN_SECONDS = 3.0


def add(sub: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = sub.add_parser("serve", help="start the service and all it needs")
    parser.add_argument("--port", type=values.port, default=DEFAULT_PORT)
    parser.add_argument(
        "--workers", type=values.workers, default=1, help="web processes (default 1)"
    )
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
    settings = load_settings()
    print("".join(f"note         {notice}\n" for notice in settings.notices), end="", flush=True)
    signing_tokens(settings)  # one that cannot be kept is handed down to the web processes
    # First of all: from now on whoever calls is waited for, and this data folder's port is ours.
    with listening(settings, arguments.host, arguments.port) as listener:
        port = listener.getsockname()[1]
        share(settings.data / f"metrics-{port}", "serve")
        return _serve(settings, listener, arguments, port)


def _serve(settings: Settings, listener: socket, arguments: argparse.Namespace, port: int) -> int:
    # Their metrics are made when they are loaded, so not before it is known where those are kept.
    from ivr.app import open_service, publication  # noqa: PLC0415
    from ivr.serve.supervisor import serve  # noqa: PLC0415

    # Decided here first: a plan that is refused is told in words before anything is started.
    published = publication(settings)
    published.follow()
    _say_how_the_plan_is(published.state)
    service = open_service(settings, plans=published.plans)
    number = next(iter(service.plans.current.numbers))
    return serve(
        listener,
        settings,
        arguments.workers,
        housekeeping=partial(_chores, service),
        drain=arguments.drain,
        dial=f"{number} --keys '{_WHOLE_CALL}' --url http://{LOOPBACK}:{port}",
    )


def _say_how_the_plan_is(state: PlanState) -> None:
    print(f"plan         {state.live}, proven", flush=True)
    if not state.as_written:
        print("             NOT AS WRITTEN: callers hear the last good plan, since", flush=True)
        print("\n".join(f"             {problem}" for problem in state.problems), flush=True)


def _chores(service: Service) -> None:
    now = service.clock()
    from ivr.live.valkey.server import rewrite_log  # noqa: PLC0415 - as above

    service.finisher.sweep(now)
    if service.retention.nightly(now) and not service.settings.redis_url:
        rewrite_log(service.settings.data)
