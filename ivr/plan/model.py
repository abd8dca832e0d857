"""What an admin writes: the shapes of countries.yaml, dialogs.yaml and queues.yaml.

pydantic checks them and prints their JSON Schema (``ivr config schema``). How a single kind of
dialog, question or handover is written is that kind's own part (``ivr/engine/kinds``); here is what
all of them share, and how the parts become one model.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    model_validator,
)

from ivr.plan.telling import shown

_NAME = r"^[a-z][a-z0-9-]{0,39}$"
_FIELD = r"^[a-z][a-z0-9_]{0,29}$"
_PROMPT = r"^[a-z][a-z0-9-]{0,59}$"
_KEY = r"^[0-8]$"
_LANGUAGE = r"^[a-z]{2}(-[A-Z]{2})?$"
_COUNTRY = r"^[A-Z]{2}$"
_WEEKDAYS = "^{0}(-{0})?$".format("(mon|tue|wed|thu|fri|sat|sun)")
_LETTERS = "write lower-case letters without accents, digits and"

Name = Annotated[str, Field(pattern=_NAME)]
FieldName = Annotated[str, Field(pattern=_FIELD)]
PromptId = Annotated[str, Field(pattern=_PROMPT)]
Key = Annotated[str, Field(pattern=_KEY)]
Language = Annotated[str, Field(pattern=_LANGUAGE)]
CountryCode = Annotated[str, Field(pattern=_COUNTRY)]

# Of each form: what is written so, and how.
IN_WORDS = {
    _NAME: ("name of a dialog or a queue", f"{_LETTERS} hyphens, 40 at most, a letter first"),
    _FIELD: ("name of a question", f"{_LETTERS} underscores, 30 at most, a letter first"),
    _PROMPT: ("name of a prompt", f"{_LETTERS} hyphens, 60 at most, a letter first"),
    _KEY: (
        "key of a menu",
        "write one of 0 to 8; 9, * and # are kept for language, repeat and end of entry",
    ),
    _LANGUAGE: ("language", "write it like es, es-AR or pt-BR"),
    _COUNTRY: ("country", "write its two letters, like AR"),
    _WEEKDAYS: ("day of the week", "write mon, mon-fri or sat-sun"),
}
_DURATION = re.compile(r"([0-9]{1,4})\s*(s|m|h)?\Z")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_UNITS = {"s": 1, "m": 60, "h": 3600, None: 1}


def _seconds(value: Any) -> Any:
    match = _DURATION.match(str(value))
    if not match or isinstance(value, bool):
        raise ValueError(f"{shown(value)} is no duration; write one such as 20s, 3m or 1h")
    return int(match[1]) * _UNITS[match[2]]


def _percent(value: Any) -> Any:
    text = str(value).removesuffix("%").strip()
    if not text.isdecimal() or not 1 <= int(text) <= 100:
        raise ValueError(f"{shown(value)} is no percentage; write one such as 80%")
    return int(text)


def _not_a_choice(value: object) -> object:
    # To Python, and so to pydantic, yes is the number 1.
    if isinstance(value, bool):
        raise ValueError(f"{shown(value)} is no whole number; write it in digits")
    return value


def listed(value: Any) -> Any:
    """One value, or a list of them, as a list."""
    return value if isinstance(value, list) else [value]


Whole = Annotated[int, BeforeValidator(_not_a_choice)]


def each_once(values: list[str]) -> list[str]:
    """A list in which nothing stands twice."""
    for value in values:
        if values.count(value) > 1:
            raise ValueError(f"{value!r} stands twice; keep one")
    return values


Seconds = Annotated[int, BeforeValidator(_seconds)]
Percent = Annotated[int, BeforeValidator(_percent)]
OneOrSeveral = Annotated[list[str], BeforeValidator(listed, json_schema_input_type=str | list[str])]


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
    retention_days: Annotated[Whole, Field(ge=1, le=3650)] = 365


def _day(value: Any) -> Any:
    if isinstance(value, str) and not _DATE.match(value):
        raise ValueError(f"{value!r} is no day; write it as 2026-12-30")
    return value


Day = Annotated[date, BeforeValidator(_day)]
DayKind = Literal["bridge-days", "non-working-days", "bank-days", "government-days"]
HolidayName = Annotated[str, Field(min_length=1)]


class CalendarEntry(Strict):
    """A public calendar with days of one's own.

    ``also``: kinds of days that the law leaves to the employer, ``regions``: parts of the country
    whose own holidays are kept. A name by language is said in each of them.
    """

    public: str | None = None
    also: Annotated[
        list[DayKind], BeforeValidator(listed, json_schema_input_type=DayKind | list[DayKind])
    ] = []
    regions: OneOrSeveral = []
    add: dict[Day, HolidayName | dict[Language, HolidayName]] = {}
    except_: Annotated[
        list[Day],
        BeforeValidator(listed, json_schema_input_type=date | list[date]),
        Field(alias="except"),
    ] = []

    @model_validator(mode="after")
    def _has_days(self) -> CalendarEntry:
        if self.public is None and not self.add:
            raise ValueError("there are no holidays here; write `public: XX` or days under `add:`")
        if self.public is None and (self.also or self.regions or self.except_):
            raise ValueError("`also`, `regions` and `except` change a public calendar; name it")
        return self


class CountryEntry(Strict):
    """A country: its languages (the first answers), zone, holidays and numbers."""

    name: str
    timezone: str
    languages: Annotated[
        list[Language], Field(min_length=1, max_length=3), AfterValidator(each_once)
    ]
    holidays: str | CalendarEntry | None = None
    callback_from: str | None = None
    privacy: PrivacyEntry = PrivacyEntry()
    support: Name
    numbers: Annotated[dict[str, NumberEntry], Field(min_length=1)]


class FieldEntry(Strict):
    """What every question of a form may say beside its kind's own word."""

    by: Annotated[list[Literal["keypad", "voice"]], AfterValidator(each_once)] = ["keypad", "voice"]
    confirm: bool = False
    optional: bool = False
    prompt: PromptId | None = None
    when: str | None = None

    @property
    def by_voice(self) -> bool:
        """Whether the answer may be spoken."""
        return "voice" in self.by


