"""What may stand after an option. Each refuses in words what it cannot take."""

from __future__ import annotations

import argparse
import re
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from ivr.simulator import parse_script

_MOST_WORKERS = 64
_YEARS = range(2000, 2100)  # what calendars and time zones are known for
_BETWEEN_DIGITS = re.compile(r"[\s().-]")
_PARTY = re.compile(r"\+?[0-9]{3,18}|[A-Za-z]{1,30}|sip:[^\s<>&\"']{1,200}")


def moment(text: str) -> str:
    """A date, or a date and time of day, in ISO's form; kept as it was written."""
    try:
        known = datetime.fromisoformat(text).year in _YEARS
    except ValueError:
        known = False
    if not known:
        raise argparse.ArgumentTypeError(
            f"there is no date and time {text!r}; write year, month, day and time "
            "like 2026-12-25T03:00"
        )
    return text


def key_script(text: str) -> str:
    """What a caller does, kept as it was written."""
    try:
        parse_script(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
    return text


def caller(text: str) -> str:
    """A number that calls, written in any way; ``sip:…``; or a word such as anonymous."""
    number = _BETWEEN_DIGITS.sub("", text)
    party = number if number.lstrip("+").isdigit() else text
    if not _PARTY.fullmatch(party):
        raise argparse.ArgumentTypeError(
            f"nobody calls from {text!r}; write a number with + and country code, or anonymous"
        )
    return party


def port(text: str) -> int:
    """A TCP port."""
    return _number(text, 1, 65535)


def workers(text: str) -> int:
    """How many processes answer."""
    return _number(text, 1, _MOST_WORKERS)


def how_many(text: str) -> int:
    """How many of something are shown."""
    return _number(text, 1, 1_000_000)


def folder(text: str) -> Path:
    """A folder that is there."""
    path = Path(text)
    if not text or not path.is_dir():
        raise argparse.ArgumentTypeError(f"there is no folder {text!r}")
    return path


def service_url(text: str) -> str:
    """Where a service answers: scheme, host and port."""
    try:
        parts = urlsplit(text)
        whole = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        whole = False
    if not whole or parts.path.strip("/") or parts.query or parts.fragment:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no address of a service; write it like http://127.0.0.1:8000"
        )
    return text.rstrip("/")


def _number(text: str, least: int, most: int) -> int:
    try:
        number = int(text)
    except ValueError:
        number = least - 1
    if not least <= number <= most:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from {least} to {most}")
    return number
