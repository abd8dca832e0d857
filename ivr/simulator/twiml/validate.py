"""What is wrong with a document, as the carrier's debugger would list it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

from ivr.simulator.twiml import voices
from ivr.simulator.twiml.document import Element
from ivr.simulator.twiml.schema import SCHEMA, UNKNOWN, value

_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_MODELS_OF_FEW = re.compile("phone_call|experimental_.*")
_LATIN_OF_FEW = frozenset({"es-ES", "es-US", "pt-BR"})


@dataclass(frozen=True, slots=True)
class Fault:
    """One complaint. ``fails`` tells an error from a warning; ``line`` is the document's."""

    code: int
    message: str
    line: int
    fails: bool = False


def faults(element: Element) -> Iterator[Fault]:
    """All faults of ``element`` and of what it holds, in document order."""
    yield from own_faults(element)
    for child in element.elements:
        if child.name in SCHEMA:
            yield from faults(child)


def own_faults(element: Element) -> Iterator[Fault]:
    """The faults of ``element`` itself: names, values, text, and what only fits together."""
    yield from _attribute_faults(element)
    yield from _content_faults(element)
    for code, message in _TOGETHER.get(element.name, _nothing)(element):
        yield Fault(code, message, element.line, fails=code in _FATAL)


def _attribute_faults(element: Element) -> Iterator[Fault]:
    known = SCHEMA[element.name].attributes
    for name, given in element.attributes.items():
        if name not in known:
            yield Fault(UNKNOWN, f"<{element.name}> has no attribute {name}", element.line)
        elif not known[name].rule.holds(given):
            attribute = known[name]
            what = f"<{element.name} {name}={given!r}>: give {attribute.rule.allows}"
            yield Fault(attribute.code, what, element.line, attribute.fails)


def _content_faults(element: Element) -> Iterator[Fault]:
    verb = SCHEMA[element.name]
    for child in element.elements:
        if child.name not in verb.children:
            what = f"<{child.name}> cannot stand in <{element.name}>"
            yield Fault(verb.child_code, what, child.line)
    stray = "".join(part for part in element.parts if isinstance(part, str)).strip()
    if stray and not verb.text:
        yield Fault(UNKNOWN, f"<{element.name}> holds text: {stray[:40]!r}", element.line)


Complaints = Iterator[tuple[int, str]]
_FATAL = frozenset({13000})


def _nothing(_element: Element) -> Complaints:
    yield from ()


def _say(say: Element) -> Complaints:
    voice, language = value(say, "voice"), value(say, "language")
    if not say.text and not say.elements:
        yield 13520, "<Say> is empty"
    if not voices.can_be_said(language):
        yield 13512, f"<Say language={language!r}>: no voice has it; es-ES, es-MX, es-US or pt-BR"
    spoken = voices.voice_locale(voice)
    if spoken and "language" in say.attributes and spoken != language:
        yield 13511, f"<Say voice={voice!r}> speaks {spoken}, not {language}"
    yield from _say_length(say, voices.longest_text(voice))


def _say_length(say: Element, longest: int) -> Complaints:
    if len(say.text) > longest:
        yield 13521, f"<Say> has {len(say.text)} characters; this voice takes {longest}"
    elif len(quote(say.text, safe="")) > 4500:
        yield 13521, "<Say> is longer than 4500 characters when percent-encoded; split it"


def _play(play: Element) -> Complaints:
    if not play.text and "digits" not in play.attributes:
        yield UNKNOWN, "<Play> names no audio"


def _gather(gather: Element) -> Complaints:
    entries = [entry for entry in gather.attributes.get("hints", "").split(",") if entry.strip()]
    if len(entries) > 500 or any(len(entry.strip()) > 100 for entry in entries):
        yield 13330, "<Gather hints>: at most 500 entries of 100 characters"
    model = gather.attributes.get("speechModel", "")
    if model and gather.attributes.get("speechTimeout") == "auto":
        yield 13335, "<Gather speechTimeout='auto'> needs speechModel left out; give seconds"
    language = gather.attributes.get("language", "")
    narrow = language[:3] in ("es-", "pt-") and language not in _LATIN_OF_FEW
    if narrow and _MODELS_OF_FEW.fullmatch(model):
        yield 13334, f"<Gather speechModel={model!r}> does not understand {language}"
    for child in gather.elements:
        yield from _nested(child)


def _nested(child: Element) -> Complaints:
    if child.name == "Play" and "digits" in child.attributes:
        yield 13320, "<Play digits> cannot stand in <Gather>"


def _record(record: Element) -> Complaints:
    length = int(value(record, "maxLength"))
    if value(record, "transcribe") == "true" and "maxLength" in record.attributes and length > 120:
        yield 13615, "<Record transcribe> takes a maxLength of 2 to 120 s"


def _redirect(redirect: Element) -> Complaints:
    if not redirect.text:
        yield UNKNOWN, "<Redirect> names no URL; it would ask for its own document for ever"


def _enqueue(enqueue: Element) -> Complaints:
    name = "".join(part for part in enqueue.parts if isinstance(part, str)).strip()
    tasks = [child for child in enqueue.elements if child.name == "Task"]
    if len(name) > 64:
        yield 14205, f"<Enqueue> names a queue of {len(name)} characters; 64 are allowed"
    if not name and "workflowSid" not in enqueue.attributes:
        yield 14204, "<Enqueue> names no queue"
    if tasks and "workflowSid" not in enqueue.attributes:
        yield UNKNOWN, "<Task> needs workflowSid on its <Enqueue>"
    for task in tasks:
        yield from _task(task)


def _task(task: Element) -> Complaints:
    try:
        attributes = json.loads(task.text or "{}")
    except ValueError:
        attributes = None
    if not isinstance(attributes, dict):
        yield UNKNOWN, "<Task> does not hold a JSON object"


def _dial(dial: Element) -> Complaints:
    names = [child.name for child in dial.elements]
    if "Conference" in names and len(names) > 1:
        yield 13000, "<Dial> mixes <Conference> with other nouns"
    if len(names) > 10:
        yield 13215, f"<Dial> rings {len(names)} telephones; 10 are allowed"
    if not names:
        yield from _number(dial)


def _number(number: Element) -> Complaints:
    if not _E164.fullmatch(number.text):
        yield 13223, f"{number.text!r} is no number in E.164 form: + and 7 to 15 digits"


def _queue(queue: Element) -> Complaints:
    if not queue.text and "reservationSid" not in queue.attributes:
        yield 14212, "<Queue> names no queue"
    if len(queue.text) > 64:
        yield 14213, f"<Queue> names a queue of {len(queue.text)} characters; 64 are allowed"


_TOGETHER: dict[str, Callable[[Element], Complaints]] = {
    "Say": _say,
    "Play": _play,
    "Gather": _gather,
    "Record": _record,
    "Redirect": _redirect,
    "Enqueue": _enqueue,
    "Dial": _dial,
    "Number": _number,
    "Queue": _queue,
}
