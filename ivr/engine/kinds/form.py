"""A form: an introduction, questions in their order, a ticket; and one for who leaves early."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Annotated, ClassVar

from pydantic import Field, create_model

from ivr.call.facts import OWN_FACTS, answer_fact
from ivr.call.position import Position
from ivr.engine.context import Context, Move
from ivr.engine.field import FieldNode
from ivr.engine.kinds.reasons import is_closed
from ivr.engine.kinds.ticket import Ticket
from ivr.engine.node import Node, node_at
from ivr.engine.sketch import Sketch, SketchRow
from ivr.plan import conditions
from ivr.plan.call_plan import GOODBYE, QUEUE, CallPlan, Go, PlanNode
from ivr.plan.conditions import DAY, Condition
from ivr.plan.kinds import DialogKind, FieldSpec, Flaw, Where
from ivr.plan.model import DialogEntry, FieldEntry, FieldName
from ivr.plan.writing import Writing
from ivr.plan.written import DIALOGS

TICKET, LEAVE = "ticket", "leave"  # what follows the questions, and who does not want to go on
_KEPT_NAMES = {TICKET, LEAVE, DAY, *OWN_FACTS}
_DAYS = range(1, 32)


class FormEntry(DialogEntry):
    """`form: {field: {word: …}}`; `intro` is spoken first, `then` follows."""

    form: dict[FieldName, FieldEntry]


@dataclass(frozen=True, slots=True)
class Form(Node, DialogKind[FormEntry]):
    """Where a form begins. One that ends in a queue (``for_queue``) waits for its opening hours."""

    id: str
    first: str
    prompt: str | None = None
    for_queue: bool = False

    word: ClassVar[str] = "form"
    begins_form: ClassVar[bool] = True

    @classmethod
    def entry(cls, field: object) -> type[DialogEntry]:
        """Its questions are written as any kind of question is."""
        asked = Annotated[dict[FieldName, field], Field(min_length=1)]  # type: ignore[valid-type]
        return create_model("FormEntry", __base__=FormEntry, __doc__=FormEntry.__doc__, form=asked)

    @classmethod
    def compile(cls, writing: Writing, name: str, entry: FormEntry) -> list[PlanNode]:
        """Its beginning, the nodes of its questions, its two tickets."""
        after = QUEUE if "queue" in entry.then else GOODBYE
        last = f"{name}.{TICKET}" if TICKET in entry.then else after
        ids = [f"{name}.{field}" for field in entry.form]
        nodes: list[PlanNode] = [cls(name, ids[0], entry.intro, "queue" in entry.then)]
        for spec, question in zip(
            _specs(writing, name, entry, last), entry.form.values(), strict=True
        ):
            nodes += writing.kinds.field(question).compile(spec.key, spec, question)
        nodes.append(Ticket(f"{name}.{TICKET}", name, after))
        nodes.append(Ticket(f"{name}.{LEAVE}", name, QUEUE, quiet=True))
        return nodes

    @classmethod
    def questions(cls, entry: FormEntry) -> Mapping[str, FieldEntry]:
        """Its questions."""
        return entry.form

    @classmethod
    def flaws(cls, writing: Writing, name: str, entry: FormEntry) -> Iterator[Flaw]:
        """Of each question and its condition."""
        before: dict[str, FieldEntry] = {}
        for field, question in entry.form.items():
            where = (name, "form", field)
            if field in _KEPT_NAMES:
                yield kept_name(where, field)
            yield from writing.kinds.field(question).flaws(where, question, before)
            yield from _condition_flaws(writing, where, question, entry.form)
            before[field] = question

    def enter(self, ctx: Context) -> Move:
        """The introduction; where the desk is closed, that instead of questions."""
        queue = ctx.position.queue
        if self.for_queue and queue and is_closed(ctx, queue):
            refusal = node_at(ctx.plan, ctx.plan.queues[queue].refusal("closed"))
            # Told before the questions, not after; where another desk takes over, they are asked.
            if refusal is not None and refusal.decides:
                return Move(ctx.position.at(refusal.id))
        return Move(ctx.position.at(self.first), (ctx.say(self.prompt),) if self.prompt else ())

    def ways(self) -> tuple[Go, ...]:
        """To its first question."""
        return (Go(self.first),)

    def sketch(self, plan: CallPlan) -> Sketch:
        """A row for each question, one for its ticket, and the way on."""
        asked = list(_asked(plan, self.first))
        ticket = node_at(plan, asked[-1].spec.next)
        rows = tuple(node.row() for node in asked)
        if not isinstance(ticket, Ticket):
            return Sketch("form", (self.id,), rows)
        stored = SketchRow((TICKET,), "✓", ticket.id)
        return Sketch("form", (self.id,), (*rows, stored), (Go(ticket.next),))


def kept_name(where: Where, name: str) -> Flaw:
    """A name that means something else already."""
    what = f"{name!r} is a name that the service keeps for itself"
    return Flaw(where, "D204", what, "choose another name")


def _asked(plan: CallPlan, first: str) -> Iterator[FieldNode]:
    node = node_at(plan, first)
    while isinstance(node, FieldNode):
        yield node
        node = node_at(plan, node.spec.next)


def _specs(writing: Writing, name: str, entry: FormEntry, last: str) -> Iterator[FieldSpec]:
    ids = [f"{name}.{field}" for field in entry.form]
    facts = _facts(writing, name, entry)
    for (field, question), following in zip(entry.form.items(), [*ids[1:], last], strict=True):
        own = question.prompt or writing.kinds.field(question).prompt(question)
        yield FieldSpec(
            form=name,
            field=field,
            prompt=own or f"{name}-{field}".replace("_", "-"),
            next=following,
            leave=f"{name}.{LEAVE}",
            when=_condition(writing, (name, "form", field, "when"), question),
            optional=question.optional,
            fact=field in facts,
        )


def _condition(writing: Writing, where: Where, question: FieldEntry) -> Condition:
    try:
        return _tests(question)
    except ValueError as error:
        what, _, remedy = str(error).partition("; ")
        writing.problem(DIALOGS, where, what, remedy)
        return ()


def _tests(question: FieldEntry) -> Condition:
    return conditions.parse(question.when) if question.when else ()


def _facts(writing: Writing, name: str, entry: FormEntry) -> set[str]:
    """The questions whose answers conditions ask for, or menus give: they travel with the call."""
    needed: set[str] = set()
    earlier: set[str] = set()
    for field, question in entry.form.items():
        try:
            tests = _tests(question)
        except ValueError:
            tests = ()  # reported where the question itself is compiled
        for test in tests:
            if test.name == DAY:
                continue
            if test.name not in earlier:
                writing.problem(
                    DIALOGS,
                    (name, "form", field, "when"),
                    f"the condition asks for {test.name!r}, which is not asked before it",
                    "name an earlier field of this form, or `day`",
                )
            needed.add(test.name)
        earlier.add(field)
    # Only an answer that is a key of the plan may stand in an address.
    known = {
        field for field, question in entry.form.items() if writing.kinds.field(question).fillable
    }
    return needed | writing.filled(name) & known


def _condition_flaws(
    writing: Writing, where: Where, question: FieldEntry, form: Mapping[str, FieldEntry]
) -> Iterator[Flaw]:
    if not question.when:
        return
    condition, place = conditions.parse(question.when), (*where, "when")
    asked = {test.name: form[test.name] for test in condition if test.name in form}
    known = {n: writing.kinds.field(other).answers(other) for n, other in asked.items()}
    for name, answers in known.items():
        if not answers:
            what = f"{name!r} has no fixed answers to compare with"
            remedy = "conditions ask for a choose, yes_no or consent question, or `day`"
            yield Flaw(place, "D206", what, remedy)
            return
    for test in condition:
        if test.name in known and test.value not in known[test.name]:
            what = f"{test.name!r} is never {test.value!r}"
            remedy = f"its answers are {', '.join(known[test.name])}"
            yield Flaw(place, "D205", what, remedy)
            return
    results = set(_results(condition, known))
    if len(results) == 1:
        what = f"the condition {'always' if results == {True} else 'never'} holds"
        yield Flaw(place, "D205", what, "look at its values, or remove it")


def _results(condition: Condition, known: Mapping[str, tuple[str, ...]]) -> Iterator[bool]:
    names = list(known)
    for values in product(*((None, *known[name]) for name in names)):
        given = {
            answer_fact(name): value for name, value in zip(names, values, strict=True) if value
        }
        position = Position("", "", "").with_facts(given)
        for day in _DAYS if any(test.name == DAY for test in condition) else (1,):
            yield conditions.holds(condition, position, day)
