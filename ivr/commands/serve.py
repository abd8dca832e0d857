"""``ivr serve``: everything on one machine, on embedded defaults."""

from __future__ import annotations

import argparse
from functools import partial

from ivr.app import Service, open_service, publication
from ivr.commands import values
from ivr.live.valkey.server import rewrite_log
from ivr.publish.state import PlanState
from ivr.serve.supervisor import LOOPBACK, serve
from ivr.settings import DEFAULT_PORT, load_settings, signing_tokens

_WHOLE_CALL = '1 1 say:AR-12345 1 1 say:Ana 1 2 "say:no hay tono" 1'


def add(sub: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = sub.add_parser("serve", help="start the service and all it needs")
    parser.add_argument("--port", type=values.port, default=DEFAULT_PORT)
    parser.add_argument(
        "--workers", type=values.workers, default=1, help="web processes (default 1)"
    )
    parser.add_argument("--host", default=LOOPBACK, help="other than loopback needs a real token")
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    settings = load_settings()
    print("".join(f"note         {notice}\n" for notice in settings.notices), end="", flush=True)
    signing_tokens(settings)  # one that cannot be kept is handed down to the web processes
    # Decided here first: a plan that is refused is told in words before anything is started.
    published = publication(settings)
    published.follow()
    _say_how_the_plan_is(published.state)
    service = open_service(settings, plans=published.plans)
    number = next(iter(service.plans.current.numbers))
    return serve(
        settings,
        arguments.port,
        arguments.workers,
        housekeeping=partial(_chores, service),
        host=arguments.host,
        dial=f"{number} --keys '{_WHOLE_CALL}' --url http://{LOOPBACK}:{arguments.port}",
    )


def _say_how_the_plan_is(state: PlanState) -> None:
    print(f"plan         {state.live}, proven", flush=True)
    if not state.as_written:
        print("             NOT AS WRITTEN: callers hear the last good plan, since", flush=True)
        print("\n".join(f"             {problem}" for problem in state.problems), flush=True)


def _chores(service: Service) -> None:
    now = service.clock()
    service.finisher.sweep(now)
    if service.retention.nightly(now) and not service.settings.redis_url:
        rewrite_log(service.settings.data)
