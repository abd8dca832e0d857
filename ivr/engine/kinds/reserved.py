"""The keys that mean the same everywhere: 0 a person, * again, 9 the other language."""

from __future__ import annotations

from dataclasses import replace

from ivr.call.facts import LANGUAGE
from ivr.call.verbs import Say
from ivr.engine.context import Context, Move

OTHER_LANGUAGE, AGAIN, PERSON = "9", "*", "0"


def reserved(ctx: Context, key: str, leave: str) -> Move | None:
    """What a reserved key does at a one-key question, None if the key is not reserved.

    ``leave`` is the node where key 0 leads.
    """
    if key == AGAIN:
        return Move(ctx.position)
    if key == OTHER_LANGUAGE and len(ctx.country.languages) > 1:
        return switch_language(ctx)
    if key == PERSON:
        return Move(ctx.position.at(leave))  # the queue says at once who takes the call
    return None


def command(ctx: Context, digits: str, leave: str) -> Move | None:
    """A command inside an entry of several digits begins with a star: *0, **, *9.

    What was keyed before the star is dropped with it. A star alone is no command.
    """
    _, star, key = digits.rpartition("*") if not digits.endswith("**") else ("", "*", "*")
    return reserved(ctx, key[:1], leave) if star and key else None


def switch_language(ctx: Context) -> Move:
    """The next language of the country, in place: the same question is asked again in it."""
    languages = ctx.country.languages
    current = ctx.position.language
    index = languages.index(current) if current in languages else -1
    language = languages[(index + 1) % len(languages)]
    return Move(replace(ctx.position, language=language), writes={LANGUAGE: language})


def language_offers(ctx: Context) -> tuple[Say, ...]:
    """The other languages, each offered in its own words: key 9 once, or twice for the second."""
    languages = ctx.country.languages
    current = ctx.position.language
    index = languages.index(current) if current in languages else 0
    others = [languages[(index + ahead) % len(languages)] for ahead in range(1, len(languages))]
    prompts = ("language-offer", "language-offer.twice")
    return tuple(Say(prompt, other) for prompt, other in zip(prompts, others, strict=False))
