"""``ivr serve``: everything on one machine, on embedded defaults."""

from __future__ import annotations

import argparse
import logging
from functools import partial

from ivr.app import Service, open_service
from ivr.live.valkey.server import rewrite_log
from ivr.serve.supervisor import LOOPBACK, serve
from ivr.settings import DEFAULT_PORT, load_settings, signing_tokens
from ivr.telemetry.logs import configure

_WHOLE_CALL = '1 1 say:AR-12345 1 1 say:Ana 1 2 "say:no hay tono" 1'


def add(sub: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = sub.add_parser("serve", help="start the service and all it needs")
    parser.add_argument("--port", type=int, default=DEFAULT_PORT)
    parser.add_argument("--workers", type=int, default=1, help="web processes (default 1)")
    parser.add_argument("--host", default=LOOPBACK, help="other than loopback needs a real token")
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    configure(logging.WARNING)  # the web processes log; this one talks to a person
    settings = load_settings()
    signing_tokens(settings)  # one that cannot be kept is handed down to the web processes
    # Loaded here first: a broken plan is told in words before anything is started.
    service = open_service(settings)
    number = next(iter(service.plans.current.numbers))
    return serve(
        settings,
        arguments.port,
        arguments.workers,
        housekeeping=partial(_chores, service),
        host=arguments.host,
        dial=f"{number} --keys '{_WHOLE_CALL}' --url http://{LOOPBACK}:{arguments.port}",
    )


def _chores(service: Service) -> None:
    now = service.clock()
    service.finisher.sweep(now)
    if service.retention.nightly(now) and not service.settings.redis_url:
        rewrite_log(service.settings.data)
