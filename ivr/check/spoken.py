"""Every prompt that can be said, in every language, as the caller hears it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ivr.call.facts import SessionKey
from ivr.call.turn import Json
from ivr.call.verbs import Formatted, Gather, Pause, Play, Say, SessionValue, Verb, Words
from ivr.check.finding import Finding
from ivr.check.places import Places
from ivr.engine.kinds.read_backs import sample_of
from ivr.engine.twiml import Renderer
from prompts.catalog import Catalog
from prompts.duration import recording_seconds, seconds


@dataclass(slots=True)
class SpokenPrompts:
    """Renders prompts once each. ``words`` is the folder of the prompts."""

    catalog: Catalog
    words: Path
    _renderer: Renderer = field(init=False)
    _texts: dict[Say, str] = field(default_factory=dict)
    _recordings: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._renderer = Renderer(self.catalog)

    def text(self, say: Say) -> str:
        """The words. Raises LookupError or ValueError if they cannot be spoken."""
        known = self._texts.get(say)
        if known is None:
            known = self._texts[say] = self._renderer.spoken(say, _session(say))
        return known

    def seconds(self, say: Say) -> float:
        """How long it takes: the recording's own time, else an estimate."""
        recording = None if say.values else self.catalog.recording(say.prompt, say.language)
        if recording:
            known = self._recordings.get(recording)
            if known is None:
                path = self.words / "audio" / recording
                known = self._recordings[recording] = recording_seconds(path) or 0.0
            return known
        return seconds(self.text(say), say.language)

    def whole(self, verbs: Iterable[Verb]) -> float:
        """How long all prompts of a document take together."""
        return sum(self.seconds(sound) for sound in sounds(verbs) if isinstance(sound, Say))


def _session(say: Say) -> dict[SessionKey, Json]:
    """A live session in which every question that a prompt speaks of has been answered."""
    values = (value for _, value in say.values if isinstance(value, SessionValue))
    return {value.key: {"value": sample_of(value.format)} for value in values}


def sounds(verbs: Iterable[Verb]) -> Iterator[Say | Play | Pause]:
    """Everything audible of a document, in order."""
    for verb in verbs:
        for sound in verb.sounds if isinstance(verb, Gather) else (verb,):
            if isinstance(sound, Say | Play | Pause):
                yield sound


def labels(say: Say) -> Iterator[str]:
    """The other prompts that are part of this one."""
    return (value.prompt for _, value in say.values if isinstance(value, Words))


def speaks_figures(say: Say) -> bool:
    """Whether its figures may be no keys: an entry that is read back, a place in the line."""
    return any(
        isinstance(value, SessionValue)
        or (isinstance(value, Formatted) and value.format == "count")
        for _, value in say.values
    )


def word_findings(
    said: Iterable[tuple[str, Say]], spoken: SpokenPrompts, places: Places
) -> Iterator[Finding]:
    """Missing words, wrong values, and what cannot be spoken."""
    nodes: dict[tuple[str, str, frozenset[str]], str] = {}
    once: dict[Say, str] = {}
    for node, say in said:
        names = frozenset(name for name, _ in say.values)
        nodes.setdefault((say.prompt, say.language, names), node)
        for label in labels(say):
            nodes.setdefault((label, say.language, frozenset()), node)
        once.setdefault(say, node)
    sound = set()
    for (prompt, language, names), node in nodes.items():
        finding = _wrong(spoken.catalog, prompt, language, names, node, places)
        if finding:
            yield finding
        else:
            sound.add((prompt, language))
    for say, node in once.items():
        if all((prompt, say.language) in sound for prompt in (say.prompt, *labels(say))):
            yield from _unspeakable(say, node, spoken, places)


def _wrong(
    catalog: Catalog, prompt: str, language: str, names: frozenset[str], node: str, places: Places
) -> Finding | None:
    if not catalog.has(prompt, language):
        owner, _, part = prompt.partition(".")
        line = f".{part} = …` to {owner}" if part else f"{owner} = …`"
        remedy = f"add `{line} in {places.loaded.words.name}/{_file(language, catalog)}"
        base = language.partition("-")[0]
        what = f"there are no words for {prompt!r} in {base}"
        return places.at_label(node, prompt, "W501", what, remedy)
    needs = catalog.parameters(prompt, language)
    if needs == names:
        return None
    given, wanted = _dollars(names), _dollars(needs)
    return places.at_prompt(
        prompt, language, "W502",
        f"{prompt!r} speaks {wanted}, but is given {given}",
        f"write it with {given}", node,
    )  # fmt: skip


def _file(language: str, catalog: Catalog) -> str:
    base = language.partition("-")[0]
    return f"{base if base in catalog.languages() else language}.ftl"


def _dollars(names: frozenset[str]) -> str:
    return " and ".join(f"${name}" for name in sorted(names)) or "no value"


def _unspeakable(say: Say, node: str, spoken: SpokenPrompts, places: Places) -> Iterator[Finding]:
    try:
        text = spoken.text(say)
    except (LookupError, ValueError, TypeError, AttributeError) as error:
        what = f"{say.prompt!r} cannot be spoken: {error}"
        yield places.at_prompt(say.prompt, say.language, "W503", what, "look at its values", node)
        return
    if not any(character.isalnum() for character in text):
        what = f"{say.prompt!r} says nothing"
        yield places.at_prompt(say.prompt, say.language, "W503", what, "write its words", node)
