"""How long answers may be."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ivr.plan.model import Strict, Whole


class SpokenLength(Strict):
    """How long an answer in the caller's own words may be."""

    seconds: Annotated[Whole, Field(ge=2, le=300)] = 60
