"""What menus and refusals share: keys that offer something, and what may be wrong with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from ivr.call.events import Event, Keys
from ivr.call.verbs import Formatted, Say, Sound, Words
from ivr.engine.context import Context, Move, follow
from ivr.engine.kinds import retry
from ivr.engine.kinds.reserved import PERSON, reserved
from ivr.plan.call_plan import QUEUE, Go
from ivr.plan.kinds import Flaw, Where
from prompts.catalog import Catalog

_FEW, _MOST = 5, 7


@dataclass(frozen=True, slots=True)
class Option:
    """One key of a menu: ``label`` is the prompt that names what it offers."""

    key: str
    label: str
    go: Go


def offer_all(ctx: Context, options: tuple[Option, ...], *first: Sound) -> Move:
    """Say what each key is for, and listen."""
    return Move(ctx.position, verbs=(ctx.listen(*first, *_sounds(ctx, options)),))


def chosen(ctx: Context, options: tuple[Option, ...], event: Event) -> Move | None:
    """Where a key leads: an option, or what it means everywhere; None if it means nothing here."""
    if not isinstance(event, Keys) or not event.digits:
        return None
    key = event.digits[0]
    for option in options:
        if option.key == key:
            return follow(ctx, option.go)
    if key == PERSON:
        return None  # where a menu offers nothing under 0, the caller asks for a person
    return reserved(ctx, key, QUEUE)


def failed(ctx: Context, options: tuple[Option, ...], event: Event, person: Go) -> Move:
    """Once more, or to a person: after three failures, or at once for who asked with key 0."""
    asked = isinstance(event, Keys) and event.digits[:1] == PERSON
    position, kind, times = retry.counted(ctx, event)
    if asked or times >= retry.LIMIT:
        return follow(ctx, person)
    here = ctx.at(position)
    sounds = (retry.menu_reminder(here, kind, times), *_sounds(here, options))
    return Move(position, verbs=(here.listen(*sounds),))


def offer(ctx: Context, label: str, key: str) -> Say:
    """ "For X, press N", in the label's own sentence where it has one."""
    return _offered(ctx.plan.prompts, ctx.position.language, label, key)


@lru_cache(maxsize=4096)
def _offered(prompts: Catalog, language: str, label: str, key: str) -> Say:
    own, said = f"{label}.offer", ("key", Formatted("key", key))
    if prompts.has(own, language):
        return Say(own, language, (said,))
    return Say("option", language, (("label", Words(label)), said))


def _sounds(ctx: Context, options: tuple[Option, ...]) -> tuple[Say, ...]:
    return tuple(offer(ctx, option.label, option.key) for option in options)


def option_flaws(where: Where, offered: Mapping[str, str], node: str) -> Iterator[Flaw]:
    """What is wrong with keys and labels: too many, out of order, or the same twice."""
    keys = [key for key in offered if key != PERSON]
    if len(keys) > _FEW:
        code = "D202" if len(keys) > _MOST else "D201"
        what = f"{len(keys)} options are more than a caller can keep in mind"
        yield Flaw(where, code, what, "divide them between two menus", node)
    if keys != [str(n) for n in range(1, len(keys) + 1)]:
        what = f"the keys are {', '.join(keys) or 'none'}"
        yield Flaw(where, "D203", what, "number the options 1, 2, 3 … in their order", node)
    seen: dict[str, str] = {}
    for key, label in offered.items():
        first = seen.setdefault(label, key)
        if first != key:
            what = f"{label!r} is offered by the keys {first} and {key}"
            yield Flaw((*where, key), "D210", what, "keep one", node)
