"""Whole calls as files: what the caller did, what he heard, what was left. Saved, and replayed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

from ivr.records import Incident
from ivr.rehearsal.service import Stage
from ivr.simulator import CallResult, Heard, Unsettled
from ivr.web.situation import situation
from prompts.say_as import SPEAKERS


@dataclass(frozen=True, slots=True)
class CallScript:
    """One call: who calls whom and when, what he does, and what must come of it."""

    to: str
    caller: str
    keys: str
    at: str | None
    situation: str | None
    expect: dict[str, object]
    about: str = ""


def load(path: Path) -> CallScript:
    """Read a call script."""
    whole = yaml.safe_load(path.read_text("utf-8"))
    return CallScript(
        to=whole["to"],
        caller=whole["from"],
        keys=str(whole.get("keys", "")),
        at=whole.get("at"),
        situation=whole.get("situation"),
        expect=whole["expect"],
        about=whole.get("about", ""),
    )


def replay(stage: Stage, script: CallScript, unsettled: Unsettled) -> CallResult:
    """Place the call again, each webhook twice: the second must be answered like the first."""
    extra = situation(script.at, script.situation)
    simulator = stage.simulator(extra, unsettled, duplicate=True)
    return simulator.place(script.to, script.caller, script.keys)


def outcome_of(stage: Stage, result: CallResult) -> dict[str, object]:
    """What a script compares: the conversation, the end, and what was stored."""
    incidents = stage.incidents(result.call_sid)
    record = stage.record(result.call_sid)
    expect: dict[str, object] = {
        "outcome": result.outcome.kind,
        "queue": result.outcome.queue,
        "language": record.language if record else None,
        "heard": [
            {"says": [_same(heard, incidents) for heard in turn.heard], "keys": turn.keys}
            for turn in result.turns
        ],
    }
    if incidents:
        expect["stored"] = [
            {
                "kind": incident.kind,
                "status": incident.status,
                "queue": incident.queue,
                "service": incident.service,
                "fields": {name: _known(value) for name, value in incident.fields.items()},
            }
            for incident in incidents
        ]
    return expect


def _same(heard: Heard, incidents: list[Incident]) -> str:
    """What was heard, without the ticket number of this run."""
    text = str(heard)
    for incident in incidents:
        text = text.replace(SPEAKERS["ticket"](incident.number, heard.language), "(number)")
    return text


def _known(answer: object) -> object:
    """An answer without what differs from run to run: the carrier's name for a recording."""
    if isinstance(answer, dict) and "recording" in answer:
        return {**answer, "recording": "(recording)"}
    return answer


def written(
    stage: Stage,
    result: CallResult,
    keys: str,
    at: str | None = None,
    what: str | None = None,
    about: str = "",
) -> str:
    """A call as the text of a script that will be replayed."""
    whole = {"about": about, "to": result.to, "from": result.from_, "at": at, "situation": what}
    content = {name: value for name, value in whole.items() if value}
    content["keys"] = keys.strip()
    expect = outcome_of(stage, result)
    text: str = yaml.safe_dump(
        {**content, "expect": expect}, allow_unicode=True, sort_keys=False, width=100
    )
    return text
