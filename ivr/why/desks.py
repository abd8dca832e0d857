"""Which desks are open, and what closes the others, as people who look after them read it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from ivr.call.call import Call
from ivr.call.position import Position
from ivr.engine.context import Context
from ivr.engine.kinds.reasons import explain
from ivr.engine.twiml import Renderer
from ivr.plan.call_plan import QUEUE, CallPlan, Country
from ivr.plan.opening import opening
from ivr.why.times import because, until
from routing.model import Closed, Closure, Floor

_MOST_SHOWN = 3  # different sentences


def closed_lines(plan: CallPlan, queue: str, closures: list[Closure]) -> Iterator[str]:
    """What was closed by hand, for whom until when, and what they are told."""
    for when, codes in _by_time(plan, closures).items():
        yield f"{queue} is closed for {_codes(codes, plan)} {when}"
    yield from _heard(plan, queue, closures)
    yield f"open it again: ivr queues open {queue}"


def _by_time(plan: CallPlan, closures: Iterable[Closure]) -> dict[str, list[str]]:
    """The countries by until when they are closed, in the words of their own clocks."""
    found: dict[str, list[str]] = {}
    zones: dict[str, set[str]] = {}
    for closure in closures:
        for code in sorted(set(closure.countries or ()) & set(plan.countries)):
            zone = plan.countries[code].zone
            when = until(closure, zone)
            found.setdefault(when, []).append(code)
            zones.setdefault(when, set()).add(zone if closure.ends else "")
    in_order = list(plan.countries).index
    return {
        when + _clock(zones[when]): sorted(codes, key=in_order) for when, codes in found.items()
    }


def _clock(zones: set[str]) -> str:
    """By which clock a wall time is meant."""
    if zones == {""}:
        return ""
    return f" ({zones.pop()})" if len(zones) == 1 else " by the clock of each"


def _heard(plan: CallPlan, queue: str, closures: list[Closure]) -> Iterator[str]:
    """What callers are told, once for each thing that is."""
    said: dict[str, str] = {}
    for closure in closures:
        for code in closure.countries or ():
            country = plan.countries[code]
            said.setdefault(_spoken(plan, queue, country, closure), country.languages[0])
    yield from (f"  {language}: “{words}”" for words, language in list(said.items())[:_MOST_SHOWN])
    if len(said) > _MOST_SHOWN:
        yield f"  … and so in {len(said) - _MOST_SHOWN} more ways; ivr why NUMBER shows each"


def _spoken(plan: CallPlan, queue: str, country: Country, closure: Closure) -> str:
    position = Position(plan.version, QUEUE, country.languages[0])
    floor = Floor(closures=(closure,))
    ctx = Context(plan, Call("", "", None), country, position, closure.begins, floor)
    says = Renderer(plan.prompts)
    return " ".join(says.spoken(say, {}) for say in explain(ctx, queue, "closed"))


def opened_lines(
    plan: CallPlan, queue: str, countries: list[Country], ended: list[Closure], at: datetime
) -> Iterator[str]:
    """What was opened again, and what may keep it closed all the same."""
    codes = [code for code in plan.countries if any(code in (e.countries or ()) for e in ended)]
    whom = f" ({_codes(codes, plan)})" if ended else ""
    yield f"{queue} {'is no longer' if ended else 'was not'} closed by hand{whom}"
    here = countries if queue in plan.queues else ()
    still = [c.code for c in here if isinstance(opening(plan, c, queue, at), Closed)]
    if still:
        yield f"  its hours, or closures.yaml, keep it closed now for {_codes(still, plan)}"


def state_row(
    plan: CallPlan, queue: str, by_hand: tuple[Closure, ...], now: datetime
) -> tuple[str, str, str]:
    """A queue, and the countries for which it is open and closed now."""
    shut = [
        country.code
        for country in plan.countries.values()
        if isinstance(opening(plan, country, queue, now, by_hand), Closed)
    ]
    rest = [code for code in plan.countries if code not in shut]
    return queue, _codes(rest, plan), _codes(shut, plan)


def _codes(codes: list[str], plan: CallPlan) -> str:
    return "everybody" if len(codes) == len(plan.countries) else ", ".join(codes) or "–"


def by_hand_lines(plan: CallPlan, by_hand: tuple[Closure, ...]) -> Iterator[str]:
    """What is closed by hand."""
    same: dict[tuple[str, str], list[Closure]] = {}
    for closure in by_hand:
        for queue in closure.queues:
            same.setdefault((queue, because(closure)), []).append(closure)
    for (queue, why), closures in sorted(same.items()):
        for when, codes in _by_time(plan, closures).items():
            yield f"by hand: {queue} for {_codes(codes, plan)} {when}{why}"


def by_date_lines(plan: CallPlan, now: datetime) -> Iterator[str]:
    """What the file of closures holds that is not past."""
    told = dict.fromkeys(
        (closure.written[0], because(closure), closure.queues, closure.countries)
        for closure in plan.closures
        if closure.ends and closure.ends.date() >= now.date()
    )
    for days, why, queues, countries in told:
        whom = ", ".join(sorted(countries)) if countries else "everybody"
        yield f"closures.yaml: {', '.join(sorted(queues))} for {whom} on {days}{why}"


def states(
    plan: CallPlan, by_hand: tuple[Closure, ...], now: datetime
) -> Iterator[dict[str, object]]:
    """Each queue in each country as plain values: open or closed, why, and until when."""
    for queue in plan.queues:
        for country in plan.countries.values():
            state = opening(plan, country, queue, now, by_hand)
            closed = state if isinstance(state, Closed) else None
            closure = closed.closure if closed else None
            yield {
                "queue": queue,
                "country": country.code,
                "open": closed is None,
                "reopens": closed.reopens if closed else None,
                "holiday": closed.holiday if closed else None,
                "by_hand": bool(closure and not closure.written),
                "until": closure.ends if closure else None,
                "reason": closure.reason if closure else None,
            }
