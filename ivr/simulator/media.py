"""Audio that is played: the service's own files are fetched once, others are believed."""

from __future__ import annotations

import io
import wave
from dataclasses import dataclass, field
from urllib.parse import urldefrag, urlsplit

from ivr.errors import CarrierError
from ivr.simulator.transport import Reply, Transport
from ivr.simulator.twiml.document import media_type

AUDIO_TYPES = frozenset(
    f"audio/{name}"
    for name in (
        *("mpeg", "wav", "wave", "x-wav", "aiff", "x-aifc", "x-aiff"),
        *("x-gsm", "gsm", "ulaw"),
    )
)
_ELSEWHERE_SECONDS = 5.0
_BYTES_PER_SECOND = 8000  # telephone quality; good enough for a length


@dataclass(slots=True)
class Media:
    """Knows how long each recording is. ``base_url`` is the service's; others are not fetched."""

    transport: Transport
    base_url: str
    _seconds: dict[str, float] = field(default_factory=dict)

    def seconds(self, url: str, code: int) -> float:
        """Length of the audio at ``url``. Raises CarrierError ``code`` if it is no audio."""
        target = urldefrag(url).url
        if urlsplit(target).netloc != urlsplit(self.base_url).netloc:
            return _ELSEWHERE_SECONDS
        if target not in self._seconds:
            # No call parameters: the carrier caches recordings.
            reply = self.transport.request("GET", target, {}, {"User-Agent": "TwilioProxy/1.1"})
            self._seconds[target] = _length(reply, target, code)
        return self._seconds[target]


def is_audio(content_type: str) -> bool:
    """Whether an answer of this type is played."""
    return media_type(content_type) in AUDIO_TYPES


def _length(reply: Reply, url: str, code: int) -> float:
    if reply.status != 200 or not is_audio(reply.content_type):
        what = f"{reply.status} {reply.content_type}"
        raise CarrierError(
            code, f"{url} answered {what}; the carrier plays audio/mpeg, audio/wav …"
        )
    try:
        with wave.open(io.BytesIO(reply.body)) as sound:
            return float(sound.getnframes()) / float(sound.getframerate())
    except (wave.Error, EOFError):
        return len(reply.body) / _BYTES_PER_SECOND
