"""The proof of a call plan: what a caller could meet, before one does.

``check`` reads two folders and returns findings; ``ivr check`` prints them. The walk in it runs
the real machine, node by node (``stage.py``, ``visit.py``), and joins the nodes into calls
(``walk.py``); the other modules each look at one side of what it found.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ivr.check.calendars import calendar_findings
from ivr.check.closures import closure_findings, said_reasons
from ivr.check.dialogs import dialog_findings
from ivr.check.finding import Finding
from ivr.check.hours import hour_findings
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
from ivr.check.zones import zone_findings
from ivr.engine.kinds.registry import KINDS
from ivr.plan.call_plan import CallPlan
from ivr.plan.kinds import Kinds
from ivr.plan.snapshot import Snapshot, overlooked, take

__all__ = ["Finding", "Report", "check", "prove"]

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
    """Prove the plan of two folders as it would run from ``today`` on. Raises OSError.

    Who checks many plans that differ little hands the same ``memory`` to each.
    """
    report = prove(take(config, words), words, today, memory, kinds)
    surprises = map(_overlooked, overlooked(config, words))
    return replace(report, findings=tuple(sorted({*report.findings, *surprises})))


def prove(
    files: Snapshot,
    words: Path,
    today: date,
    memory: Memory | None = None,
    kinds: Kinds = KINDS,
) -> Report:
    """Prove the plan of a snapshot, whose recordings stand in ``words``. Raises nothing."""
    reading = load_all(files, words, kinds)
    loaded = reading.loaded
    proved = list(_proved(loaded, today, memory)) if loaded else []
    if loaded is None or reading.findings:
        findings = {*reading.findings, *reading.damage.true(proved)}
        return Report(tuple(sorted(findings)), None)
    return Report(tuple(sorted(set(proved))), loaded.plan)


def _overlooked(path: Path) -> Finding:
    what = "is not read: no file of a plan has this name"
    return Finding(f"{path.parent.name}/{path.name}", 0, "P010", what, "rename it, or move it away")


def _proved(loaded: Loaded, today: date, memory: Memory | None) -> Iterator[Finding]:
    places = Places(loaded)
    # Every desk is walked with its hours, and closed by hand: what stands on single days of the
    # file of closures must not hide any of that.
    walked = walk_plan(replace(loaded.plan, closures=()), today, memory)
    yield from number_findings(loaded, places)
    yield from voice_findings(loaded, places)
    yield from dialog_findings(loaded, places)
    yield from queue_findings(loaded, walked.worlds, places)
    yield from hour_findings(loaded, places)
    yield from zone_findings(loaded, places)
    yield from calendar_findings(loaded, places, today)
    yield from closure_findings(loaded, places, today)
    yield from path_findings(loaded, walked, places)
    yield from _heard(loaded, walked, places)


def _heard(loaded: Loaded, walked: Walk, places: Places) -> Iterator[Finding]:
    spoken = SpokenPrompts(loaded.plan.prompts, loaded.words)
    said = list({*walked.says(), *said_outside(walked), *said_reasons(loaded.plan)})
    missing = list(word_findings(said, spoken, places))
    yield from missing
    yield from unused_findings(said, loaded, walked, places)
    if not any(finding.code in _MISSING for finding in missing):
        yield from time_findings(said, walked, spoken, places)
        yield from key_findings(walked, spoken, places)
