"""What callers say, brought into the form that a key press would have had.

Every function takes any Unicode text, as a speech recogniser may return it, and never raises.
"""

from __future__ import annotations

from prompts.hearing.characters import as_code, as_digits
from prompts.hearing.choices import as_choice, as_yes_no, wants_person
from prompts.hearing.numbers import as_number

__all__ = ["as_choice", "as_code", "as_digits", "as_number", "as_yes_no", "wants_person"]
