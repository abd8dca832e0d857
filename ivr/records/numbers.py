"""Ticket numbers: digits only, so that they can be spoken and keyed, with a check digit.

The check digit is H. Michael Damm's ("Total anti-symmetrische Quasigruppen", Marburg 2004): it
catches every single wrong digit and every swap of two neighbours.
"""

from __future__ import annotations

import re

FIRST = 100_000

# A totally anti-symmetric quasigroup of order 10, from the thesis above.
_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)


def ticket_number(row: int) -> str:
    """The number of the incident in row ``row`` (1 or more): at least seven digits."""
    if row < 1:
        raise ValueError(f"row ids begin at 1, not {row}")
    digits = str(FIRST + row)
    return digits + str(check_digit(digits))


def valid_number(text: str) -> bool:
    """Whether ``text`` could be a ticket number: seven or more digits and a right check digit."""
    return bool(re.fullmatch(r"[1-9][0-9]{6,18}", text)) and check_digit(text) == 0


def check_digit(digits: str) -> int:
    """Damm's check digit of ``digits``; 0 for digits that end with their right check digit."""
    interim = 0
    for digit in digits:
        interim = _DAMM[interim][int(digit)]
    return interim
