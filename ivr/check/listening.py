"""How long a caller listens, and whether the keys he hears of are those that work."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from ivr.call.verbs import Say
from ivr.check.finding import Finding
from ivr.check.places import Places
from ivr.check.spoken import SpokenPrompts, sounds, speaks_figures
from ivr.check.walk import Walk
from ivr.engine.node import KeyRule, Node, node_at

_GREETING, _PROMPT, _OPTIONS = 8, 20, 30  # seconds
_FIGURE = re.compile(r"(?<!\d)\d(?!\d)")
_RESERVED = frozenset("09*#")  # not named by every prompt
_COMMANDS = frozenset("09")  # what may be pressed (after a star) where keys are an answer


def time_findings(
    said: list[tuple[str, Say]], walk: Walk, spoken: SpokenPrompts, places: Places
) -> Iterator[Finding]:
    """Prompts and greetings that are too long, and menus that take too long to hear."""
    greetings = {opening.greeting for opening in walk.plan.openings.values()}
    longest: dict[tuple[str, str], tuple[float, str]] = {}
    for node, say in said:
        key = say.prompt, say.language
        longest[key] = max(longest.get(key, (0.0, "")), (spoken.seconds(say), node))
    worst: dict[tuple[str, int, str], tuple[float, Finding]] = {}
    for (prompt, language), (seconds, node) in longest.items():
        code, limit = ("W507", _GREETING) if prompt in greetings else ("W506", _PROMPT)
        if seconds > limit:
            what = f"{prompt!r} takes {seconds:.0f} seconds in {language}, more than {limit}"
            remedy = "say it in fewer words"
            finding = places.at_prompt(prompt, language, code, what, remedy, node)
            _keep_worst(worst, seconds, finding)
    for node, (seconds, language) in _whole_menus(walk, spoken).items():
        if seconds > _OPTIONS:
            what = f"in {language} it takes {seconds:.0f} seconds to hear all of this menu"
            remedy = "shorten the words or divide the menu"
            _keep_worst(worst, seconds, places.at_node(node, "W508", what, remedy))
    yield from (finding for _, finding in worst.values())


def _keep_worst(
    worst: dict[tuple[str, int, str], tuple[float, Finding]], seconds: float, finding: Finding
) -> None:
    """Countries share words: one finding for each place in the files is enough."""
    place = finding.file, finding.line, finding.code
    if seconds > worst.get(place, (0.0, finding))[0]:
        worst[place] = seconds, finding


def _whole_menus(walk: Walk, spoken: SpokenPrompts) -> dict[str, tuple[float, str]]:
    """Seconds from the first word to the last option, and in which language that is longest."""
    opened: dict[tuple[str, str], float] = {}
    for opening in walk.openings:
        key = opening.position.node, opening.position.language
        opened[key] = max(opened.get(key, 0.0), spoken.whole(opening.said))
    found: dict[str, tuple[float, str]] = {}
    for (_, stand), seen in walk.visits.items():
        node = node_at(walk.plan, stand.node)
        if node and node.decides and node.id in walk.plan.openings:
            for language in walk.spoken_in[stand.language]:
                says = [s for s in sounds(seen.first) if isinstance(s, Say)]
                menu = sum(spoken.seconds(Say(say.prompt, language, say.values)) for say in says)
                seconds = opened.get((stand.node, language), 0.0) + menu
                found[stand.node] = max(found.get(stand.node, (0.0, "")), (seconds, language))
    return found


def key_findings(walk: Walk, spoken: SpokenPrompts, places: Places) -> Iterator[Finding]:
    """Keys that are said and do nothing, and keys that work and are not said."""
    for (name, group), heard in _heard(walk).items():
        node = node_at(walk.plan, name)
        if node is None:
            continue
        for language in walk.spoken_in[group]:
            yield from _dead_keys(node, heard, language, spoken, places)
            if node.key_rule is KeyRule.NAMED:
                yield from _secret_keys(node, heard, language, spoken, places)


@dataclass(slots=True)
class _Heard:
    """All that is said at a node, what is said first, and the keys that do something."""

    said: set[Say] = field(default_factory=set)
    first: set[Say] = field(default_factory=set)
    works: set[str] = field(default_factory=set)


def _heard(walk: Walk) -> dict[tuple[str, str], _Heard]:
    """By node and language, over all the ways in which a call may come there."""
    found: dict[tuple[str, str], _Heard] = {}
    for (_, stand), seen in walk.visits.items():
        node = node_at(walk.plan, stand.node)
        if node and node.key_rule is not KeyRule.FREE:
            heard = found.setdefault((stand.node, stand.language), _Heard())
            heard.said |= {say for say in seen.said if not speaks_figures(say)}
            heard.first |= {sound for sound in sounds(seen.first) if sound in heard.said}
            heard.works |= seen.works
    return found


def _dead_keys(
    node: Node, heard: _Heard, language: str, spoken: SpokenPrompts, places: Places
) -> Iterator[Finding]:
    works = _COMMANDS if node.key_rule is KeyRule.ANSWER else heard.works
    for say in heard.said:
        for figure in sorted(_figures(say, language, spoken) - works):
            yield places.at_prompt(
                say.prompt, language, "W504",
                f"{say.prompt!r} names the key {figure}, which does nothing here",
                f"name the key that works ({_listed(works)})", node.id,
            )  # fmt: skip


def _secret_keys(
    node: Node, heard: _Heard, language: str, spoken: SpokenPrompts, places: Places
) -> Iterator[Finding]:
    named = {figure for say in heard.first for figure in _figures(say, language, spoken)}
    for key in sorted(heard.works - named - _RESERVED):
        yield places.at_node(
            node.id, "W505",
            f"the key {key} works here, but nothing that is said in {language[:2]} names it",
            "name it in the prompt",
        )  # fmt: skip


def _figures(say: Say, language: str, spoken: SpokenPrompts) -> set[str]:
    return set(_FIGURE.findall(spoken.text(Say(say.prompt, language, say.values))))


def _listed(keys: AbstractSet[str]) -> str:
    return ", ".join(sorted(keys - _RESERVED)) or "none but the reserved ones"
