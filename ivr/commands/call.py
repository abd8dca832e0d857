"""``ivr call NUMBER --keys "…"``: place a call without a carrier and read what is heard."""

from __future__ import annotations

import argparse
import socket
from pathlib import Path
from urllib.parse import urlsplit

from ivr.call.call import Call
from ivr.commands import values
from ivr.commands.incidents import described
from ivr.commands.installation import installation
from ivr.commands.output import dump, write
from ivr.engine import machine
from ivr.errors import ConfigError, IvrError, Problem
from ivr.plan.call_plan import CallPlan
from ivr.rehearsal import service as rehearsal
from ivr.rehearsal.scripts import written
from ivr.rehearsal.service import Stage
from ivr.settings import Settings
from ivr.simulator import CallResult
from ivr.simulator.report import describe, turn_lines
from ivr.web.situation import situation

_EPILOG = """\
A key script is a list of what the caller does each time he is asked, separated by spaces:
  1  12345#      keys            -             silence
  say:AR-12345   words           "say:no hay"  several words
  hangup         hang up there
When the script ends the caller stays silent, or waits in the queue he is in.

  ivr call +541151705383 --keys '1 1 say:AR-12345 1 1 say:Ana 1 2 "say:no hay tono" 1'
  ivr call 0800-887-3333 --language en --keys "2"
  ivr call +18004677288 --from +13055550100 --keys "0 1" --at 2026-12-25T03:00
"""


class Refused(IvrError):
    """What was asked for does not go together."""


def add(sub: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = sub.add_parser(
        "call",
        help="place a call without a carrier and read it",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("number", help="the number dialled: E.164 or as published")
    parser.add_argument(
        "--from", dest="caller", type=values.caller, help="number calling, or anonymous"
    )
    parser.add_argument(
        "--keys", default="", type=values.key_script, help="what the caller does (see below)"
    )
    parser.add_argument(
        "--at", type=values.moment, help="date and time there, e.g. 2026-12-25T03:00"
    )
    parser.add_argument("--language", help="change to this language first, e.g. en")
    parser.add_argument(
        "--situation", choices=("nobody", "down"), help="nobody signed in; Redis down"
    )
    parser.add_argument(
        "--url", type=values.service_url, help="a running service, e.g. http://127.0.0.1:8000"
    )
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--save", type=Path, metavar="FILE", help="write the call as a test script")
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    settings = installation()
    stage = _stage(settings, arguments)
    plan = stage.service.plans.current
    to, country = rehearsal.dialled(plan, arguments.number)
    caller = arguments.caller or rehearsal.a_caller_of(country.code)
    keys = " ".join([*_to_language(plan, to, caller, arguments.language), arguments.keys])
    simulator = stage.simulator(situation(arguments.at, arguments.situation))
    show = None if arguments.json else lambda turn: print("\n".join(turn_lines(turn)), flush=True)
    result = simulator.place(to, caller, keys, on_turn=show)
    _print(stage, result, arguments)
    if arguments.save:
        script = written(stage, result, keys, arguments.at, arguments.situation)
        write(arguments.save, script)
    return 1 if result.outcome.kind == "failed" else 0


def _stage(settings: Settings, arguments: argparse.Namespace) -> Stage:
    if not arguments.url:
        return rehearsal.in_process(settings)
    if settings.tokens and (arguments.at or arguments.situation):
        raise Refused(
            "--at and --situation need a service without TWILIO_AUTH_TOKEN; leave --url out"
        )
    _must_answer(arguments.url)
    try:
        return rehearsal.elsewhere(settings, arguments.url)
    except ConfigError as error:
        what = f"{arguments.url} goes on with its last good plan, but this command reads the files"
        raise ConfigError([*error.problems, Problem("ivr call", 0, what, "mend them")]) from error


def _must_answer(url: str) -> None:
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        socket.create_connection((parts.hostname or "", port), timeout=5).close()
    except (OSError, UnicodeError) as error:  # a host name that cannot be one
        raise Refused(f"nothing answers at {url}; is scripts/serve running there?") from error


def _to_language(plan: CallPlan, to: str, caller: str, wanted: str | None) -> list[str]:
    """As many 9s as lead from the language of the greeting to the one that is wanted."""
    if wanted is None:
        return []
    call = Call("", to, caller)
    country = machine.country_of(plan, call)
    offered = next((tag for tag in country.languages if _is_language(tag, wanted)), None)
    if offered is None:
        raise Refused(f"{to} speaks {', '.join(country.languages)}, not {wanted!r}")
    greeted = machine.greeted_in(plan, country, call)
    steps = country.languages.index(offered) - country.languages.index(greeted)
    return ["9"] * (steps % len(country.languages))


def _is_language(tag: str, wanted: str) -> bool:
    return wanted.lower() in (tag.lower(), tag.partition("-")[0])


def _print(stage: Stage, result: CallResult, arguments: argparse.Namespace) -> None:
    if arguments.json:
        print(dump(rehearsal.summary(stage, result)))
        return
    print(f"\n{result.from_} → {result.to}: {describe(result.outcome)}")
    for incident in stage.incidents(result.call_sid):
        print(described(incident))
    for notice in result.warnings:
        print(notice)
    for missed in result.unheard:
        print(f"not heard: {missed}")
