"""What is said where no walk gets: to unknown numbers, to agents, when the service fails."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from ivr.call.call import Call
from ivr.call.facts import PRIORITY_FACT
from ivr.call.position import Position
from ivr.call.verbs import Gather, Say, Verb, Words
from ivr.check.isolate import Isolation
from ivr.check.scenario import Scenario
from ivr.check.walk import Walk
from ivr.engine import fallback, machine, whisper
from ivr.engine.node import nodes_of
from ivr.plan.call_plan import QUEUE, CallPlan, Country

_TICKET = "1000015"


def said_outside(walk: Walk) -> Iterator[tuple[str, Say]]:
    """Prompts and the nodes they belong to, "" where there is none."""
    stage = Isolation(walk.plan)
    yield from _consents(walk.plan, walk.worlds)
    for world in walk.worlds:
        for language in world.country.languages:
            position = Position(walk.plan.version, QUEUE, language)
            yield from _closed(walk.plan, stage, world, position)
            yield from _says("", fallback.verbs(walk.plan, world.call(), position))
        yield from _says("", _unknown(walk.plan, world))
        yield from _says("", _whispered(walk.plan, world))


def _says(node: str, verbs: tuple[Verb, ...]) -> Iterator[tuple[str, Say]]:
    for verb in verbs:
        for sound in verb.sounds if isinstance(verb, Gather) else (verb,):
            if isinstance(sound, Say):
                yield node, sound


def _closed(
    plan: CallPlan, stage: Isolation, world: Scenario, position: Position
) -> Iterator[tuple[str, Say]]:
    """Opening hours, holidays, closures and zones in the words of this country."""
    for name in plan.queues:
        node = f"{name}:closed"
        for moment in world.moments_of(name):
            if world.status(name, moment) != "open" and node in plan.nodes:
                outcome = stage.enter(node, position, world.scene(moment))
                yield from _says(node, outcome.said)
        if node in plan.nodes:
            yield from _says(node, stage.enter(node, position, world.shut()).said)
            yield node, Say("closed-public-holiday", position.language, _queue(name))


def _queue(name: str) -> tuple[tuple[str, Words], ...]:
    """As a sentence about a queue is given its name."""
    return (("queue", Words(f"queue-{name}")),)


def _consents(plan: CallPlan, worlds: list[Scenario]) -> Iterator[tuple[str, Say]]:
    """How consent is asked under each rule that a country may come to have."""
    rules: tuple[Literal["ask", "announce"], ...] = ("ask", "announce")
    for rule in rules:
        other = replace(
            plan, countries={c: _ruled(each, rule) for c, each in plan.countries.items()}
        )
        stage = Isolation(other)
        for node in nodes_of(plan):
            if node.senses().rule:
                for world in worlds:
                    for language in world.country.languages:
                        position = Position(plan.version, node.id, language)
                        outcome = stage.enter(node.id, position, world.scene())
                        yield from _says(node.id, outcome.said)


def _ruled(country: Country, rule: Literal["ask", "announce"]) -> Country:
    return replace(country, privacy=replace(country.privacy, recording=rule))


def _unknown(plan: CallPlan, world: Scenario) -> tuple[Verb, ...]:
    """A number of this country that the plan does not list."""
    prefix = world.country.calling_code
    dnis = next(f"{prefix}{n}" for n in range(10**7, 10**8) if f"{prefix}{n}" not in plan.numbers)
    scene = world.scene()
    return machine.start(plan, Call("CA" + "0" * 32, dnis, None), scene.now, scene.floor).verbs


def _whispered(plan: CallPlan, world: Scenario) -> tuple[Verb, ...]:
    """What the person who answers hears about an urgent call in a language of elsewhere."""
    home = world.country.languages[0][:2]
    other = next((each for each in ("en", "es", "pt") if each != home), "en")
    position = Position(plan.version, QUEUE, other).with_facts({PRIORITY_FACT: "1"})
    return whisper.whisper(plan, world.country, position, _TICKET)