class DialogEntry(Strict):
    """What every dialog may say beside its kind's own word."""

    greeting: PromptId | None = None
    person: Name | None = None
    intro: PromptId | None = None
    then: Annotated[
        list[Literal["ticket", "queue", "goodbye"]],
        BeforeValidator(listed),
        AfterValidator(each_once),
    ] = ["ticket", "queue"]


class WeekEntry(Strict):
    """Opening times by days (`mon-fri: "09:00-18:00"`), and what holidays do."""

    model_config = ConfigDict(
        extra="allow",
        frozen=True,
        json_schema_extra={
            "patternProperties": {
                _WEEKDAYS: {
                    "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
                    "description": "opening times, a list of them, or closed",
                }
            },
            "additionalProperties": False,
        },
    )
    holidays: Literal["open", "closed"] = "open"


class TargetEntry(Strict):
    """What the service level is measured against."""

    answer_within: Seconds = 20
    service_level: Percent = 80


class OverflowEntry(Strict):
    """When a queue cannot take a call (or took too long), and what then."""

    after: Seconds | None = None
    when: Literal["closed", "nobody", "full", "unanswered"] | None = None
    to: Annotated[list[str], BeforeValidator(listed), Field(min_length=1, max_length=4)]

    @model_validator(mode="after")
    def _one_trigger(self) -> OverflowEntry:
        if (self.after is None) == (self.when is None):
            raise ValueError("an overflow has either `after: 180s` or `when: closed`")
        return self


class QueueEntry(Strict):
    """A desk: hours, targets, handover (how, is its kind's own part) and overflow."""

    default: bool = False
    hours: Literal["always", "closed"] | WeekEntry = "always"
    target: TargetEntry = TargetEntry()
    handover: Any = "desk"
    overflow: list[OverflowEntry] = []


class ClosureEntry(Strict):
    """Why desks are closed on certain days; which, where, and at what times of these days.

    Without `queues` all that keep hours, without `countries` all, without `closed` the whole day.
    """

    reason: PromptId | None = None
    queues: Annotated[
        list[Name], BeforeValidator(listed, json_schema_input_type=Name | list[Name])
    ] = []
    countries: OneOrSeveral = []
    closed: OneOrSeveral = []


class Countries(Strict):
    """countries.yaml"""

    entries: Annotated[dict[CountryCode, CountryEntry], Field(min_length=1)]


class Dialogs(Strict):
    """dialogs.yaml"""

    entries: Annotated[dict[Name, DialogEntry], Field(min_length=1)]


class Queues(Strict):
    """queues.yaml"""

    entries: Annotated[dict[Name, QueueEntry], Field(min_length=1)]


def _reason_alone(value: Any) -> Any:
    return {"reason": value} if isinstance(value, str) else value


def _how_many(value: Any) -> str:
    return "several-Entry" if isinstance(value, list) else "one-Entry"


_OneClosure = Annotated[
    ClosureEntry, BeforeValidator(_reason_alone, json_schema_input_type=PromptId | ClosureEntry)
]
ClosureEntries = Annotated[
    Annotated[_OneClosure, Tag("one-Entry")]
    | Annotated[list[_OneClosure], Tag("several-Entry"), Field(min_length=1)],
    Discriminator(_how_many),
]


class Closures(Strict):
    """closures.yaml"""

    entries: dict[str, ClosureEntries] = {}
