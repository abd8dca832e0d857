"""Menus: one key, goal before key; and the refusals of a queue, which are menus with a reason."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from ivr.call.events import Event, Keys
from ivr.call.verbs import Formatted, Say, Sound, Words
from ivr.engine.context import Context, Move, follow
from ivr.engine.kinds import reasons, retry
from ivr.engine.kinds.reserved import PERSON, reserved
from ivr.plan.nodes import QUEUE, Go, Menu, Option, Refusal
from prompts.catalog import Catalog


def enter_menu(ctx: Context, node: Menu) -> Move:
    """Offer the options."""
    return _offer(ctx, node.options)


def react_menu(ctx: Context, node: Menu, event: Event) -> Move:
    """One key: an option, a reserved key, or a failure that ends with a person."""
    return _choice(ctx, node.options, event) or _fail(
        ctx, node, event, Go(QUEUE, queue=node.person)
    )


def enter_refusal(ctx: Context, node: Refusal) -> Move:
    """Say why the queue cannot take the call, and offer what can be done instead."""
    return _offer(ctx, node.options, *reasons.explain(ctx, node.queue, node.reason))


def react_refusal(ctx: Context, node: Refusal, event: Event) -> Move:
    """As a menu; who chooses nothing is put through as far as anybody can be."""
    chosen = _choice(ctx, node.options, event)
    if chosen:
        return chosen
    queue = ctx.plan.default_queue if node.reason == "closed" else node.queue
    move = _fail(ctx, node, event, Go(QUEUE, queue=queue))
    # Whoever is refused twice waits in the queue itself rather than going round in circles.
    leaves = move.position.node == QUEUE
    return replace(move, position=move.position.with_facts(REFUSED)) if leaves else move


REFUSED = {"refused": "yes"}


def option_sounds(ctx: Context, options: tuple[Option, ...]) -> tuple[Say, ...]:
    """One sentence an option: what it offers, then its key."""
    return tuple(offer(ctx, option.label, option.key) for option in options)


def offer(ctx: Context, label: str, key: str) -> Say:
    """ "For X, press N", in the label's own sentence where it has one."""
    return _offered(ctx.plan.prompts, ctx.position.language, label, key)


@lru_cache(maxsize=4096)
def _offered(prompts: Catalog, language: str, label: str, key: str) -> Say:
    own, said = f"{label}.offer", ("key", Formatted("key", key))
    if prompts.has(own, language):
        return Say(own, language, (said,))
    return Say("option", language, (("label", Words(label)), said))


def _offer(ctx: Context, options: tuple[Option, ...], *first: Sound) -> Move:
    return Move(ctx.position, verbs=(ctx.listen(*first, *option_sounds(ctx, options)),))


def _choice(ctx: Context, options: tuple[Option, ...], event: Event) -> Move | None:
    if not isinstance(event, Keys) or not event.digits:
        return None
    key = event.digits[0]
    for option in options:
        if option.key == key:
            return follow(ctx, option.go)
    if key == PERSON:
        return None  # where a menu offers nothing under 0, the caller asks for a person
    return reserved(ctx, key, QUEUE)


def _fail(ctx: Context, node: Menu | Refusal, event: Event, person: Go) -> Move:
    asked = isinstance(event, Keys) and event.digits[:1] == PERSON
    position, kind, times = retry.counted(ctx, event)
    if asked or times >= retry.LIMIT:
        return follow(ctx, person)
    here = ctx.at(position)
    sounds = (retry.menu_reminder(here, kind, times), *option_sounds(here, node.options))
    return Move(position, verbs=(here.listen(*sounds),))
