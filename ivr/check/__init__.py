"""The proof of a call plan: what a caller could meet, before one does.

``check`` reads two folders and returns findings; ``ivr check`` prints them. The walk in it runs
the real machine, node by node (``stage.py``, ``visit.py``), and joins the nodes into calls
(``walk.py``); the other modules each look at one side of what it found.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ivr.check.dialogs import dialog_findings
from ivr.check.finding import Finding
from ivr.check.listening import key_findings, time_findings
from ivr.check.loading import Loaded, load_all
from ivr.check.numbers import number_findings
from ivr.check.off_path import said_outside
from ivr.check.paths import path_findings
from ivr.check.places import Places
from ivr.check.queues import queue_findings
from ivr.check.spoken import SpokenPrompts, word_findings
from ivr.check.unused import unused_findings
from ivr.check.voices import voice_findings
from ivr.check.walk import Memory, Walk, walk_plan
from ivr.engine.kinds.registry import KINDS
from ivr.plan.call_plan import CallPlan
from ivr.plan.kinds import Kinds

__all__ = ["Finding", "Report", "check"]

_MISSING = frozenset({"W501", "W502", "W503"})


@dataclass(frozen=True, slots=True)
class Report:
    """What was found, in file order; ``plan`` is None if the files cannot be used."""

    findings: tuple[Finding, ...]
    plan: CallPlan | None

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that keep a plan from being used."""
        return tuple(finding for finding in self.findings if finding.severity == "error")


def check(
    config: Path, words: Path, today: date, memory: Memory | None = None, kinds: Kinds = KINDS
) -> Report:
    """Prove the plan of two folders as it would run from ``today`` on. Raises nothing.

    Who checks many plans that differ little hands the same ``memory`` to each.
    """
    reading = load_all(config, words, kinds)
    loaded = reading.loaded
    proved = list(_proved(loaded, today, memory)) if loaded else []
    if loaded is None or reading.findings:
        findings = {*reading.findings, *reading.damage.true(proved)}
        return Report(tuple(sorted(findings)), None)
    return Report(tuple(sorted(set(proved))), loaded.plan)


def _proved(loaded: Loaded, today: date, memory: Memory | None) -> Iterator[Finding]:
    places = Places(loaded)
    walked = walk_plan(loaded.plan, today, memory)
    yield from number_findings(loaded, places)
    yield from voice_findings(loaded, places)
    yield from dialog_findings(loaded, places)
    yield from queue_findings(loaded, walked.worlds, places)
    yield from path_findings(loaded, walked, places)
    yield from _heard(loaded, walked, places)


def _heard(loaded: Loaded, walked: Walk, places: Places) -> Iterator[Finding]:
    spoken = SpokenPrompts(loaded.plan.prompts, loaded.words)
    said = list({*walked.says(), *said_outside(walked)})
    missing = list(word_findings(said, spoken, places))
    yield from missing
    yield from unused_findings(said, loaded, walked, places)
    if not any(finding.code in _MISSING for finding in missing):
        yield from time_findings(said, walked, spoken, places)
        yield from key_findings(walked, spoken, places)
