"""From the bytes of an answer to a tree of elements, refusing what the carrier cannot read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from ivr.errors import CarrierError

MAX_BYTES = 64 * 1024
_MAX_DEPTH = 50  # TwiML needs four; a limit of ours, so that no document exhausts the stack
_TWIML_TYPES = frozenset({"text/xml", "application/xml", "text/html"})


@dataclass(frozen=True, slots=True)
class Element:
    """One element: its attributes, its parts (text and elements, in order), its line from 1."""

    name: str
    attributes: Mapping[str, str]
    parts: tuple[Element | str, ...]
    line: int

    @property
    def elements(self) -> tuple[Element, ...]:
        """The child elements."""
        return tuple(part for part in self.parts if isinstance(part, Element))

    @property
    def text(self) -> str:
        """All text within, markup dropped, white space collapsed."""
        return " ".join(self.raw_text.split())

    @property
    def raw_text(self) -> str:
        """All text within, as it stands."""
        return "".join(part if isinstance(part, str) else part.raw_text for part in self.parts)


@dataclass(slots=True)
class _Open:
    """An element whose end tag has not come yet."""

    name: str
    attributes: dict[str, str]
    line: int
    parts: list[Element | str] = field(default_factory=list)

    def close(self) -> Element:
        return Element(self.name, self.attributes, tuple(self.parts), self.line)


class _TreeBuilder:
    """Collects what expat reports. A doctype is refused: it is the way to entities and files."""

    def __init__(self) -> None:
        self.root = _Open("", {}, 0)
        self._open = [self.root]
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.XmlDeclHandler = self._declaration

    def parse(self, body: bytes) -> Element:
        self._parser.Parse(body, True)
        return self.root.close().elements[0]

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._open) > _MAX_DEPTH:
            raise CarrierError(12100, f"elements are nested more than {_MAX_DEPTH} deep")
        self._open.append(_Open(name, attributes, self._parser.CurrentLineNumber))

    def _end(self, _name: str) -> None:
        done = self._open.pop().close()
        self._open[-1].parts.append(done)

    def _text(self, text: str) -> None:
        self._open[-1].parts.append(text)

    def _doctype(self, *_declaration: object) -> None:
        raise CarrierError(12100, "the document has a doctype; leave it out")

    def _declaration(self, version: str, _encoding: str | None, _standalone: int) -> None:
        if version != "1.0":
            raise CarrierError(12101, f"XML version {version}; write 1.0")


def parse(body: bytes) -> Element:
    """The Response element of a TwiML document.

    Raises CarrierError 11750 (over 64 kB), 12100 (not XML), 12101 (XML version), 12102 (root).
    """
    if len(body) > MAX_BYTES:
        raise CarrierError(11750, f"the document has {len(body)} bytes; {MAX_BYTES} are allowed")
    try:
        root = _TreeBuilder().parse(body)
    except expat.ExpatError as error:
        raise CarrierError(12100, f"the document is not XML: {error}") from error
    if root.name != "Response":
        raise CarrierError(12102, f"the root is <{root.name}>; it must be <Response>")
    return root


def media_type(content_type: str) -> str:
    """``text/xml`` from ``text/xml; charset=utf-8``."""
    return content_type.partition(";")[0].strip().lower()


def read(content_type: str, body: bytes) -> Element:
    """The document that an answer amounts to, for each media type the carrier accepts.

    Plain text is TwiML if it parses, else it is spoken. Audio is not read here.
    Raises CarrierError as ``parse`` does, and 12300 for any other media type.
    """
    kind = media_type(content_type)
    if kind in _TWIML_TYPES:
        return parse(body)
    if kind != "text/plain":
        raise CarrierError(12300, f"Content-Type {content_type or '(none)'}; answer with text/xml")
    try:
        return parse(body)
    except CarrierError:
        return spoken(body.decode("utf-8", "replace"))


def spoken(text: str) -> Element:
    """A document that says ``text``."""
    return Element("Response", {}, (Element("Say", {}, (text,), 1),), 1)


def played(url: str) -> Element:
    """A document that plays the audio at ``url``."""
    return Element("Response", {}, (Element("Play", {}, (url,), 1),), 1)
