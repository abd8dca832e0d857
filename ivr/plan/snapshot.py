"""The files of a plan as they stood at one moment: what is compiled, proven, kept and named.

A version is a hash of all that decides a call: the YAML, the words, and the recordings (by their
size: reading minutes of sound would slow every start). An editor saves in steps, so a set of files
is taken only when nothing changed while it was read.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ivr.plan.written import CLOSURES, FILES
from prompts.catalog import sound_files, word_files

VERSION_LENGTH = 12  # hexadecimal digits: 48 bits
_TRIES = 5

Stamp = tuple[tuple[str, int, int, int], ...]  # path, time of change (ns), bytes, inode


class FilesInMotion(OSError):
    """The files changed each time they were read; they are to be read again a moment later."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """``config`` holds files by name, ``words`` by language tag, ``recordings`` sizes by path.

    ``folders`` are the names of the two folders, for messages.
    """

    config: Mapping[str, bytes]
    words: Mapping[str, bytes]
    recordings: Mapping[str, int]
    folders: tuple[str, str] = ("config", "prompts")

    @property
    def version(self) -> str:
        """What the plan of these files is called, wherever and whenever they stand."""
        return hash_of(self._parts())[:VERSION_LENGTH]

    def _parts(self) -> Iterable[bytes]:
        for texts in (self.config, self.words):
            for name, text in sorted(texts.items()):
                yield from (name.encode(), text)
        for name, size in sorted(self.recordings.items()):
            yield from (name.encode(), str(size).encode())

    def pack(self) -> bytes:
        """The snapshot as bytes, to be kept or handed to another process."""
        texts = [_decoded(self.config), _decoded(self.words)]
        return zlib.compress(json.dumps([*texts, self.recordings, self.folders]).encode())


def hash_of(parts: Iterable[bytes]) -> str:
    """SHA-256 of parts, in hexadecimal, with no part running into the next."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def unpack(packed: bytes) -> Snapshot:
    """What :meth:`Snapshot.pack` packed. Raises ValueError if it was something else."""
    try:
        config, words, recordings, folders = json.loads(zlib.decompress(packed))
        return Snapshot(_encoded(config), _encoded(words), recordings, (folders[0], folders[1]))
    except (zlib.error, ValueError, TypeError, AttributeError, IndexError) as error:
        raise ValueError("no snapshot of a plan") from error


def _decoded(texts: Mapping[str, bytes]) -> dict[str, str]:
    return {name: text.decode("latin-1") for name, text in texts.items()}  # any bytes at all


def _encoded(texts: Mapping[str, str]) -> dict[str, bytes]:
    return {name: text.encode("latin-1") for name, text in texts.items()}


def take(config: Path, words: Path) -> Snapshot:
    """The files as they stand now.

    Raises FilesInMotion while they change, and OSError if one cannot be read.
    """
    for _ in range(_TRIES):
        try:
            before = stamp(config, words)
            taken = _read(config, words)
            if stamp(config, words) == before:
                return taken
        except FileNotFoundError:  # an editor that saves by renaming was between its two steps
            continue
    raise FilesInMotion(f"the files in {config} and {words} change all the time")


def _read(config: Path, words: Path) -> Snapshot:
    return Snapshot(
        {path.name: path.read_bytes() for path in _config_files(config)},
        {path.stem: path.read_bytes() for path in word_files(words)},
        {path.relative_to(words).as_posix(): path.stat().st_size for path in sound_files(words)},
        (config.name, words.name),
    )


def stamp(config: Path, words: Path) -> Stamp:
    """By what a change of the files is noticed without reading them."""
    stats = ((path, path.stat()) for path in _files(config, words))
    return tuple((str(p), s.st_mtime_ns, s.st_size, s.st_ino) for p, s in stats)


def overlooked(config: Path, words: Path) -> list[Path]:
    """Files that look like parts of the plan and are none: copies, drafts, editors' own.

    Hidden files and backups, which editors make and remove again, are no surprise to anybody and
    not among them.
    """
    used = set(_files(config, words))
    found = [*config.glob("*.y*ml"), *words.glob("*.ftl")]
    return sorted(p for p in found if p not in used and not p.name.startswith((".", "#")))


def _files(config: Path, words: Path) -> list[Path]:
    return [*_config_files(config), *word_files(words), *sound_files(words)]


def _config_files(folder: Path) -> list[Path]:
    return [folder / name for name in (*FILES, CLOSURES) if (folder / name).exists()]
