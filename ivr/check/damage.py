"""What can still be said of a plan of which some entries cannot be read.

They are left out and the rest is proven too, so that one run tells all that is wrong. What is only
said because of what was left out is not told.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ivr.check.finding import Finding
from ivr.errors import Problem
from ivr.plan.load import PlanDraft
from ivr.plan.written import COUNTRIES, Source

# What leads nowhere, is never asked or never spoken, may be so for want of what was left out.
_FOLLOWS = frozenset({"D207", "N102", "R403", "R404", "R405", "W509"})


@dataclass(slots=True)
class Damage:
    """The places that were left out, and the entries (of dialogs and queues) that hold them."""

    sources: dict[str, Source]
    places: set[tuple[str, tuple[object, ...]]] = field(default_factory=set)

    @classmethod
    def of(cls, draft: PlanDraft) -> Damage:
        """What a draft has left out so far."""
        damage = cls({source.name: source for source in draft.sources.values()})
        damage.add(draft.misshapen)
        return damage

    def add(self, problems: Iterable[Problem]) -> None:
        """Further places."""
        self.places |= {(problem.file, self._extent(problem)) for problem in problems}

    def new(self, problems: Iterable[Problem], codes: Mapping[Problem, str]) -> list[Problem]:
        """Those that are not merely said because something was left out.

        A name that leads nowhere (P003) never is: entries that were left out are still known.
        """
        return [
            one for one in problems if codes[one] == "P003" or not self._holds(one.file, one.path)
        ]

    def true(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """The findings that hold of the whole plan too."""
        names = {str(path[0]) for _, path in self.places if path}
        for finding in findings:
            node = finding.node.partition(".")[0].partition(":")[0]
            if finding.code not in _FOLLOWS and node not in names and not self._within(finding):
                yield finding

    def _extent(self, problem: Problem) -> tuple[object, ...]:
        """Questions of a form depend on each other; numbers of a country do not."""
        within_country = problem.file == self._file(COUNTRIES)
        return problem.path[:-1] if within_country else problem.path[:1]

    def _holds(self, file: str, path: tuple[object, ...]) -> bool:
        return any(file == name and path[: len(hurt)] == hurt for name, hurt in self.places)

    def _within(self, finding: Finding) -> bool:
        """Whether it stands in an entry of which something was left out."""
        source = self.sources.get(finding.file)
        if source is None:
            return False
        begins = sorted((line, path) for path, line in source.lines.items() if len(path) == 1)
        before = bisect_right([line for line, _ in begins], finding.line)
        entry = begins[before - 1][1] if before else ()
        return any(finding.file == file and path[:1] in ((), entry) for file, path in self.places)

    def _file(self, name: str) -> str:
        return next(known for known in self.sources if known.endswith(f"/{name}"))
