"""A call without a carrier: the simulator on one end, our service on the other.

Used by ``ivr call``, by the call scripts of the tests, and wherever a call is tried before it is
real. The service may run in this process or elsewhere; what is heard is the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import phonenumbers

from ivr.app import Service, create_app, open_service
from ivr.call.call import Call
from ivr.call.telephone import a_mobile_of
from ivr.engine import machine
from ivr.errors import IvrError
from ivr.live.memory import MemoryCalls
from ivr.plan.call_plan import CallPlan, Country, Number
from ivr.plan.versions import Plans
from ivr.records import CallRecord, Incident
from ivr.records.database import database
from ivr.records.upgrade import upgrade
from ivr.service.webhook import TurnTaken
from ivr.settings import Settings, signing_tokens
from ivr.simulator import (
    DEFAULT,
    CallResult,
    HttpTransport,
    Outcome,
    Simulator,
    Transport,
    Unsettled,
    WsgiTransport,
)
from ivr.simulator.report import to_json
from routing.model import Floor

Extra = Callable[[float], Mapping[str, str]]  # by the seconds since the call began

_E164 = re.compile(r"\+[1-9][0-9]{7,14}\Z")


class UnknownNumber(IvrError):
    """No country lists the number that was asked for."""


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a rehearsed call is placed, and where what it left can be read."""

    service: Service
    transport: Transport
    base_url: str

    @property
    def token(self) -> str:
        """What the simulator signs with."""
        return signing_tokens(self.service.settings)[0]

    def simulator(
        self, extra: Extra, unsettled: Unsettled = DEFAULT, duplicate: bool = False
    ) -> Simulator:
        """Who places calls here; ``extra`` goes along with each request."""
        return Simulator(
            self.transport,
            self.base_url,
            self.token,
            unsettled=unsettled,
            extra=extra,
            duplicate=duplicate,
            classify=self.classify,
        )

    def record(self, call_sid: str) -> CallRecord | None:
        """The record of a finished call."""
        return self.service.records.get(call_sid)

    def incidents(self, call_sid: str) -> list[Incident]:
        """What the call has left, oldest first."""
        return self.service.tickets.by_call(call_sid)

    def classify(self, result: CallResult) -> Outcome | None:
        """How a call ended, by what it left rather than by the wire alone."""
        if result.outcome.kind not in ("hangup", "bridged"):
            return None
        record = self.record(result.call_sid)
        outcome = record.outcome if record else None
        if outcome == "transferred":
            return Outcome("transferred", record.queue if record else None)
        left = {incident.kind for incident in self.incidents(result.call_sid)}
        if outcome in ("message", "callback") and outcome in left:
            return Outcome(outcome, record.queue if record else None)  # type: ignore[arg-type]
        return None


def in_process(
    settings: Settings,
    plans: Plans | None = None,
    watch: Callable[[TurnTaken], None] | None = None,
    floor: Callable[[], Floor] | None = None,
) -> Stage:
    """A service in this process, its live state in memory, its records where settings say.

    ``watch`` is told of every turn. ``floor`` takes the place of what the records know of closures.
    """
    simulated = settings.model_copy(update={"tokens": (), "account_sid": None})
    upgrade(database(simulated))
    opened = open_service(simulated, calls=MemoryCalls(), plans=plans)
    asked = floor or opened.closures.read_floor  # no thread reads the closures here
    service = replace(opened, watch=watch, floor=asked)
    return Stage(service, WsgiTransport(create_app(service)), settings.public_url)


def elsewhere(settings: Settings, url: str) -> Stage:
    """A running service at ``url`` that shares this machine's settings."""
    upgrade(database(settings))
    service = open_service(settings, calls=MemoryCalls())
    return Stage(service, HttpTransport(), url.rstrip("/"))


def published(plan: CallPlan, text: str) -> Number:
    """The number that ``text`` means: E.164, as published, or its digits alone.

    Raises UnknownNumber with the numbers that look most like it.
    """
    number = plan.listed(text)
    if number:
        return number
    some = ", ".join(sorted(plan.numbers)[:4])
    raise UnknownNumber(
        f"no country lists {text!r}; there are {some} … (see config/countries.yaml)"
    )


def dialled(plan: CallPlan, text: str) -> tuple[str, Country]:
    """What to dial for ``text``, and the country that answers; any E.164 number may be dialled."""
    if _E164.match(text) and text not in plan.numbers:
        return text, machine.country_of(plan, Call("", text, None))
    number = published(plan, text)
    return number.e164, plan.countries[number.country]


def a_caller_of(country: str) -> str:
    """A valid mobile number of a country, for who does not say which number calls."""
    example = a_mobile_of(country)
    if example is None:
        return "anonymous"
    return phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164)


def summary(stage: Stage, result: CallResult) -> dict[str, object]:
    """The call as JSON: what was heard and pressed, where it ended, what was stored."""
    record = stage.record(result.call_sid)
    whole = to_json(result)
    incidents = stage.incidents(result.call_sid)
    return {
        "call": result.call_sid,
        "to": whole["to"],
        "from": whole["from"],
        "country": record.country if record else None,
        "language": record.language if record else None,
        "plan": record.plan if record else stage.service.plans.current.version,
        "turns": whole["turns"],
        "outcome": whole["outcome"],
        "incident": incident_json(incidents[-1]) if incidents else None,
        "warnings": [str(notice) for notice in result.warnings],
    }


def incident_json(incident: Incident) -> dict[str, object]:
    """An incident as the call summary shows it."""
    return {
        "number": incident.number,
        "status": incident.status,
        "kind": incident.kind,
        "queue": incident.queue,
        "service": incident.service,
        "fields": dict(incident.fields),
    }
