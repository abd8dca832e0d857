"""Where the admin wrote what became a node of the plan."""

from __future__ import annotations

from dataclasses import dataclass

from ivr.check.finding import Finding
from ivr.check.loading import Loaded
from ivr.engine.node import node_at
from ivr.plan.written import COUNTRIES, DIALOGS, QUEUES

__all__ = ["COUNTRIES", "DIALOGS", "QUEUES", "Path_", "Places"]
Path_ = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Places:
    """Looks up lines, and makes findings that stand on them."""

    loaded: Loaded

    def at(
        self, file: str, path: Path_, code: str, what: str, remedy: str = "", node: str = ""
    ) -> Finding:
        """Something wrong at ``path`` of one of the files."""
        source = self.loaded.written.sources[file]
        return Finding(source.name, source.line(*path), code, what, remedy, node)

    def at_node(self, node_id: str, code: str, what: str, remedy: str = "") -> Finding:
        """Something wrong where a node was written."""
        file, path = self.of(node_id)
        return self.at(file, path, code, what, remedy, node_id)

    def at_label(self, node_id: str, label: str, code: str, what: str, remedy: str = "") -> Finding:
        """Something wrong with one option of a node."""
        file, path = self.of(node_id)
        node = node_at(self.loaded.plan, node_id)
        if node and node.labels():
            keys = [key for key, each in node.labels() if each == label]
            path = (*path, *node.option_origin(keys[0] if keys else ""))
        return self.at(file, path, code, what, remedy, node_id)

    def at_prompt(
        self, prompt: str, language: str, code: str, what: str, remedy: str = "", node: str = ""
    ) -> Finding:
        """Something wrong with words."""
        file, line = self.loaded.plan.prompts.place(prompt, language)
        return Finding(f"{self.loaded.words.name}/{file}", line, code, what, remedy, node)

    def of(self, node_id: str) -> tuple[str, Path_]:
        """File and path of a node."""
        node = node_at(self.loaded.plan, node_id)
        return node.origin(self.loaded.written) if node else (DIALOGS, (node_id,))
