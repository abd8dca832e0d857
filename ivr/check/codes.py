"""Every code that ``ivr check`` can print: how bad it is, and what it means. ``docs/CHECKS.md``
explains each with an example and the remedy.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class FindingCode:
    """One kind of finding. An error keeps a plan from being used; a warning asks for a look."""

    id: str
    severity: Severity
    meaning: str


_ERRORS = {
    "P001": "a file cannot be read as YAML",
    "P002": "an entry does not have the shape that the file needs",
    "P003": "a name leads nowhere",
    "P004": "a number is not valid, not of its country, or listed twice",
    "P005": "a dialog cannot be built",
    "P006": "a queue cannot be built",
    "P007": "a country's zone, calendar or call-back number does not exist",
    "P008": "a file of words cannot be read",
    "P009": "a closure cannot be read",
    "N102": "`differs_from` names no number of the country",
    "D202": "more than 7 options",
    "D203": "the keys of the options have a gap or do not stand in order",
    "D204": "a name that the service keeps for itself",
    "D205": "a condition that always or never holds",
    "D206": "a condition on an answer that is not one of a few",
    "D207": "`fill` gives an answer that the form cannot have",
    "D208": "`urgent` names no answer of the question",
    "D209": "an entry that nothing can fit",
    "D210": "two keys offer the same",
    "D211": "more than 3 decisions to a person",
    "D212": "a recording that no question has asked consent for",
    "Q301": "overflow runs in a circle",
    "Q303": "two overflow rules for the same case",
    "Q304": "overflow targets that are never offered",
    "Q305": "overflow rules that are not in the order of their times",
    "Q306": "a number of our own is rung",
    "Q307": "opening times that overlap",
    "Q308": "opening times that leave a minute out",
    "Q310": "the queue for whoever no other claims never opens",
    "C704": "a time zone without summer time in a country that has it",
    "R401": "a path ends with neither a person, nor a ticket, nor a message",
    "R402": "a path goes round in circles without the caller's key",
    "R403": "nothing leads here",
    "R404": "a question is never asked",
    "R405": "the service itself fails here",
    "R406": "the caller's place does not fit into an address",
    "R407": "something that does not work while a caller waits in a queue",
    "W501": "a prompt is missing in a language",
    "W502": "a prompt takes other values than it is given",
    "W503": "a prompt cannot be spoken",
    "W504": "a prompt names a key that does nothing",
    "W505": "a key works that no prompt names",
    "W506": "a prompt longer than 20 seconds",
    "W507": "a greeting longer than 8 seconds",
    "W511": "a sound file is missing",
    "W513": "one phrase stands for two answers",
    "V601": "no voice of the carrier speaks the language",
    "V602": "the carrier does not recognise the language",
}
_WARNINGS = {
    "P010": "a file that is no part of the plan",
    "N101": "two numbers are suspiciously alike",
    "N103": "call-backs are placed from a number that may not be allowed to place calls",
    "D201": "more than 5 options",
    "D213": "a greeting that is not worded as one",
    "Q302": "overflow that can never happen",
    "Q309": "opening times that could be written more plainly",
    "C701": "`except:` names a day that is no holiday",
    "C702": "`add:` names a day that is a holiday already",
    "C703": "a day that is past",
    "C705": "a time zone of another country",
    "C706": "a holiday without a name in a language of the country",
    "C707": "a closure that closes nothing",
    "W508": "a caller listens for more than 30 seconds before he has heard all options",
    "W509": "a prompt is never spoken",
    "W510": "a recording belongs to no prompt",
    "W512": "an answer cannot be given by voice",
}

CODES: Mapping[str, FindingCode] = {
    **{code: FindingCode(code, "error", meaning) for code, meaning in _ERRORS.items()},
    **{code: FindingCode(code, "warning", meaning) for code, meaning in _WARNINGS.items()},
}
