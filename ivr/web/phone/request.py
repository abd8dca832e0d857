"""What the page asks for: a call and everything the caller has done in it so far."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from ivr.errors import MalformedRequest
from ivr.simulator.caller import Act, HangUp, PressKeys, SayWords, Silence

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

MOST_ACTS = 200
_YEARS = range(2000, 2101)  # calendars of public holidays reach no further with certainty

Situation = Literal["normal", "nobody", "down"]

_NAMES = {
    "to": "the number to call",
    "from": "the number of the caller",
    "at": "the clock",
    "situation": "the situation",
    "call": "the name of the call",
    "acts": "the acts",
}
_FAULTS = {  # by pydantic's name of the error; other errors are told in its words
    "string_too_short": "is missing",
    "string_too_long": "has more than {max_length} characters",
    "string_pattern_mismatch": "is not written as {pattern}",
    "too_long": "can be at most {max_length}",
    "extra_forbidden": "is not a part of a request",
    "missing": "is missing",
}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Pressed(_Strict):
    """Keys, one after the other."""

    kind: Literal["keys"]
    keys: Annotated[str, Field(pattern=r"^[0-9*#]{1,64}$")]

    def act(self) -> Act:
        """As the simulator knows it."""
        return PressKeys(self.keys)


class SpokenWords(_Strict):
    """Words."""

    kind: Literal["say"]
    words: Annotated[str, Field(min_length=1, max_length=500)]

    @field_validator("words")
    @classmethod
    def _something(cls, words: str) -> str:
        said = " ".join(words.split())
        if not said or not said.isprintable():
            raise ValueError("holds no words")
        return said

    def act(self) -> Act:
        """As the simulator knows it."""
        return SayWords(self.words)


class Silent(_Strict):
    """Nothing, until the wait is over."""

    kind: Literal["silence"]

    def act(self) -> Act:
        """As the simulator knows it."""
        return Silence()


class HungUp(_Strict):
    """The receiver goes down."""

    kind: Literal["hangup"]

    def act(self) -> Act:
        """As the simulator knows it."""
        return HangUp()


class CallRequest(_Strict):
    """A call. ``to`` and ``caller`` are E.164 (``caller`` may be ``anonymous``).

    ``at`` is local to the country dialled, None for now. ``call`` is the CallSid that the first
    answer gave; None begins a call.
    """

    to: Annotated[str, Field(min_length=1, max_length=40)]
    caller: Annotated[str, Field(alias="from", pattern=r"^(anonymous|\+[0-9]{3,18})$")]
    at: datetime | None = None
    situation: Situation = "normal"
    call: Annotated[str, Field(pattern=r"^CA[0-9a-f]{32}$")] | None = None
    acts: Annotated[
        tuple[Annotated[Pressed | SpokenWords | Silent | HungUp, Field(discriminator="kind")], ...],
        Field(max_length=MOST_ACTS),
    ] = ()

    @field_validator("at")
    @classmethod
    def _of_our_time(cls, at: datetime | None) -> datetime | None:
        if at is not None and at.tzinfo is not None:
            raise ValueError("is local to the country dialled; leave the time zone out")
        if at is not None and at.year not in _YEARS:
            raise ValueError(f"must be in the years {_YEARS[0]} to {_YEARS[-1]}")
        return at


def read_request(body: bytes) -> CallRequest:
    """Read the JSON of a request. Raises MalformedRequest that names what is wrong."""
    try:
        return CallRequest.model_validate_json(body)
    except ValidationError as wrong:
        raise MalformedRequest("; ".join(_told(wrong))) from None


def _told(wrong: ValidationError) -> list[str]:
    return [
        f"{_name(error['loc'])}: {_fault(error)}"
        for error in wrong.errors(include_url=False, include_input=False)[:5]
    ]


def _name(loc: tuple[int | str, ...]) -> str:
    match loc:
        case ():
            return "the request"
        case ("acts", int(index), *_):
            return f"act {index + 1}"
        case _:
            return _NAMES.get(str(loc[0]), str(loc[0]))


def _fault(error: ErrorDetails) -> str:
    if error["type"] in _FAULTS:
        return _FAULTS[error["type"]].format_map(error.get("ctx", {}))
    return error["msg"].removeprefix("Value error, ")
