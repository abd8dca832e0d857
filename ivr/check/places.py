"""Where the admin wrote what became a node of the plan."""

from __future__ import annotations

from dataclasses import dataclass

from ivr.check.finding import Finding
from ivr.check.loading import Loaded
from ivr.plan.load import FILES
from ivr.plan.nodes import Choose, Field, Menu, Node, Refusal, Reroute, Ring, Ticket, Wait

COUNTRIES, DIALOGS, QUEUES = FILES
Path_ = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Places:
    """Looks up lines, and makes findings that stand on them."""

    loaded: Loaded

    def at(
        self, file: str, path: Path_, code: str, what: str, remedy: str = "", node: str = ""
    ) -> Finding:
        """Something wrong at ``path`` of one of the three files."""
        source = self.loaded.written.sources[file]
        return Finding(source.name, source.line(*path), code, what, remedy, node)

    def at_node(self, node_id: str, code: str, what: str, remedy: str = "") -> Finding:
        """Something wrong where a node was written."""
        file, path = self.of(node_id)
        return self.at(file, path, code, what, remedy, node_id)

    def at_label(self, node_id: str, label: str, code: str, what: str, remedy: str = "") -> Finding:
        """Something wrong with one option of a node."""
        file, path = self.of(node_id)
        node = self.loaded.plan.nodes.get(node_id)
        if isinstance(node, Menu):
            keys = [option.key for option in node.options if option.label == label]
            path = (*path, "menu", *keys[:1])
        if isinstance(node, Choose):
            keys = [pick.key for pick in node.picks if pick.label == label]
            path = (*path, "choose", *keys[:1])
        return self.at(file, path, code, what, remedy, node_id)

    def at_prompt(
        self, prompt: str, language: str, code: str, what: str, remedy: str = "", node: str = ""
    ) -> Finding:
        """Something wrong with words."""
        file, line = self.loaded.plan.prompts.place(prompt, language)
        return Finding(f"{self.loaded.words.name}/{file}", line, code, what, remedy, node)

    def of(self, node_id: str) -> tuple[str, Path_]:
        """File and path of a node."""
        node = self.loaded.plan.nodes.get(node_id)
        if isinstance(node, Wait | Refusal | Reroute | Ring) and ":" in node_id:
            return QUEUES, self._in_queue(node)
        if isinstance(node, Field):
            return DIALOGS, (node.spec.form, "form", node.spec.field)
        if isinstance(node, Ticket):
            return DIALOGS, (node.kind, "then")
        return DIALOGS, (node_id,)

    def _in_queue(self, node: Node) -> Path_:
        if isinstance(node, Refusal | Reroute):
            entry = self.loaded.written.queues[node.queue]
            for index, rule in enumerate(entry.overflow):
                if rule.when == node.reason:
                    return node.queue, "overflow", index
            return node.queue, "overflow"
        if isinstance(node, Ring):
            return node.queue, "handover"
        return (getattr(node, "queue", ""),)
