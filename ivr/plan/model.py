"""What an admin writes: the shapes of countries.yaml, dialogs.yaml and queues.yaml.

pydantic checks them and prints their JSON Schema (``ivr config schema``). Nothing here knows how
a call runs; ``compile.py`` turns these into the nodes of a call plan.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
FieldName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,29}$")]
PromptId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,59}$")]
Key = Annotated[str, Field(pattern=r"^[0-8]$")]
Language = Annotated[str, Field(pattern=r"^[a-z]{2}(-[A-Z]{2})?$")]
_DURATION = re.compile(r"([0-9]{1,4})\s*(s|m|h)?\Z")
_UNITS = {"s": 1, "m": 60, "h": 3600, None: 1}


def _seconds(value: Any) -> Any:
    match = _DURATION.match(str(value))
    if not match or isinstance(value, bool):
        raise ValueError("write a duration such as 20s, 3m or 1h")
    return int(match[1]) * _UNITS[match[2]]


def _percent(value: Any) -> Any:
    text = str(value).removesuffix("%").strip()
    if not text.isdigit() or not 1 <= int(text) <= 100:
        raise ValueError("write a percentage such as 80%")
    return int(text)


def _listed(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


Seconds = Annotated[int, BeforeValidator(_seconds)]
Percent = Annotated[int, BeforeValidator(_percent)]


class Strict(BaseModel):
    """An unknown key is a mistake, never ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class NumberEntry(Strict):
    """One published number. ``as`` is what is really dialled if the published form is not that."""

    kind: Literal["toll-free", "local", "direct"]
    answers: Name
    also: list[Name] = []
    as_: Annotated[str | None, Field(alias="as")] = None
    published: list[str] = []
    differs_from: str | None = None
    note: str | None = None

    @model_validator(mode="after")
    def _says_why(self) -> NumberEntry:
        if self.as_ and not self.note:
            raise ValueError(
                "`as:` needs a `note:` that says why the published form is not dialled"
            )
        return self


class PrivacyEntry(Strict):
    """What is said before speech is transcribed or recorded, and how long it is kept."""

    speech: Literal["announce", "silent"] = "announce"
    recording: Literal["ask", "announce", "never"] = "ask"
    retention_days: Annotated[int, Field(ge=1, le=3650)] = 365


class CalendarEntry(Strict):
    """A public calendar with days of one's own."""

    public: str
    add: dict[date, str] = {}
    except_: Annotated[list[date], Field(alias="except")] = []


class CountryEntry(Strict):
    """A country: its languages (the first answers), zone, holidays and numbers."""

    name: str
    timezone: str
    languages: Annotated[list[Language], Field(min_length=1, max_length=3)]
    holidays: str | CalendarEntry | None = None
    callback_from: str | None = None
    privacy: PrivacyEntry = PrivacyEntry()
    support: Name
    numbers: Annotated[dict[str, NumberEntry], Field(min_length=1)]


class OptionEntry(Strict):
    """What a key offers (the prompt that names it) and where it leads."""

    offer: PromptId | None = None
    then: Name | None = None
    queue: Name | None = None
    fill: dict[FieldName, Name] = {}


class GotoEntry(Strict):
    """A line that leads straight on: to a form, a menu or a queue."""

    then: Name | None = None
    queue: Name | None = None
    service: PromptId | None = None


class EntryShape(Strict):
    """How long an entry of keys may be; ``highest`` bounds its value as a number."""

    min: Annotated[int, Field(ge=1, le=40)] = 1
    max: Annotated[int, Field(ge=1, le=40)] = 20
    highest: Annotated[int, Field(ge=0)] = 0


class Spell(Strict):
    """How long an answer in the caller's own words may be."""

    seconds: Annotated[int, Field(ge=2, le=300)] = 60


