"""Read and link the files, stage by stage, so that each problem is known by its kind."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ivr.check.finding import Finding, found
from ivr.errors import ConfigError, Problem
from ivr.plan import numbers
from ivr.plan import source as yaml_source
from ivr.plan.call_plan import CallPlan
from ivr.plan.closures import compile_closures, is_blank
from ivr.plan.compile import compile_plan
from ivr.plan.dialogs import compile_dialogs
from ivr.plan.kinds import Kinds
from ivr.plan.load import load
from ivr.plan.queues import compile_queues
from ivr.plan.references import broken_references
from ivr.plan.writing import Writing
from ivr.plan.written import CLOSURES, FILES, Written
from prompts.catalog import Catalog, CatalogError

VERSION = "check"


@dataclass(frozen=True, slots=True)
class Loaded:
    """A plan as it was written and as it runs. ``words`` is the folder of its prompts."""

    plan: CallPlan
    written: Written
    words: Path
    kinds: Kinds


def load_all(config: Path, words: Path, kinds: Kinds) -> Loaded | list[Finding]:
    """The plan of two folders, or what keeps it from being used."""
    findings: list[Finding] = []
    catalog = _catalog(words, findings)
    written = _written(config, kinds, findings)
    if catalog is None or written is None:
        return findings
    plan = _plan(written, catalog, kinds, findings)
    return Loaded(plan, written, words, kinds) if plan else findings


def _catalog(words: Path, findings: list[Finding]) -> Catalog | None:
    try:
        return Catalog.load(words)
    except CatalogError as error:
        findings += [
            Finding(f"{words.name}/{p.file}", p.line, "P008", p.what, p.remedy)
            for p in error.problems
        ]
    except UnicodeDecodeError:
        findings.append(Finding(words.name, 0, "P008", "a file is not UTF-8", "save it as UTF-8"))
    return None


def _written(config: Path, kinds: Kinds, findings: list[Finding]) -> Written | None:
    unreadable = [problem for name in FILES for problem in _unreadable(config / name)]
    if (config / CLOSURES).is_file() and not is_blank((config / CLOSURES).read_bytes()):
        unreadable += _unreadable(config / CLOSURES)
    try:
        return load(config, kinds)
    except ConfigError as error:
        problems = error.problems or [Problem(config.name, 0, "a file is empty", "fill it")]
        findings += [found("P001" if p in unreadable else "P002", p) for p in problems]
    return None


def _unreadable(path: Path) -> list[Problem]:
    try:
        yaml_source.read(path, f"{path.parent.name}/{path.name}")
    except ConfigError as error:
        return error.problems
    return []


def _plan(
    written: Written, catalog: Catalog, kinds: Kinds, findings: list[Finding]
) -> CallPlan | None:
    try:
        return compile_plan(written, VERSION, catalog, kinds)
    except ConfigError as error:
        codes = _codes(written, kinds)
        findings += [found(codes.get(problem, "P007"), problem) for problem in error.problems]
    return None


def _codes(written: Written, kinds: Kinds) -> dict[Problem, str]:
    """Which stage of the compiler names which problem; what is left is a country's own."""
    codes = dict.fromkeys(broken_references(Writing(written, kinds)), "P003")
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
