"""What may happen at a node: a few events that stand for all, and which of them the caller does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import phonenumbers

from ivr.call.events import (
    DialEnded,
    Event,
    ExitReasonRead,
    Keys,
    NoInput,
    QueueLeft,
    Recorded,
    SpeechInput,
    StoreDown,
    TicketFailed,
    TicketOpened,
    Waiting,
)
from ivr.call.position import Position
from ivr.call.turn import OpenTicket, Query
from ivr.plan import nodes
from ivr.plan.nodes import CallPlan, Country, Node, Queue
from prompts.hearing.vocabulary import vocabulary

KEYS = "0123456789*#"
WRONG = "A"  # a tone that no telephone's key makes and no menu offers
_RECORDING = "https://api.twilio.com/recording"
_MUMBLE = "zzz"
_LEFT = ("bridged", "hangup", "leave", "queue-full", "redirected", "error", "system-error")


@dataclass(frozen=True, slots=True)
class Chance:
    """An event. ``by_caller`` if it takes a key or a word of the caller."""

    event: Event
    by_caller: bool


def chances(plan: CallPlan, country: Country, node: Node, position: Position) -> Iterator[Chance]:
    """The events of a node at ``position``. Who has failed before only fails again or gives up."""
    failed = position.no_input + position.no_match > 0
    match node:
        case nodes.ToQueue():
            yield from _by_world(*map(QueueLeft, _LEFT), NoInput())
        case nodes.Ring():
            yield from _by_world(
                DialEnded("completed", bridged=True),
                DialEnded("no-answer", bridged=False),
                NoInput(),
            )
        case nodes.Wait():
            yield from _waiting(plan.queues[node.queue])
            if position.loop < 2:  # what a key does depends on no later round
                yield from (Chance(Waiting(2, 30, key), True) for key in (WRONG, *KEYS))
        case nodes.Recording():
            yield from _recorded()
        case _ if failed:
            yield Chance(NoInput(), by_caller=False)
            yield from map(_keys, (WRONG, "0"))
        case _:
            yield Chance(NoInput(), by_caller=False)
            yield from map(_keys, _keyed(node, country))
            yield from _said(plan, node, position.language)
    if isinstance(node, nodes.Field):
        yield Chance(StoreDown(), by_caller=False)


def answers(plan: CallPlan, queue: str | None, query: Query) -> Iterator[tuple[Chance, str]]:
    """What the world may answer to an ask, and when: the form was ``told`` something, or not."""
    if isinstance(query, OpenTicket):
        yield Chance(TicketOpened("1000015"), by_caller=False), "told"
        yield Chance(TicketFailed(), by_caller=False), "told"
        yield Chance(TicketOpened(None), by_caller=False), "untold"
        yield Chance(StoreDown(), by_caller=False), ""
        return
    for wish in ("callback", "message"):
        yield Chance(ExitReasonRead(wish), by_caller=True), ""
    for _, target in plan.queues[queue or plan.default_queue].after:
        if target:
            yield Chance(ExitReasonRead(target), by_caller=False), ""
    yield Chance(ExitReasonRead(None), by_caller=True), ""


def entry_that_fits(node: nodes.KeypadEntry, country: Country) -> str | None:
    """Keys that the entry accepts, None if there are none."""
    if node.kind == "phone":
        return _telephone(country)
    text = "1".ljust(node.low, "0")
    fits = node.low <= node.high and (not node.highest or int(text) <= node.highest)
    return text if fits else None


def _keys(digits: str) -> Chance:
    return Chance(Keys(digits), by_caller=True)


def _by_world(*events: Event) -> Iterator[Chance]:
    return (Chance(event, by_caller=False) for event in events)


def _keyed(node: Node, country: Country) -> Iterator[str]:
    if not isinstance(node, nodes.KeypadEntry):
        yield from (WRONG, *KEYS)
        return
    yield from ("*", "**", "*0", "*9", "1" * (node.high + 1))
    fits = entry_that_fits(node, country)
    if fits:
        yield fits


def _said(plan: CallPlan, node: Node, language: str) -> Iterator[Chance]:
    for text in _phrases(plan, node, language):
        yield Chance(SpeechInput(text, 0.9), by_caller=True)
    if isinstance(node, nodes.Speech):
        yield from _recorded()
    if isinstance(node, nodes.KeypadEntry) and node.spec.optional:
        yield Chance(NoInput("#"), by_caller=True)


def _phrases(plan: CallPlan, node: Node, language: str) -> Iterator[str]:
    known = vocabulary(language)
    match node:
        case nodes.Choose(voice=True):
            for pick in node.picks:
                yield from plan.prompts.phrases(pick.label, language)[:1]
        case nodes.YesNo(voice=True):
            yield from (" ".join(known.yes[0]), " ".join(known.no[0]))
        case nodes.KeypadEntry(voice=True):
            yield from ("A 1 2 3 4", "1 2 3 4")
        case nodes.Speech():
            pass
        case _:
            return
    yield from (" ".join(known.person[0]), _MUMBLE)


def _recorded() -> Iterator[Chance]:
    yield Chance(NoInput(), by_caller=False)
    for key in ("", "0", "#", "hangup"):
        yield Chance(Recorded(_RECORDING, 7, key), by_caller=True)


def _waiting(queue: Queue) -> Iterator[Chance]:
    for seconds in (0, *(after for after, _ in queue.after)):
        for spec in (None, 1, 3):
            yield Chance(Waiting(spec, seconds), by_caller=False)


def _telephone(country: Country) -> str | None:
    example = phonenumbers.example_number(country.code)
    if example is None:
        return None
    return phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164)[1:]
