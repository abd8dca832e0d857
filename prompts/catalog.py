"""Prompt id and language in, words or a recording out.

A language falls back along its tag and then to English: es-AR, es, en. A file such as ``es-AR.ftl``
holds only what differs from ``es.ftl``; a term it redefines changes every message that speaks it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from fluent.runtime import FluentBundle
from fluent.runtime.resolver import Pattern
from fluent.syntax import ast as tree

from prompts.ftl import Placed, WordingProblem, decoded, overlay, parse, patterns
from prompts.references import speaks_itself, unknown, variables

LAST_RESORT = "en"
HERE = Path(__file__).parent
_AUDIO = (".wav", ".mp3")
_TAG = re.compile(r"[a-z]{2}(-([A-Z]{2}|[0-9]{3}))?\Z")
_WRITE = "write it in this file or take it out of the sentence"


class CatalogError(Exception):
    """The prompt files cannot be used. ``problems`` lists all that is wrong, in file order."""

    def __init__(self, problems: list[WordingProblem]) -> None:
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))

    def __reduce__(self) -> tuple[type[CatalogError], tuple[list[WordingProblem]]]:
        return CatalogError, (self.problems,)


class UnknownPrompt(LookupError):
    """No file of the language's chain, English included, has words for this prompt."""


class MissingValue(LookupError):
    """A prompt speaks a ``$value`` that was not given; a caller must not hear its name."""


@dataclass(frozen=True, slots=True)
class _Tongue:
    """One language, compiled: its entries, and the bundle that speaks them."""

    table: Mapping[str, Placed]
    bundle: FluentBundle


class Catalog:
    """The words of all languages. Does not change once loaded; ``load`` again to read new files."""

    def __init__(self, sources: Mapping[str, str], recordings: frozenset[str]) -> None:
        """``sources`` maps a language tag to Fluent text; ``recordings`` are paths below audio/."""
        self._sources = dict(sources)
        self._recordings = recordings
        self._texts: dict[tuple[str, str], str] = {}
        self._phrases: dict[tuple[str, str], tuple[str, ...]] = {}
        self._files: dict[str, dict[str, Placed]] = {}
        self._tongues: dict[str, _Tongue] = {}

    @classmethod
    def load(cls, folder: Path = HERE) -> Catalog:
        """Read ``*.ftl`` and ``audio/`` of ``folder``. Raises CatalogError with all problems."""
        sounds = (path.relative_to(folder).as_posix() for path in sound_files(folder))
        return cls.of({path.stem: path.read_bytes() for path in word_files(folder)}, sounds)

    @classmethod
    def of(cls, words: Mapping[str, bytes], sounds: Iterable[str]) -> Catalog:
        """What files hold: ``words`` by language tag, ``sounds`` as paths below their folder.

        Raises CatalogError with all problems.
        """
        unread: list[WordingProblem] = []
        sources = {tag: decoded(f"{tag}.ftl", text, unread) for tag, text in words.items()}
        catalog = cls(sources, frozenset(sound.removeprefix("audio/") for sound in sounds))
        problems = [*unread, *catalog._problems()]
        if problems:
            raise CatalogError(problems)
        return catalog

    def text(self, prompt: str, language: str, **values: str | int) -> str:
        """The words of ``prompt``, an id or ``id.attribute``, ready to be spoken or shown.

        Raises UnknownPrompt, and MissingValue where a value the words need is not given.
        """
        key = (prompt, language)
        if not values and key in self._texts:
            return self._texts[key]
        words = self._format(prompt, language, values)
        if not values:
            self._texts[key] = words
        return words

    def has(self, prompt: str, language: str) -> bool:
        """Whether the language's own chain has words for it; English counts only for English."""
        return self._part(prompt, language) is not None

    def parameters(self, prompt: str, language: str) -> frozenset[str]:
        """Names of the values that ``prompt`` needs, without the dollar sign."""
        speaker, pattern = self._found(prompt, language)
        return variables(pattern, self._tongue(speaker).table)

    def ids(self, language: str) -> frozenset[str]:
        """All prompts of the language's own chain, ``id.attribute`` forms included."""
        table = self._tongue(language).table
        return frozenset(
            f"{key}.{part}" if part else key
            for key, placed in table.items()
            if not key.startswith("-")
            for part in placed.places
        )

    def languages(self) -> tuple[str, ...]:
        """The tags that have a file of their own."""
        return tuple(self._sources)

    def place(self, prompt: str, language: str) -> tuple[str, int]:
        """File and 1-based line where the words stand. Raises UnknownPrompt."""
        speaker, _ = self._found(prompt, language)
        key, _, part = prompt.partition(".")
        return self._tongue(speaker).table[key].places[part]

    def recording(self, prompt: str, language: str) -> str | None:
        """Path below ``audio/`` of the prompt's recording in the language's own chain, if any."""
        names = (f"{tag}/{prompt}{end}" for tag in chain(language) for end in _AUDIO)
        return next((name for name in names if name in self._recordings), None)

    def phrases(self, prompt: str, language: str) -> tuple[str, ...]:
        """What a caller may say for the option ``prompt``: its ``.says``, split at the commas."""
        key = (prompt, language)
        if key not in self._phrases:
            says = f"{prompt}.says"
            words = self.text(says, language) if self.has(says, language) else ""
            self._phrases[key] = tuple(phrase.strip() for phrase in words.split(",") if words)
        return self._phrases[key]

    def __getstate__(self) -> dict[str, Any]:
        return {"sources": self._sources, "recordings": self._recordings, "texts": self._texts}

    def __setstate__(self, state: dict[str, Any]) -> None:
        Catalog.__init__(self, state["sources"], state["recordings"])
        self._texts.update(state["texts"])

    def _format(self, prompt: str, language: str, values: Mapping[str, str | int]) -> str:
        speaker, _ = self._found(prompt, language)
        bundle = self._tongue(speaker).bundle
        key, _, part = prompt.partition(".")
        message = bundle.get_message(key)
        pattern = message.attributes[part] if part else message.value
        words, errors = bundle.format_pattern(cast(Pattern, pattern), dict(values))
        if errors:
            raise self._unspeakable(prompt, language, errors[0])
        return " ".join(str(words).split())

    def _unspeakable(self, prompt: str, language: str, error: Exception) -> MissingValue:
        file, line = self.place(prompt, language)
        needs = ", ".join(sorted(self.parameters(prompt, language)))
        return MissingValue(
            f"{file}:{line}: {prompt} cannot be spoken: {error}; give it the values {needs}"
        )

    def _found(self, prompt: str, language: str) -> tuple[str, tree.Pattern]:
        for speaker in (language, LAST_RESORT):
            pattern = self._part(prompt, speaker)
            if pattern is not None:
                return speaker, pattern
        raise UnknownPrompt(
            f"no words for {prompt} in {', '.join((*chain(language), LAST_RESORT))}; "
            f"add {prompt.partition('.')[0]} to a file of that language"
        )

    def _part(self, prompt: str, language: str) -> tree.Pattern | None:
        key, _, part = prompt.partition(".")
        placed = self._tongue(language).table.get(key)
        if placed is None or key.startswith("-"):
            return None
        return dict(patterns(placed.entry)).get(part)

    def _tongue(self, language: str) -> _Tongue:
        if language not in self._tongues:
            table: dict[str, Placed] = {}
            for tag in reversed(chain(language)):
                table = overlay(table, self._file(tag))
            self._tongues[language] = _Tongue(table, _bundle(language, table))
        return self._tongues[language]

    def _file(self, tag: str) -> dict[str, Placed]:
        if tag not in self._files:
            self._files[tag], _ = parse(f"{tag}.ftl", self._sources.get(tag, ""))
        return self._files[tag]

    def _problems(self) -> list[WordingProblem]:
        problems: list[WordingProblem] = []
        for tag, source in self._sources.items():
            self._files[tag], found = parse(f"{tag}.ftl", source)
            problems += found
        for tag in self._sources:
            problems += _dangling(self._files[tag], self._tongue(tag).table)
        return sorted(set(problems), key=lambda p: (p.file, p.line))


