"""How long a caller listens to a prompt."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from pathlib import Path

# Characters a second of an unhurried voice on the telephone.
_PACE: Mapping[str, int] = {"es": 14, "pt": 14, "en": 15}
_USUAL_PACE = 14
_RIFF_HEADER = 12
_CHUNK_HEADER = 8


def seconds(text: str, language: str) -> float:
    """Estimated speaking time of ``text`` in seconds."""
    pace = _PACE.get(language.partition("-")[0], _USUAL_PACE)
    return len(text) / pace


def recording_seconds(path: Path) -> float | None:
    """Playing time of a WAV file in seconds; None for other formats, which only players know.

    Reads the header itself, since the standard library's ``wave`` refuses the telephone's own
    format, G.711. Raises OSError if the file cannot be read.
    """
    chunks = dict(_chunks(path.read_bytes()))
    if b"fmt " not in chunks or b"data" not in chunks or len(chunks[b"fmt "]) < 12:
        return None
    (bytes_a_second,) = struct.unpack_from("<I", chunks[b"fmt "], 8)
    return len(chunks[b"data"]) / bytes_a_second if bytes_a_second else None


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Name and content of each chunk of a RIFF file of kind WAVE."""
    if content[:4] != b"RIFF" or content[8:_RIFF_HEADER] != b"WAVE":
        return
    place = _RIFF_HEADER
    while place + _CHUNK_HEADER <= len(content):
        name, size = struct.unpack_from("<4sI", content, place)
        place += _CHUNK_HEADER
        yield name, content[place : place + size]
        place += size + size % 2
