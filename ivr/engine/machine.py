"""All rules of how a call moves through its plan are here: one event in, one turn out.

``step`` is pure. The same plan, position, event and moment give the same turn, so a webhook that
the carrier repeats is answered with the same bytes.

    react   the item on which the caller stands takes the event     items/<kind>.py
    enter   the items he reaches speak, until one waits for him     items/<kind>.py
    turn    what was said, what is kept, where he stands now
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, get_args

from ivr.call.events import Answered, Call, Event, StoreDown
from ivr.call.position import Position
from ivr.call.telephone import known_caller, region_by_prefix, region_of
from ivr.call.turn import Json, Turn
from ivr.call.verbs import Gather, Sound, Verb
from ivr.engine.context import Context, Move, follow
from ivr.engine.kinds import choice, entry, handover, menu, reasons, reserved, speech, wait
from ivr.plan import conditions, nodes
from ivr.plan.nodes import QUEUE, CallPlan, Country, Node, Number
from routing.model import Floor

_MOST_MOVES = 40  # a plan that needs more without the caller's key goes round in circles
_ANYWHERE = Floor()
_Enter = Callable[[Context, Any], Move]
_React = Callable[[Context, Any, Event], Move]


def _start(ctx: Context, node: nodes.Start) -> Move:
    queue = ctx.position.queue
    if node.for_queue and queue and reasons.is_closed(ctx, queue):
        refusal = ctx.plan.queues[queue].refusal("closed") or ""
        # Told before the questions, not after; where another desk takes over, they are asked.
        if isinstance(ctx.plan.nodes.get(refusal), nodes.Refusal):
            return Move(ctx.position.at(refusal))
    return follow(ctx, node.go, *((ctx.say(node.prompt),) if node.prompt else ()))


def _tell(ctx: Context, node: nodes.Tell) -> Move:
    return Move(ctx.position.at(node.spec.next), (ctx.say(node.spec.prompt),))


def _branch(ctx: Context, node: nodes.Branch) -> Move:
    closed = reasons.is_closed(ctx, node.hours_of)
    return follow(ctx, node.closed if closed else node.open)


def _again(ctx: Context, _: object, __: Event) -> Move:
    return Move(ctx.position)


ITEMS: Mapping[type, tuple[_Enter, _React]] = {
    nodes.Menu: (menu.enter_menu, menu.react_menu),
    nodes.Refusal: (menu.enter_refusal, menu.react_refusal),
    nodes.Reroute: (handover.enter_reroute, _again),
    nodes.Start: (_start, _again),
    nodes.Branch: (_branch, _again),
    nodes.Choose: (choice.enter_choose, choice.react_choose),
    nodes.YesNo: (choice.enter_yes_no, choice.react_yes_no),
    nodes.Consent: (choice.enter_consent, choice.react_consent),
    nodes.KeypadEntry: (entry.enter_entry, entry.react_entry),
    nodes.Confirm: (entry.enter_confirm, entry.react_confirm),
    nodes.CallerPhone: (entry.enter_caller_phone, entry.react_caller_phone),
    nodes.Speech: (speech.enter_speech, speech.react_speech),
    nodes.Recording: (speech.enter_recording, speech.react_recording),
    nodes.Tell: (_tell, _again),
    nodes.Ticket: (handover.enter_ticket, handover.react_ticket),
    nodes.ToQueue: (handover.enter_queue, handover.react_queue),
    nodes.Wait: (wait.enter_wait, wait.react_wait),
    nodes.Ring: (handover.enter_ring, handover.react_ring),
    nodes.Goodbye: (handover.enter_goodbye, _again),
}
_ASKING = get_args(nodes.Field)


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
    offers = reserved.language_offers(ctx)
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
    node = plan.nodes.get(position.node)
    ctx = Context(plan, call, country_of(plan, call), position, now, floor)
    if node is None:
        return _run(ctx, Move(position.at(QUEUE)), said)
    if isinstance(event, StoreDown):
        return _run(ctx, Move(position.at(QUEUE), (ctx.say("details-not-taken"),)), said)
    return _run(ctx, ITEMS[type(node)][1](ctx, node, event), said, isinstance(node, nodes.Menu))


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

    ``cacheable`` is whether the item that took the event is a menu.
    """
    verbs: tuple[Verb, ...] = said
    writes: dict[str, Json] = {}
    for _ in range(_MOST_MOVES):
        verbs += move.says
        writes.update(move.writes)
        ctx = ctx.at(move.position)
        if move.query is not None:
            return Turn(ctx.position, verbs, writes, move.query, in_form=True)
        if move.verbs:
            document = _joined(verbs, move.verbs)
            cacheable = cacheable and not writes
            return Turn(ctx.position, document, writes, in_form=_in_form(ctx), cacheable=cacheable)
        cacheable = cacheable and isinstance(ctx.plan.nodes.get(ctx.position.node), nodes.Menu)
        move = _enter(ctx)
    raise RecursionError(f"the plan goes round in circles at {ctx.position.node!r}")


def _enter(ctx: Context) -> Move:
    node: Node | None = ctx.plan.nodes.get(ctx.position.node)
    if node is None:
        return Move(ctx.position.at(QUEUE))
    if isinstance(node, _ASKING):
        spec = node.spec
        if not conditions.holds(spec.when, ctx.position, ctx.today.day):
            return Move(ctx.position.at(spec.next))
    return ITEMS[type(node)][0](ctx, node)


def _in_form(ctx: Context) -> bool:
    return isinstance(ctx.plan.nodes.get(ctx.position.node), _ASKING)


def _joined(said: tuple[Verb, ...], verbs: tuple[Verb, ...]) -> tuple[Verb, ...]:
    """What was said before a question is part of it, so that a key can interrupt all of it."""
    if not said:
        return verbs
    first = verbs[0]
    sounds = tuple(verb for verb in said if isinstance(verb, Sound))
    if isinstance(first, Gather) and len(sounds) == len(said):
        return (replace(first, sounds=sounds + first.sounds), *verbs[1:])
    return said + verbs
