"""What ``ivr check`` finds, as values."""

from __future__ import annotations

from dataclasses import dataclass

from ivr.check.codes import CODES, Severity
from ivr.errors import Problem


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that is wrong, where it stands, and what to do.

    ``line`` is 1-based, 0 for a file as a whole. ``node`` is the place in the compiled plan where
    a picture can mark it, "" if it has none.
    """

    file: str
    line: int
    code: str
    what: str
    remedy: str = ""
    node: str = ""

    @property
    def severity(self) -> Severity:
        """Whether the plan must not be used so."""
        return CODES[self.code].severity

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        what = f"{self.what}; {self.remedy}" if self.remedy else self.what
        return f"{place}: {self.severity} {self.code}: {what}"


def found(code: str, problem: Problem, node: str = "") -> Finding:
    """A problem of a file as a finding."""
    return Finding(problem.file, problem.line, code, problem.what, problem.remedy, node)
