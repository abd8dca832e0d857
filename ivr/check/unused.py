"""Words that are never spoken, recordings of nothing, and sounds that are missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from ivr.call.verbs import Say
from ivr.check.finding import Finding
from ivr.check.loading import Loaded
from ivr.check.places import Places
from ivr.check.spoken import labels
from ivr.check.walk import Walk
from ivr.engine.kinds.wait import MUSIC
from ivr.engine.node import Node, nodes_of
from prompts.catalog import Catalog

_SCREEN = (".shown", ".says")  # belong to the words they are written with
_AUDIO = (".wav", ".mp3")


def unused_findings(
    said: Iterable[tuple[str, Say]], loaded: Loaded, walk: Walk, places: Places
) -> Iterator[Finding]:
    """What could be removed, or was meant for something."""
    used = {say.prompt for _, say in said} | {label for _, say in said for label in labels(say)}
    catalog = loaded.plan.prompts
    for language in catalog.languages():
        for prompt in sorted(catalog.ids(language)):
            base = prompt.partition(".")[0] if prompt.endswith(_SCREEN) else prompt
            own = catalog.place(prompt, language)[0] == f"{language}.ftl"
            if own and base not in used and not _part_of_used(base, used):
                yield places.at_prompt(
                    prompt, language, "W509", f"{prompt!r} is never spoken",
                    "remove it, or let a dialog speak it",
                )  # fmt: skip
    yield from _voiceless(loaded, walk, places)
    yield from _sounds(loaded)


def _part_of_used(prompt: str, used: set[str]) -> bool:
    """An option's own sentence speaks for its label, which is then not said by itself."""
    return f"{prompt}.offer" in used


def _voiceless(loaded: Loaded, walk: Walk, places: Places) -> Iterator[Finding]:
    catalog = loaded.plan.prompts
    languages = [each for group in walk.spoken_in.values() for each in group]
    for node in nodes_of(loaded.plan):
        for language in languages:
            owner: dict[str, str] = {}
            for label in node.spoken_labels():
                yield from _phrases(catalog, places, node, label, language, owner)


def _phrases(
    catalog: Catalog, places: Places, node: Node, label: str, language: str, owner: dict[str, str]
) -> Iterator[Finding]:
    phrases = catalog.phrases(label, language)
    if not phrases:
        yield places.at_node(
            node.id, "W512", f"{label!r} cannot be chosen by voice in {language[:2]}",
            f"add `.says = …` to {label}, or write `by: [keypad]`",
        )  # fmt: skip
    for phrase in phrases:
        other = owner.setdefault(phrase.casefold(), label)
        if other != label:
            yield places.at_prompt(
                f"{label}.says", language, "W513",
                f"{phrase!r} stands for {other!r} and for {label!r}",
                "keep it for one of the two", node.id,
            )  # fmt: skip


def _sounds(loaded: Loaded) -> Iterator[Finding]:
    catalog, audio = loaded.plan.prompts, loaded.words / "audio"
    present = {path.relative_to(audio).as_posix() for path in audio.rglob("*") if _is_sound(path)}
    if MUSIC not in present:
        yield Finding(
            f"{loaded.words.name}/audio/{MUSIC}", 0, "W511", "the music of the queues is missing",
            "put a recording there (WAV, 8 kHz, µ-law)",
        )  # fmt: skip
    for name in sorted(present - {MUSIC}):
        language, _, prompt = name.rpartition(".")[0].partition("/")
        if language not in catalog.languages() or not catalog.has(prompt, language):
            yield Finding(
                f"{loaded.words.name}/audio/{name}", 0, "W510", "no prompt has this name",
                "name it audio/<language>/<prompt>.wav, or remove it",
            )  # fmt: skip


def _is_sound(path: Path) -> bool:
    return path.is_file() and path.suffix in _AUDIO
