"""The reasons that a closure may give to callers: prompts made for it."""

from __future__ import annotations

from collections.abc import Collection

from ivr.plan.call_plan import CallPlan
from prompts.catalog import Catalog

PREFIX = "closed-"


def by_hand(prompts: Catalog) -> tuple[str, ...]:
    """The reasons to choose from when a desk is closed by hand: `closed-…`, without any value."""
    found: dict[str, None] = {}
    for language in prompts.languages():
        for prompt in sorted(prompts.ids(language)):
            reason = prompt.startswith(PREFIX) and "." not in prompt
            if reason and not prompts.parameters(prompt, language):
                found[prompt] = None
    return tuple(found)


def reasons(plan: CallPlan) -> tuple[str, ...]:
    """Every reason that is proven: those to choose from, and those of the file of closures."""
    written = (closure.reason for closure in plan.closures if closure.reason)
    return tuple(dict.fromkeys((*by_hand(plan.prompts), *written)))


def languages_of(plan: CallPlan, countries: Collection[str] | None) -> tuple[str, ...]:
    """Every language in which callers of these countries (None: of all) may be spoken to."""
    found: dict[str, None] = {}
    for country in plan.countries.values():
        if countries is None or country.code in countries:
            found.update(dict.fromkeys(country.languages))
    return tuple(found)
