"""Every exception of ours, in one tree. What a caller does wrong is an event, never one of these.

IvrError
├── ConfigError            a file an admin wrote cannot be used: ``file:line: what; remedy``
├── RequestRefused         a webhook we will not act on; carries the HTTP status to answer
│   ├── BadSignature       403
│   ├── MalformedRequest   400
│   └── RequestTooLarge    413
├── StoreUnavailable       live state or records cannot be reached in time
│   ├── StoreBusy          as many ask it already as may
│   └── StoreRefused       it is there, and did not take this one thing
├── DataFolderBusy         another service holds the data folder
└── CarrierError           the other side of the wire: what Twilio would refuse
"""

from __future__ import annotations

from dataclasses import dataclass, field


class IvrError(Exception):
    """Base of all errors that Centralita raises on purpose."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in a file, with its place and its remedy.

    ``line`` is 1-based; 0 means the file as a whole. Prints as ``file:line: what; remedy``.
    ``path`` are the keys from the top of the file to the place, empty where that is not known.
    """

    file: str
    line: int
    what: str
    remedy: str = ""
    path: tuple[object, ...] = field(default=(), compare=False, repr=False)

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.what}" + (f"; {self.remedy}" if self.remedy else "")


class ConfigError(IvrError):
    """The configuration cannot be used. ``problems`` lists all that is wrong, in file order."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))


class RequestRefused(IvrError):
    """A request that changes nothing and is answered with ``status``."""

    status = 400


class MalformedRequest(RequestRefused):
    """A field is missing or does not have the shape that Twilio documents."""


class BadSignature(RequestRefused):
    """The signature is missing, or no valid token made it."""

    status = 403


class RequestTooLarge(RequestRefused):
    """The body is longer than any webhook of Twilio's."""

    status = 413


class StoreUnavailable(IvrError):
    """Redis or the database did not answer in its time budget. The call goes on without it."""


class StoreBusy(StoreUnavailable):
    """As many wait for the store as may; this one goes on without. Says nothing of the store."""


class StoreRefused(StoreUnavailable):
    """The store answered, and refused this one thing; it may well take others."""


class DataFolderBusy(IvrError):
    """Another running service holds this data folder; two would lose each other's data."""


class CarrierError(IvrError):
    """The carrier refused or could not do what was asked. ``code`` is Twilio's error number."""

    def __init__(self, code: int, message: str) -> None:
        self.code = code
        super().__init__(f"{code}: {message}" if code else message)
