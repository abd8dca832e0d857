"""A call's turns → what was heard, and ``file:line`` of everything that decided it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ivr.call.events import Answered, Event, Keys, NoInput, SpeechInput, Waiting
from ivr.call.telephone import known_caller, region_of
from ivr.call.verbs import Gather, Say, SessionValue, Sound, Verb, Words
from ivr.check.loading import Loaded
from ivr.engine import machine
from ivr.engine.node import node_at
from ivr.engine.twiml import Renderer
from ivr.plan.call_plan import Country
from ivr.plan.holidays import spoken_holiday
from ivr.plan.opening import opening
from ivr.plan.written import CLOSURES, COUNTRIES, QUEUES
from ivr.service.webhook import TurnTaken
from ivr.why.times import because, until
from routing.model import Closed, Closure

_WIDTH = 30


def explain(
    loaded: Loaded, turns: Iterable[TurnTaken], by_hand: tuple[Closure, ...] = ()
) -> Iterator[str]:
    """Lines of ``file:line  what it decided``, turn by turn. ``by_hand``: closures made so."""
    explainer = _Explainer(loaded, by_hand)
    for number, taken in enumerate(turns, start=1):
        yield f"\n{number}. {_event(taken.event)}"
        for place, words in explainer.turn(taken):
            yield f"   {place:<{_WIDTH}} {words}"


Line = tuple[str, str]


class _Explainer:
    def __init__(self, loaded: Loaded, by_hand: tuple[Closure, ...]) -> None:
        self._loaded = loaded
        self._by_hand = by_hand
        self._renderer = Renderer(loaded.plan.prompts)

    def turn(self, taken: TurnTaken) -> Iterator[Line]:
        """What decided one turn, then what was said."""
        country = machine.country_of(self._loaded.plan, taken.call)
        if isinstance(taken.event, Answered):
            yield from self._answered(taken, country)
        else:
            yield from self._chosen(taken)
        yield from self._arrived(taken, country)
        for say in _says(taken.turn.verbs):
            yield self._spoken(say)

    def _answered(self, taken: TurnTaken, country: Country) -> Iterator[Line]:
        number = self._loaded.plan.numbers.get(taken.call.dnis)
        if number is None:
            yield self._line(QUEUES, (), f"{taken.call.dnis} is in no country: the default queue")
        else:
            path = (number.country, "numbers", number.published)
            words = f"{number.published} ({country.name}) is answered by {number.dialog}"
            yield self._line(COUNTRIES, path, words)
        language = taken.turn.position.language
        why = "the first of " + ", ".join(country.languages)
        if language != country.languages[0] and known_caller(taken.call.ani):
            why = f"the caller's number belongs to {region_of(taken.call.ani or '')}"
        yield self._line(COUNTRIES, (country.code, "languages"), f"greeted in {language}: {why}")

    def _chosen(self, taken: TurnTaken) -> Iterator[Line]:
        node = node_at(self._loaded.plan, taken.position.node)
        if node is None or node.id == taken.turn.position.node:
            return
        file, path = node.origin(self._loaded.written)
        if isinstance(taken.event, Keys) and node.decides:
            path = (*path, *node.option_origin(taken.event.digits[:1]))
        yield self._line(file, path, f"{node.id} → {taken.turn.position.node}")

    def _arrived(self, taken: TurnTaken, country: Country) -> Iterator[Line]:
        node = node_at(self._loaded.plan, taken.turn.position.node)
        queue = taken.turn.position.queue
        for name in dict.fromkeys(filter(None, [taken.position.queue, queue])):
            yield from self._schedule(taken, country, name)
        if node is None or node.id == taken.position.node:
            return
        (file, path), words = node.explain(self._loaded.written, taken.turn.position)
        yield self._line(file, path, words)

    def _schedule(self, taken: TurnTaken, country: Country, queue: str) -> Iterator[Line]:
        plan = self._loaded.plan
        state = opening(plan, country, queue, taken.now, self._by_hand)
        if isinstance(state, Closed) and state.closure:
            yield self._closure(state.closure, queue, country)
        elif isinstance(state, Closed) and state.holiday:
            name = spoken_holiday(country.calendar, state.holiday, country.languages[0])
            words = f"{state.holiday} is a holiday: {name or 'without a name'}"
            yield self._line(COUNTRIES, (country.code, "holidays"), words)
        if isinstance(state, Closed):
            again = f"; opens {state.reopens:%a %Y-%m-%d %H:%M}" if state.reopens else ""
            words = f"{queue} is closed then ({country.zone}){again}"
            yield self._line(QUEUES, (queue, "hours"), words)
        elif not plan.queues[queue].hours.always:
            words = f"{queue} is open then ({country.zone})"
            yield self._line(QUEUES, (queue, "hours"), words)

    def _closure(self, closure: Closure, queue: str, country: Country) -> Line:
        words = f"closes {queue} {until(closure, country.zone)}{because(closure)}"
        if closure.written:
            return self._line(CLOSURES, closure.written, words)
        return "ivr queues close", words

    def _spoken(self, say: Say) -> Line:
        # Where a sentence is built around a label, the label is what the admin looks for.
        inner = [value.prompt for _, value in say.values if isinstance(value, Words)]
        prompt = inner[0] if inner else say.prompt
        file, line = self._loaded.plan.prompts.place(prompt, say.language)
        kept = any(isinstance(value, SessionValue) for _, value in say.values)
        words = f"[{say.prompt}]" if kept else self._renderer.spoken(say, {})
        return f"{self._loaded.words.name}/{file}:{line}", f"“{words}”"

    def _line(self, file: str, path: tuple[object, ...], words: str) -> Line:
        source = self._loaded.written.sources[file]
        return f"{source.name}:{source.line(*path)}", words


def _says(verbs: tuple[Verb, ...]) -> Iterator[Say]:
    for verb in verbs:
        sounds: tuple[Verb | Sound, ...] = verb.sounds if isinstance(verb, Gather) else (verb,)
        yield from (sound for sound in sounds if isinstance(sound, Say))


def _event(event: Event) -> str:
    match event:
        case Answered():
            return "the call comes in"
        case Keys(digits):
            return f"keys {digits}"
        case SpeechInput(text):
            return f"says “{text}”"
        case NoInput():
            return "silence"
        case Waiting(_, _, key):
            return f"waiting, key {key}" if key else "waiting"
        case _:
            return type(event).__name__
