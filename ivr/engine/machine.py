"""All rules of how a call moves through its plan are here: one event in, one turn out.

``step`` is pure. The same plan, position, event and moment give the same turn, so a webhook that
the carrier repeats is answered with the same bytes.

    react   the node on which the caller stands takes the event     kinds/<kind>.py
    enter   the nodes he reaches speak, until one waits for him     kinds/<kind>.py
    turn    what was said, what is written, where he stands now
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from ivr.call.call import Call
from ivr.call.events import Answered, Event, StoreDown
from ivr.call.facts import SessionKey
from ivr.call.position import Position
from ivr.call.telephone import known_caller, region_by_prefix, region_of
from ivr.call.turn import Json, Turn
from ivr.call.verbs import Gather, Sound, Verb
from ivr.engine.context import Context, Move
from ivr.engine.kinds.reserved import language_offers
from ivr.engine.node import Node, node_at
from ivr.plan.call_plan import QUEUE, CallPlan, Country, Number
from routing.model import Floor

_MOST_MOVES = 40  # a plan that needs more without the caller's key goes round in circles
_ANYWHERE = Floor()


def start(plan: CallPlan, call: Call, now: datetime, floor: Floor = _ANYWHERE) -> Turn:
    """The first turn of a call: greeting, the other languages, and the dialog of the number.

    A number that no country lists gets a polite sentence and the default queue.
    """
    number = plan.numbers.get(call.dnis)
    country = country_of(plan, call)
    opening = plan.openings[number.dialog] if number else None
    position = Position(plan.version, QUEUE, greeted_in(plan, country, call))
    ctx = Context(plan, call, country, position, now, floor)
    if opening is None:
        return _run(ctx, Move(position, (ctx.say("unknown-number"),)))
    greeting = (ctx.say(opening.greeting),) if opening.greeting else ()
    offers = language_offers(ctx)
    return _run(ctx, Move(position.at(opening.node), (*greeting, *offers)))


def step(
    plan: CallPlan,
    position: Position,
    call: Call,
    event: Event,
    now: datetime,
    floor: Floor = _ANYWHERE,
    said: tuple[Verb, ...] = (),
) -> Turn:
    """One event of a call → what to say next, what to keep, what to ask the world.

    ``said`` was spoken before an ask that ``event`` answers. A position whose node this plan does
    not have (it was retired) leads to the queue.
    """
    if isinstance(event, Answered):
        return start(plan, call, now, floor)
    node = node_at(plan, position.node)
    ctx = Context(plan, call, country_of(plan, call), position, now, floor)
    if node is None:
        return _run(ctx, Move(position.at(QUEUE)), said)
    if isinstance(event, StoreDown):
        return _run(ctx, Move(position.at(QUEUE), (ctx.say("details-not-taken"),)), said)
    return _run(ctx, node.react(ctx, event), said, node.cacheable)


def country_of(plan: CallPlan, call: Call) -> Country:
    """The country of the number dialled; for an unknown number, the one its prefix belongs to."""
    number: Number | None = plan.numbers.get(call.dnis)
    code = number.country if number else region_by_prefix(call.dnis, plan.regions)
    return plan.countries[code] if code else next(iter(plan.countries.values()))


def greeted_in(plan: CallPlan, country: Country, call: Call) -> str:
    """The country's first language; a caller from elsewhere gets his own where it is offered."""
    home = country.languages[0]
    shares_code = country.calling_code == "+1"
    if call.ani is None or (call.ani.startswith(country.calling_code) and not shares_code):
        return home
    if known_caller(call.ani) is None:
        return home
    region = plan.countries.get(region_of(call.ani) or "")
    if region is None or region is country:
        return home
    wanted = region.languages[0][:2]
    return next((offered for offered in country.languages if offered[:2] == wanted), home)


def _run(ctx: Context, move: Move, said: tuple[Verb, ...] = (), cacheable: bool = False) -> Turn:
    """Follow moves until one waits for the caller, ends the document or asks the world.

    ``cacheable`` is whether to move about at the node that took the event settles nothing.
    """
    verbs: tuple[Verb, ...] = said
    writes: dict[SessionKey, Json] = {}
    for _ in range(_MOST_MOVES):
        verbs += move.says
        writes.update(move.writes)
        ctx = ctx.at(move.position)
        node = node_at(ctx.plan, ctx.position.node)
        if move.query is not None:
            query = move.query
            return Turn(ctx.position, verbs, writes, query, on_store_down=query.on_store_down)
        if move.verbs:
            away = move.on_store_down or (StoreDown() if node and node.in_form else None)
            return Turn(
                ctx.position,
                _joined(verbs, move.verbs),
                writes,
                on_store_down=away,
                cacheable=cacheable and not writes,
            )
        cacheable = cacheable and node is not None and node.cacheable
        move = _enter(ctx, node)
    raise RecursionError(f"the plan goes round in circles at {ctx.position.node!r}")


def _enter(ctx: Context, node: Node | None) -> Move:
    if node is None:
        return Move(ctx.position.at(QUEUE))
    return node.passed_over(ctx) or node.enter(ctx)


def _joined(said: tuple[Verb, ...], verbs: tuple[Verb, ...]) -> tuple[Verb, ...]:
    """What was said before a question is part of it, so that a key can interrupt all of it."""
    if not said:
        return verbs
    first = verbs[0]
    sounds = tuple(verb for verb in said if isinstance(verb, Sound))
    if isinstance(first, Gather) and len(sounds) == len(said):
        return (replace(first, sounds=sounds + first.sounds), *verbs[1:])
    return said + verbs
