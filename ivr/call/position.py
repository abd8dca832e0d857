"""Where a call stands in its plan. It travels in the action URL, never in a store.

Twilio signs the whole URL, so a position can be trusted once the signature holds. It carries
nothing personal: keys of the plan, counters, and answers that are themselves keys of the plan.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from ivr.call.facts import Fact
from ivr.errors import MalformedRequest

# As long as the longest names that a plan may have: a form's field's confirmation, a prompt's name.
_NAME = re.compile(r"[a-z0-9][a-z0-9_.:-]{0,99}\Z")
_LANGUAGE = re.compile(r"[a-z]{2}(-[A-Z]{2})?\Z")
_WORD = re.compile(r"[a-z0-9_-]{1,60}!?\Z")
_COUNT = re.compile(r"[0-9]{1,4}\Z")


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a call plan.

    ``turn`` counts the documents of the call and names its effects. ``facts`` are answers that
    later questions depend on. ``waiting`` is true while the caller stands in a carrier queue.
    """

    plan: str
    node: str
    language: str
    turn: int = 0
    no_input: int = 0
    no_match: int = 0
    skipped: int = 0
    loop: int = 0
    queue: str | None = None
    waiting: bool = False
    facts: tuple[tuple[Fact, str], ...] = ()

    # Written out, since every turn moves: dataclasses.replace costs ten times as much.

    def at(self, node: str, queue: str | None = None, *, skipped: int | None = None) -> Position:
        """The same call at another node, with fresh counters; on the way to ``queue`` if given.

        ``skipped`` goes along unless it is given.
        """
        return Position(
            plan=self.plan,
            node=node,
            language=self.language,
            turn=self.turn,
            skipped=self.skipped if skipped is None else skipped,
            queue=queue or self.queue,
            waiting=self.waiting,
            facts=self.facts,
        )

    def next_turn(self) -> Position:
        """The position that the next request of this call comes back with."""
        return self._here(self.turn + 1, self.facts)

    def fact(self, name: Fact) -> str | None:
        """What the caller answered to ``name``, if that is known to the position."""
        return next((value for key, value in self.facts if key == name), None)

    def with_facts(self, new: Mapping[Fact, str]) -> Position:
        """The same place, knowing more."""
        return self._here(self.turn, tuple(sorted({**dict(self.facts), **new}.items())))

    def _here(self, turn: int, facts: tuple[tuple[Fact, str], ...]) -> Position:
        # Written out: dataclasses.replace takes four times as long, and each turn does this twice.
        return Position(
            plan=self.plan,
            node=self.node,
            language=self.language,
            turn=turn,
            no_input=self.no_input,
            no_match=self.no_match,
            skipped=self.skipped,
            loop=self.loop,
            queue=self.queue,
            waiting=self.waiting,
            facts=facts,
        )

    def query(self) -> str:
        """The query string of an action URL, stable for the same position."""
        parts = [f"p={self.plan}", f"n={self.node}", f"l={self.language}", f"t={self.turn}"]
        counts = (("i", self.no_input), ("m", self.no_match), ("k", self.skipped), ("o", self.loop))
        parts += [f"{key}={count}" for key, count in counts if count]
        if self.queue:
            parts.append(f"q={self.queue}")
        if self.waiting:
            parts.append("w=1")
        if self.facts:
            parts.append("f=" + quote("~".join(f"{name}.{value}" for name, value in self.facts)))
        return "&".join(parts)


def decode(query: Mapping[str, str]) -> Position:
    """Read a position back from the query of a webhook.

    Raises MalformedRequest if a part is missing or has a shape that we never write.
    """
    queue = query.get("q")
    return Position(
        plan=_match(_NAME, query.get("p", ""), "p"),
        node=_match(_NAME, query.get("n", ""), "n"),
        language=_match(_LANGUAGE, query.get("l", ""), "l"),
        turn=_count(query, "t"),
        no_input=_count(query, "i"),
        no_match=_count(query, "m"),
        skipped=_count(query, "k"),
        loop=_count(query, "o"),
        queue=None if queue is None else _match(_NAME, queue, "q"),
        waiting=query.get("w") == "1",
        facts=_facts(query.get("f", "")),
    )


def salvage(query: Mapping[str, str], otherwise: Position) -> Position:
    """``otherwise``, with each part of ``query`` that has the shape in which we write it.

    For an address that may have been damaged on the way back to us; where the call stood in a
    dialog is not looked for.
    """
    facts = (pair.partition(".") for pair in query.get("f", "").split("~"))
    known = tuple(
        (Fact(name), value) for name, _, value in facts if _WORD.match(name) and _WORD.match(value)
    )
    turn = _or(_COUNT, query.get("t"), str(otherwise.turn))
    return Position(
        plan=_or(_NAME, query.get("p"), otherwise.plan),
        node=otherwise.node,
        language=_or(_LANGUAGE, query.get("l"), otherwise.language),
        turn=int(turn),
        queue=_or(_NAME, query.get("q"), otherwise.queue or "") or None,
        waiting=query.get("w") == "1",
        facts=known or otherwise.facts,
    )


def _or(pattern: re.Pattern[str], value: str | None, otherwise: str) -> str:
    return value if value and pattern.match(value) else otherwise


def _match(pattern: re.Pattern[str], value: str, name: str) -> str:
    if not pattern.match(value):
        raise MalformedRequest(f"position: {name} is not one of ours")
    return value


def _count(query: Mapping[str, str], name: str) -> int:
    return int(_match(_COUNT, query.get(name, "0"), name))


def _facts(text: str) -> tuple[tuple[Fact, str], ...]:
    pairs = [pair.partition(".") for pair in text.split("~") if pair]
    return tuple(
        (Fact(_match(_WORD, name, "f")), _match(_WORD, value, "f")) for name, _, value in pairs
    )
