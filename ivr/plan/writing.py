"""A plan while it is being linked: what was written, the kinds there are, what is wrong so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from ivr.errors import Problem
from ivr.plan.kinds import Kinds, Where
from ivr.plan.written import Written


@dataclass(frozen=True, slots=True)
class Writing:
    """Handed to each kind that compiles; what cannot be linked is added to ``problems``."""

    written: Written
    kinds: Kinds
    problems: list[Problem] = field(default_factory=list)

    def problem(self, file: str, where: Where, what: str, remedy: str = "") -> None:
        """Something at ``where`` of one of the files cannot be linked."""
        self.problems.append(self.written.sources[file].problem(where, what, remedy))

    def questions(self, dialog: str) -> dict[str, tuple[str, ...]]:
        """The questions of a dialog, and the answers that a menu may give to each beforehand."""
        entry = self.written.dialogs.get(dialog)
        if entry is None:
            return {}
        asked = self.kinds.dialog(entry).questions(entry)
        kinds = {name: self.kinds.field(question) for name, question in asked.items()}
        return {
            name: kinds[name].answers(question) if kinds[name].fillable else ()
            for name, question in asked.items()
        }

    def filled(self, dialog: str) -> set[str]:
        """The questions of a dialog that some other one answers beforehand."""
        return {
            field
            for entry in self.written.dialogs.values()
            for filled, field in self.kinds.dialog(entry).fills(entry)
            if filled == dialog
        }
