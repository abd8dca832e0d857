"""``ivr privacy``: what is known of a person is shown, erased, or held for a legal reason."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime

import phonenumbers
from sqlalchemy import Engine

from ivr.app import open_service
from ivr.call.subscriber import Subscriber, subscriber
from ivr.commands.output import dump, table
from ivr.commands.personal import erased_lines, known_json
from ivr.errors import IvrError
from ivr.guard.breaker import Breaker
from ivr.live.address import address
from ivr.live.calls import Calls
from ivr.live.redis_calls import RedisCalls
from ivr.live.valkey.embedded import EmbeddedStore
from ivr.live.valkey.server import rewrite_log
from ivr.records import CallRecords, Incidents, valid_number
from ivr.records.database import database
from ivr.records.holds import KINDS, Hold, HoldKind, Holds
from ivr.records.recordings import UnwantedRecordings
from ivr.records.upgrade import upgrade
from ivr.service.finish import Finisher
from ivr.service.privacy import PersonalRecords
from ivr.settings import Settings, load_settings

_CALL = re.compile(r"CA[0-9a-f]{32}")


def add(sub: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = sub.add_parser("privacy", help="show, erase or hold what is known of a person")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    for name, about, run in (
        ("export", "all that is known of a telephone number, as JSON", _export),
        ("erase", "erase it; says what was removed and what was not", _erase),
    ):
        person = actions.add_parser(name, help=about)
        person.add_argument("number", help="in any usual spelling")
        person.add_argument("--country", help="of the number, if it does not tell: AR, BR …")
        person.set_defaults(run=run)
    _add_holds(actions)
    purge = actions.add_parser("purge", help="delete now what is over; each night does it too")
    purge.set_defaults(run=_purge)
    recordings = actions.add_parser("recordings", help="what is to be deleted at the carrier")
    recordings.add_argument("--deleted", metavar="URL", help="this one is gone there")
    recordings.set_defaults(run=_recordings)


def _add_holds(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    for name, about, run in (
        ("hold", "keep a ticket, a call or all of a number, whatever would delete it", _hold),
        ("release", "end a hold", _release),
    ):
        hold = actions.add_parser(name, help=about)
        hold.add_argument("kind", choices=KINDS)
        hold.add_argument("value", help="ticket number, CallSid, or telephone number")
        hold.add_argument("--country", help="of a telephone number that does not tell its own")
        hold.set_defaults(run=run)
        if run is _hold:
            hold.add_argument("--reason", required=True, help="for example the court and its file")
            hold.add_argument("--until", type=_day, help="the last day, 2027-12-31; else for ever")
    actions.add_parser("holds", help="all holds").set_defaults(run=_holds)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write 2027-12-31") from None


def _export(arguments: argparse.Namespace) -> int:
    who = _whom(arguments.number, arguments.country)
    with _privacy() as privacy:
        print(dump(known_json(who, privacy.known(who))))
    return 0


def _erase(arguments: argparse.Namespace) -> int:
    who = _whom(arguments.number, arguments.country)
    with _privacy() as privacy:
        done = privacy.erase(who, _now())
    print("\n".join(erased_lines(who, done)))
    return 0 if done.complete else 1


def _purge(_: argparse.Namespace) -> int:
    settings = load_settings()
    with _calls(settings) as calls:
        upgrade(database(settings))
        found = open_service(settings, calls).retention.everything(_now())
    rows = [(name, *map(str, purged.counts().values())) for name, purged in found.items()]
    print(table(("country", *next(iter(found.values())).counts()), rows))
    return 0


def _hold(arguments: argparse.Namespace) -> int:
    reason = " ".join(arguments.reason.split())
    if not 3 <= len(reason) <= 500:
        raise IvrError("say in --reason why it is held, in 3 to 500 characters")
    if arguments.until and arguments.until < datetime.now(UTC).date():
        raise IvrError(f"{arguments.until} is over; a hold until then would hold nothing")
    kind: HoldKind = arguments.kind
    value = _held_value(kind, arguments)
    print(f"held: {Holds(_records()).place(Hold(kind, value, reason, arguments.until, _now()))}")
    return 0


def _release(arguments: argparse.Namespace) -> int:
    value = _held_value(arguments.kind, arguments)
    if not Holds(_records()).release(arguments.kind, value):
        print(f"There is no hold on {arguments.kind} {value}; see: ivr privacy holds")
        return 1
    print(f"released: {arguments.kind} {value}")
    return 0


def _holds(_: argparse.Namespace) -> int:
    found = Holds(_records()).all()
    print("\n".join(map(str, found)) if found else "Nothing is held.")
    return 0


def _recordings(arguments: argparse.Namespace) -> int:
    unwanted = UnwantedRecordings(_records())
    if arguments.deleted:
        known = unwanted.deleted(arguments.deleted)
        print("noted" if known else "That address is not listed; see: ivr privacy recordings")
        return 0 if known else 1
    found = unwanted.all()
    print("\n".join(f"{since:%Y-%m-%d}  {url}" for url, since in found) or "None.")
    return 0


def _whom(text: str, country: str | None) -> Subscriber:
    """Whose number it is; a country that it does not tell is asked for."""
    if country is not None and country.upper() not in phonenumbers.SUPPORTED_REGIONS:
        raise IvrError(f"{country!r} is no country; write its two letters, for example AR")
    found = subscriber(text, country.upper() if country else None)
    if found is None and country is None and sys.stdin.isatty():
        return _whom(text, input(f"Of which country is {text}? Its two letters: ").strip())
    if found is None:
        why = f"is no number of {country.upper()}" if country else "does not tell its country"
        remedy = "write it with + and country code, or add --country and its two letters"
        raise IvrError(f"{text!r} {why}: {remedy}")
    return found


def _held_value(kind: HoldKind, arguments: argparse.Namespace) -> str:
    text = arguments.value.strip()
    if kind == "number":
        return _whom(text, arguments.country).number
    if kind == "call":
        if not _CALL.fullmatch(text):
            raise IvrError(f"{text!r} is no CallSid: CA and 32 hexadecimal characters")
        return str(text)
    number = re.sub(r"[\s-]", "", text)
    if not valid_number(number):
        raise IvrError(f"{text!r} is no ticket number: its check digit does not fit")
    return number


@contextmanager
def _privacy() -> Iterator[PersonalRecords]:
    settings = load_settings()
    with _calls(settings) as calls:
        engine = _records()
        yield PersonalRecords(
            engine, calls, Finisher(calls, Incidents(engine), CallRecords(engine))
        )


@contextmanager
def _calls(settings: Settings) -> Iterator[Calls]:
    """The live store; the embedded one is started if no service has it running."""
    with ExitStack() as stack:
        if not settings.redis_url:
            stack.enter_context(EmbeddedStore(settings.data))
        yield RedisCalls(address(settings).connect, Breaker())
        if not settings.redis_url:
            rewrite_log(settings.data)  # what was erased must not stay in its log either


def _records() -> Engine:
    engine = database(load_settings())
    upgrade(engine)
    return engine


def _now() -> datetime:
    return datetime.now(UTC)