def chain(language: str) -> tuple[str, ...]:
    """The tags whose files hold a language's words, nearest first: es-AR gives es-AR, es."""
    parts = language.split("-")
    return tuple("-".join(parts[:count]) for count in range(len(parts), 0, -1))


def _bundle(language: str, table: Mapping[str, Placed]) -> FluentBundle:
    # Isolation marks serve mixed writing directions on screens; a voice would stumble over them.
    bundle = FluentBundle([language, LAST_RESORT], use_isolating=False)
    bundle.add_resource(tree.Resource([placed.entry for placed in table.values()]))
    return bundle


def _dangling(own: Mapping[str, Placed], table: Mapping[str, Placed]) -> list[WordingProblem]:
    found = []
    for key, placed in own.items():
        for part, pattern in patterns(placed.entry):
            found += [
                WordingProblem(*placed.places[part], f"speaks {name}, which is not written", _WRITE)
                for name in unknown(pattern, table)
            ]
        if speaks_itself(key, table):
            place = next(iter(placed.places.values()))
            found.append(WordingProblem(*place, f"{key} speaks itself", "say it in plain words"))
    return found


def word_files(folder: Path) -> list[Path]:
    """The files of words in a folder: named by a language, ``es.ftl`` or ``es-AR.ftl``.

    Any other is a copy, a draft or an editor's own, and no part of what is said.
    """
    return sorted(path for path in folder.glob("*.ftl") if _TAG.match(path.stem))


def sound_files(folder: Path) -> list[Path]:
    """The recordings below ``audio/`` of the folder of words."""
    found = (folder / "audio").rglob("*.*")
    return sorted(p for p in found if p.suffix in _AUDIO and not p.name.startswith("."))
