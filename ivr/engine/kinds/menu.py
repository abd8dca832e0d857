"""A menu: one key, goal before key. Three failures, or key 0 where it offers nothing: a person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, ClassVar

from pydantic import Field

from ivr.call.events import Event
from ivr.call.verbs import Words
from ivr.engine.context import Context, Move
from ivr.engine.kinds import options as one_key
from ivr.engine.kinds.options import Option, option_flaws
from ivr.engine.node import KeyRule, Node, Senses
from ivr.engine.sketch import Sketch, SketchRow
from ivr.plan.call_plan import QUEUE, SUPPORT, CallPlan, Go
from ivr.plan.kinds import DialogKind, Flaw, Use, Where
from ivr.plan.model import DialogEntry, FieldName, Key, Name, PromptId, Strict
from ivr.plan.targets import target
from ivr.plan.writing import Writing


class OptionEntry(Strict):
    """What a key offers (the prompt that names it) and where it leads."""

    offer: PromptId | None = None
    then: Name | None = None
    queue: Name | None = None
    fill: dict[FieldName, Name] = {}


class MenuEntry(DialogEntry):
    """`menu: {1: {offer: …, then: …, queue: …}, 0: dialog}`; `person` takes who cannot choose."""

    menu: Annotated[dict[Key, OptionEntry | Name], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Menu(Node, DialogKind[MenuEntry]):
    """A choice by one key. ``person`` is the queue for who cannot choose."""

    id: str
    options: tuple[Option, ...]
    person: str

    word: ClassVar[str] = "menu"
    shape: ClassVar[type[DialogEntry]] = MenuEntry
    cacheable: ClassVar[bool] = True
    decides: ClassVar[bool] = True
    key_rule: ClassVar[KeyRule] = KeyRule.NAMED

    @classmethod
    def compile(cls, writing: Writing, name: str, entry: MenuEntry) -> list[Node]:
        """One node, its options in the order of their keys, 0 last."""
        entries = sorted(entry.menu.items(), key=lambda item: (item[0] == "0", item[0]))
        options = tuple(_option(key, option) for key, option in entries)
        return [cls(name, options, entry.person or writing.written.default_queue)]

    @classmethod
    def uses(cls, name: str, entry: MenuEntry) -> Iterator[Use]:
        """Where its options lead."""
        for key, option in entry.menu.items():
            where = (name, "menu", key)
            if isinstance(option, str):
                yield Use(where, "dialog", option)
                continue
            if option.then:
                yield Use((*where, "then"), "dialog", option.then)
            if option.queue:
                yield Use((*where, "queue"), "queue", option.queue)

    @classmethod
    def fills(cls, entry: MenuEntry) -> Iterator[tuple[str, str]]:
        """What its options answer."""
        for option in entry.menu.values():
            if not isinstance(option, str):
                yield from ((option.then or "", field) for field in option.fill)

    @classmethod
    def flaws(cls, writing: Writing, name: str, entry: MenuEntry) -> Iterator[Flaw]:
        """Of its keys, and of what it answers beforehand."""
        where = (name, "menu")
        yield from option_flaws(where, {k: _label(o) for k, o in entry.menu.items()}, name)
        for key, option in entry.menu.items():
            if not isinstance(option, str):
                yield from _fill_flaws(writing, (*where, key), option)

    def enter(self, ctx: Context) -> Move:
        """Offer the options."""
        return one_key.offer_all(ctx, self.options)

    def react(self, ctx: Context, event: Event) -> Move:
        """One key: an option, a reserved key, or a failure that ends with a person."""
        person = Go(QUEUE, queue=self.person)
        return one_key.chosen(ctx, self.options, event) or one_key.failed(
            ctx, self.options, event, person
        )

    def senses(self) -> Senses:
        """Technical support is another menu in each country."""
        return Senses(support=any(option.go.node == SUPPORT for option in self.options))

    def labels(self) -> tuple[tuple[str, str], ...]:
        """Its options."""
        return tuple((option.key, option.label) for option in self.options)

    def ways(self) -> tuple[Go, ...]:
        """Where they lead."""
        return tuple(option.go for option in self.options)

    def for_undecided(self) -> str:
        """Its person's."""
        return self.person

    def option_origin(self, key: str) -> tuple[object, ...]:
        """An option of the menu."""
        return ("menu", key)

    def sketch(self, plan: CallPlan) -> Sketch:
        """A row for each key, and one for who presses none."""
        rows = [SketchRow((Words(o.label),), o.key, self.id, o.go) for o in self.options]
        silence = SketchRow(("no answer: ", Words(f"queue-{self.person}")), "…")
        return Sketch("menu", (self.id,), (*rows, silence), forgets=True)


def _option(key: str, entry: OptionEntry | str) -> Option:
    if isinstance(entry, str):
        return Option(key, entry, Go(target(entry)))
    fill = tuple(sorted(entry.fill.items()))
    return Option(key, _label(entry), Go(target(entry.then), entry.queue, entry.offer, fill))


def _label(entry: OptionEntry | str) -> str:
    return entry if isinstance(entry, str) else entry.offer or entry.then or ""


def _fill_flaws(writing: Writing, where: Where, option: OptionEntry) -> Iterator[Flaw]:
    known = writing.questions(option.then or "")
    for field, answer in option.fill.items():
        answers = set(known.get(field, ()))
        if answer not in answers:
            what = f"{option.then!r} has no question {field!r} with the answer {answer!r}"
            remedy = f"write one of {', '.join(sorted(answers))}" if answers else "look at the form"
            yield Flaw((*where, "fill", field), "D207", what, remedy)
