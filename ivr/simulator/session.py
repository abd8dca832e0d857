"""A call taken step by step: read what was heard and what is awaited, then act."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ivr.errors import CarrierError
from ivr.simulator.call import CallLeg, Over, Steps
from ivr.simulator.caller import Act, Awaiting, HangUp, PressKeys, SayWords, ScriptedCaller, Silence
from ivr.simulator.progress import MOST_SILENT, silent_for_ever
from ivr.simulator.result import CallResult, Heard, Outcome

Classify = Callable[[CallResult], Outcome | None]


class PlacedCall:
    """One call in progress. It runs until the caller is waited for, and again after each act.

    ``waiting_for`` is None once the call is over; ``result`` may be asked for then.
    """

    def __init__(self, call: CallLeg, steps: Steps, classify: Classify | None = None) -> None:
        self._call = call
        self._steps = steps
        self._classify = classify
        self._flow = Over("end")
        self._failure: CarrierError | None = None
        self._queued: str | None = None
        self.waiting_for: Awaiting | None = None
        self._advance(None)

    @property
    def heard(self) -> tuple[Heard, ...]:
        """What was played since the last act."""
        return tuple(self._call.journal.fresh)

    @property
    def call_sid(self) -> str:
        """The SID under which the service knows this call."""
        return self._call.leg.sid

    def press(self, keys: str) -> None:
        """Type keys (digits, ``*``, ``#``); an entry cut short is sent when its time is up."""
        self.act(PressKeys(keys))

    def say(self, words: str) -> None:
        """Speak."""
        self.act(SayWords(words))

    def silence(self) -> None:
        """Do nothing until the wait is over."""
        self.act(Silence())

    def hang_up(self) -> None:
        """Close the line."""
        self.act(HangUp())

    def act(self, act: Act) -> None:
        """Do what the call waits for. Raises ValueError once the call is over."""
        if self.waiting_for is None:
            raise ValueError("the call is over; dial again")
        self._call.journal.fresh.clear()
        self._advance(act)

    def stay_queued(self) -> None:
        """End the simulation with the caller still waiting in his queue; the line is closed."""
        if self.waiting_for is None or not self.waiting_for.queue:
            raise ValueError("the caller stands in no queue")
        self._queued = self.waiting_for.queue
        self._call.journal.settled = True
        self.hang_up()

    def follow(self, caller: ScriptedCaller) -> CallResult:
        """Let a script do the rest."""
        silences = 0  # after all that the script holds
        while self.waiting_for is not None:
            silences += caller.exhausted
            act = caller.act(self.waiting_for)
            if act is None:
                self.stay_queued()
            elif silences > MOST_SILENT:
                self._failure = silent_for_ever()
                self.hang_up()
            else:
                self.act(act)
        return self.result()

    def result(self) -> CallResult:
        """The record of the call. Raises ValueError while it still runs."""
        if self.waiting_for is not None:
            raise ValueError("the call still runs; hang up first")
        call = self._call
        result = CallResult(
            call_sid=call.leg.sid,
            to=call.leg.to,
            from_=call.leg.from_,
            turns=tuple(call.journal.turns),
            outcome=self._outcome(),
            requests=tuple(call.web.log),
            warnings=tuple(call.notices.seen),
            unheard=tuple(call.journal.unheard),
            whispers=tuple(turn for journal in call.whispers for turn in journal.turns),
            seconds=call.clock.now,
        )
        judged = self._classify(result) if self._classify else None
        return replace(result, outcome=judged) if judged else result

    def _advance(self, act: Act | None) -> None:
        self._call.progress.reset()
        try:
            self.waiting_for = next(self._steps) if act is None else self._steps.send(act)
        except StopIteration as stop:
            self.waiting_for = None
            self._flow = stop.value
        except CarrierError as error:
            self.waiting_for, self._failure = None, error

    def _outcome(self) -> Outcome:
        journal = self._call.journal
        if self._failure is not None:
            return Outcome("failed", detail=str(self._failure))
        if self._queued is not None:
            return Outcome("queued", self._queued)
        if journal.bridged:
            return Outcome("bridged", journal.queue)
        return Outcome("hangup", detail=_ENDED[self._flow.cause])


_ENDED = {
    "end": "the document ended",
    "hangup": "the document hung up",
    "caller": "the caller hung up",
    "busy": "rejected as busy",
    "no-answer": "not answered",
}
