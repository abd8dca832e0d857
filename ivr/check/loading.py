"""Read and link the files, stage by stage, so that each problem is known by its kind."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ivr.check.damage import Damage
from ivr.check.finding import Finding, found
from ivr.errors import ConfigError, Problem
from ivr.plan import numbers
from ivr.plan.call_plan import CallPlan
from ivr.plan.closures import compile_closures
from ivr.plan.compile import compile_plan
from ivr.plan.dialogs import compile_dialogs
from ivr.plan.kinds import Kinds
from ivr.plan.load import PlanDraft, read
from ivr.plan.queues import compile_queues
from ivr.plan.references import broken_references
from ivr.plan.snapshot import Snapshot
from ivr.plan.writing import Writing
from ivr.plan.written import Written
from prompts.catalog import Catalog, CatalogError


@dataclass(frozen=True, slots=True)
class Loaded:
    """A plan as it was written and as it runs. ``words`` is the folder of its prompts."""

    plan: CallPlan
    written: Written
    words: Path
    kinds: Kinds


@dataclass(frozen=True, slots=True)
class Reading:
    """What a snapshot holds: what keeps them from being used, and the plan of what is sound.

    ``loaded`` is None where too little is. ``damage`` is what was left out.
    """

    findings: tuple[Finding, ...]
    loaded: Loaded | None
    damage: Damage


def load_all(files: Snapshot, words: Path, kinds: Kinds) -> Reading:
    """The plan of a snapshot, and all that keeps it from being used; ``words``: its recordings."""
    findings: list[Finding] = []
    catalog = _catalog(files, findings)
    draft = read(files, kinds)
    findings += [found("P001", problem) for problem in draft.unreadable]
    findings += [found("P002", problem) for problem in draft.misshapen]
    damage = Damage.of(draft)
    spoken = catalog or Catalog({}, frozenset())
    rest, plan = _linked(draft, files.version, spoken, damage, findings)
    if catalog is None or plan is None or not (plan.numbers and plan.openings and plan.queues):
        return Reading(tuple(findings), None, damage)
    return Reading(tuple(findings), Loaded(plan, rest.written, words, kinds), damage)


def _catalog(files: Snapshot, findings: list[Finding]) -> Catalog | None:
    try:
        return Catalog.of(files.words, files.recordings)
    except CatalogError as error:
        findings += [
            Finding(f"{files.folders[1]}/{p.file}", p.line, "P008", p.what, p.remedy)
            for p in error.problems
        ]
    return None


def _linked(
    draft: PlanDraft, version: str, catalog: Catalog, damage: Damage, findings: list[Finding]
) -> tuple[PlanDraft, CallPlan | None]:
    """The plan of what is sound; what cannot be linked is told, and left out."""
    told = False
    while True:
        problems: list[Problem] = []
        try:
            plan = compile_plan(draft.written, version, catalog, draft.kinds)
            if draft.whole:
                return draft, plan
        except ConfigError as error:
            problems = error.problems
        if not told:
            codes = _codes(draft.written, draft.kinds, problems)
            findings += [found(codes[one], one) for one in damage.new(problems, codes)]
            told = True
        less = draft.without(problems)
        if less.sound == draft.sound and draft.whole:
            return draft, None
        damage.add(problems)
        draft = less


def _codes(written: Written, kinds: Kinds, told: list[Problem]) -> dict[Problem, str]:
    """Which stage of the compiler names which problem; what is left is a country's own."""
    codes = dict.fromkeys(told, "P007")
    codes |= dict.fromkeys(broken_references(Writing(written, kinds)), "P003")
    problems: list[Problem] = []
    numbers.collect(written, problems)
    codes |= dict.fromkeys(problems, "P004")
    for code, stage in (
        ("P005", compile_dialogs),
        ("P006", compile_queues),
        ("P009", compile_closures),
    ):
        writing = Writing(written, kinds)
        stage(writing)
        codes |= dict.fromkeys(writing.problems, code)
    return codes
