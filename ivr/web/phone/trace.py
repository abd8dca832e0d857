"""Where a call stands, read from the documents that it is given on the way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from ivr.call.position import Position, decode
from ivr.errors import CarrierError, RequestRefused
from ivr.plan.call_plan import GOODBYE
from ivr.simulator import Reply, Transport
from ivr.simulator.twiml.document import Element, parse


@dataclass(slots=True)
class TracedTransport:
    """A transport that notes the places which the documents passing through it lead to."""

    transport: Transport
    places: list[Position] = field(default_factory=list)
    said_goodbye: bool = False

    def request(
        self, method: str, url: str, form: Mapping[str, str], headers: Mapping[str, str]
    ) -> Reply:
        """Carry a request, and look at what comes back."""
        reply = self.transport.request(method, url, form, headers)
        if reply.status == 200 and "xml" in reply.content_type:
            self._note(reply.body)
        return reply

    def path(self) -> tuple[str, ...]:
        """The nodes that were come to, in order; asking again at one counts once."""
        nodes = [place.node for place in self.places] + [GOODBYE] * self.said_goodbye
        return tuple(
            node for index, node in enumerate(nodes) if not index or node != nodes[index - 1]
        )

    def _note(self, body: bytes) -> None:
        try:
            document = parse(body)
        except CarrierError:
            return  # the simulator reports it
        self.places += list(_places(document))[-1:]
        # Goodbye is the one place that has no way on; to hang up without a word is no place at all.
        self.said_goodbye = [verb.name for verb in document.elements][-2:] == ["Say", "Hangup"]


def _places(document: Element) -> Iterator[Position]:
    """What the verbs of a document come back with: their position is where the caller is."""
    for element in document.elements:
        link = element.raw_text if element.name == "Redirect" else element.attributes.get("action")
        query = urlsplit(link or "").query
        try:
            yield decode(dict(parse_qsl(query)))
        except RequestRefused:
            continue
