"""What may happen at a node: a few events that stand for all. The proof of a plan tries each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ivr.call.events import Event, Keys, NoInput, Recorded, SpeechInput
from prompts.hearing.vocabulary import vocabulary

KEYS = "0123456789*#"
WRONG = "A"  # a tone that no telephone's key makes and no menu offers
_RECORDING = "https://api.twilio.com/recording"
_MUMBLE = "zzz"
_SURE = 0.9


@dataclass(frozen=True, slots=True)
class Chance:
    """An event. ``by_caller`` if it takes a key or a word of the caller."""

    event: Event
    by_caller: bool


def keyed(entries: Iterable[str]) -> Iterator[Chance]:
    """The caller presses each of these."""
    return (Chance(Keys(digits), by_caller=True) for digits in entries)


def spoken(phrases: Iterable[str], language: str) -> Iterator[Chance]:
    """The caller says each of these, asks for a person, or mumbles."""
    for text in (*phrases, " ".join(vocabulary(language).person[0]), _MUMBLE):
        yield Chance(SpeechInput(text, _SURE), by_caller=True)


def recorded() -> Iterator[Chance]:
    """A recording comes to its end, in each of the ways in which it can."""
    yield from by_world(NoInput())
    for key in ("", "0", "#", "hangup"):
        yield Chance(Recorded(_RECORDING, 7, key), by_caller=True)


def by_world(*events: Event) -> Iterator[Chance]:
    """What happens without the caller's doing."""
    return (Chance(event, by_caller=False) for event in events)


def given_up() -> Iterator[Chance]:
    """Who has failed before fails again, or gives up."""
    yield from by_world(NoInput())
    yield from keyed((WRONG, "0"))


def one_key(said: Iterable[str] = (), language: str = "") -> Iterator[Chance]:
    """Any one key, silence, or what may be said where a ``language`` is listened to."""
    yield from by_world(NoInput())
    yield from keyed((WRONG, *KEYS))
    if language:
        yield from spoken(said, language)
