"""The voice door's short way: a turn from menu to menu that somebody has taken before.

Such a turn needs no store and waits for nobody, so it needs no thread either: handing it to one
costs as much as the turn. Whatever else comes takes the usual way, and nothing has happened then.
"""

from __future__ import annotations

import re
import time

from ivr.service.cache import Answer
from ivr.telemetry.logs import forget_call
from ivr.web.voice.door import (
    ROOT,
    RawRequest,
    VoiceDoor,
    VoiceReply,
    count_answer,
    document,
    verified,
)

TURN = f"{ROOT}/turn"
_KEYS = re.compile(rb"(?:^|&)Digits=([^&]{0,12})(?:&|$)")
_MOST_BYTES = 4096
_MOST_PLACES = 4096
# What did not go the short way is not tried for a moment, so that nothing is looked at twice.
_PAUSE_SECONDS = 1.0


class AtOnce:
    """Answers what can be answered without waiting."""

    def __init__(self, door: VoiceDoor) -> None:
        self._door = door
        self._not_before: dict[tuple[str, bytes], float] = {}

    def __call__(self, raw: RawRequest) -> VoiceReply | None:
        """The answer, or None: ask in the usual way. Never waits, never raises."""
        if raw.path != TURN or len(raw.body) > _MOST_BYTES:
            return None
        keys = _KEYS.search(raw.body)
        place = raw.query, keys[1] if keys else b""
        began = time.perf_counter()
        if self._not_before.get(place, 0.0) > began:
            return None
        answer = self._remembered(raw)
        if answer is None:
            self._pause(place, began + _PAUSE_SECONDS)
            return None
        count_answer("/turn", time.perf_counter() - began)
        return document(answer.twiml)

    def _remembered(self, raw: RawRequest) -> Answer | None:
        forget_call()
        try:
            hook = verified(self._door, raw)
            turns, _ = hook.door.turns_of(hook)
            event, moment = hook.form.answer(), hook.door.moment(hook)
            return turns.remembered(hook.call, hook.placed(), event, moment)
        except Exception:
            # The usual way meets it again, and says what it is.
            return None

    def _pause(self, place: tuple[str, bytes], until: float) -> None:
        if len(self._not_before) >= _MOST_PLACES:
            self._not_before.clear()
        self._not_before[place] = until