class FieldEntry(Strict):
    """One question of a form. Exactly one of the kinds is given."""

    choose: dict[Key, PromptId] | None = None
    digits: EntryShape | None = None
    code: EntryShape | None = None
    phone: Literal["caller", "ask"] | None = None
    speech: Spell | None = None
    yes_no: PromptId | None = None
    record: Spell | Literal["if-consented"] | None = None
    consent: Literal["recording"] | None = None
    say: PromptId | None = None
    by: list[Literal["keypad", "voice"]] = ["keypad", "voice"]
    confirm: bool = False
    optional: bool = False
    prompt: PromptId | None = None
    when: str | None = None
    urgent: list[PromptId] = []

    @property
    def kind(self) -> str:
        """Which kind of question this is. ``record: if-consented`` belongs to a speech field."""
        kinds = [name for name in _KINDS if getattr(self, name) is not None]
        if self.speech is not None and self.record == "if-consented":
            kinds.remove("record")
        return kinds[0] if len(kinds) == 1 else ""

    @model_validator(mode="after")
    def _one_kind(self) -> FieldEntry:
        if not self.kind:
            raise ValueError(f"a field has exactly one of: {', '.join(_KINDS)}")
        if self.record == "if-consented" and self.kind != "speech":
            raise ValueError("`record: if-consented` belongs to a speech field")
        return self


_KINDS = ("choose", "digits", "code", "phone", "speech", "yes_no", "record", "consent", "say")


class BranchEntry(Strict):
    """Open or closed, by the hours of a queue."""

    of: Name
    open: Name
    closed: Name


class DialogEntry(Strict):
    """A menu, a form, a straight line, a transfer, or a branch by hours."""

    greeting: PromptId | None = None
    person: Name | None = None
    intro: PromptId | None = None
    menu: Annotated[dict[Key, OptionEntry | Name] | None, Field(min_length=1)] = None
    form: Annotated[dict[FieldName, FieldEntry] | None, Field(min_length=1)] = None
    goto: GotoEntry | None = None
    hours: BranchEntry | None = None
    transfer: str | None = None
    then: Annotated[list[Literal["ticket", "queue", "goodbye"]], BeforeValidator(_listed)] = [
        "ticket",
        "queue",
    ]

    @model_validator(mode="after")
    def _one_kind(self) -> DialogEntry:
        kinds = ("menu", "form", "goto", "hours", "transfer")
        if sum(getattr(self, kind) is not None for kind in kinds) != 1:
            raise ValueError(f"a dialog has exactly one of: {', '.join(kinds)}")
        return self


class WeekEntry(Strict):
    """Opening times by days (`mon-fri: "09:00-18:00"`), and what holidays do."""

    model_config = ConfigDict(extra="allow", frozen=True)
    holidays: Literal["open", "closed"] = "open"


class TargetEntry(Strict):
    """What the service level is measured against."""

    answer_within: Seconds = 20
    service_level: Percent = 80


class OverflowEntry(Strict):
    """When a queue cannot take a call (or took too long), and what then."""

    after: Seconds | None = None
    when: Literal["closed", "nobody", "full", "unanswered"] | None = None
    to: Annotated[list[str], BeforeValidator(_listed), Field(min_length=1, max_length=4)]

    @model_validator(mode="after")
    def _one_trigger(self) -> OverflowEntry:
        if (self.after is None) == (self.when is None):
            raise ValueError("an overflow has either `after: 180s` or `when: closed`")
        return self


class DialEntry(Strict):
    """Numbers or SIP addresses that the caller's own leg rings."""

    dial: Annotated[list[str], BeforeValidator(_listed), Field(min_length=1, max_length=10)]
    order: Literal["in-turn", "at-once"] = "in-turn"
    ring: Annotated[Seconds, Field(ge=5, le=600)] = 20


class QueueEntry(Strict):
    """A desk: hours, targets, handover and overflow."""

    default: bool = False
    hours: Literal["always"] | WeekEntry = "always"
    target: TargetEntry = TargetEntry()
    handover: Literal["desk"] | DialEntry = "desk"
    overflow: list[OverflowEntry] = []


class Countries(Strict):
    """countries.yaml"""

    entries: Annotated[
        dict[Annotated[str, Field(pattern=r"^[A-Z]{2}$")], CountryEntry], Field(min_length=1)
    ]


class Dialogs(Strict):
    """dialogs.yaml"""

    entries: Annotated[dict[Name, DialogEntry], Field(min_length=1)]


class Queues(Strict):
    """queues.yaml"""

    entries: Annotated[dict[Name, QueueEntry], Field(min_length=1)]
