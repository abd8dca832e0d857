"""Libraries that only some sentences need, loaded when the first of those is said.

Together they take a tenth of a worker's start, which a menu never needs.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any


@cache
def num2words() -> Any:
    """num2words.num2words"""
    return import_module("num2words").num2words


@cache
def locales() -> Any:
    """babel.Locale"""
    return import_module("babel").Locale


@cache
def dates() -> Any:
    """babel.dates"""
    return import_module("babel.dates")
