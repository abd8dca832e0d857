"""What a document may hold, by the signatures of the vendor's own library and its limits."""

from __future__ import annotations

import inspect
import re
from xml.etree import ElementTree

from twilio.twiml import voice_response as sdk

# Twilio: a document holds 64 kB, a <Say> 4,096 characters.
MOST_BYTES, LONGEST_SAY = 64 * 1024, 4096
_OWNERS = {
    "Response": sdk.VoiceResponse,
    "Gather": sdk.Gather,
    "Dial": sdk.Dial,
    "Enqueue": sdk.Enqueue,
}


def check(text: str) -> ElementTree.Element:
    """The parsed document; fails where it has anything that the library could not have written."""
    assert len(text.encode()) <= MOST_BYTES
    root = ElementTree.fromstring(text.encode())
    assert root.tag == "Response"
    assert not root.attrib
    _children(root)
    return root


def _children(element: ElementTree.Element) -> None:
    owner = _OWNERS.get(element.tag)
    for child in element:
        method = getattr(owner, child.tag.lower(), None)
        assert method, f"<{child.tag}> may not stand in <{element.tag}>"
        known = {_camel(name) for name in inspect.signature(method).parameters}
        assert set(child.attrib) <= known, (
            f"<{child.tag}> does not know {set(child.attrib) - known}"
        )
        if child.tag == "Say":
            assert 0 < len((child.text or "").strip()) <= LONGEST_SAY
        _children(child)


def _camel(name: str) -> str:
    return re.sub(r"_([a-z])", lambda found: found[1].upper(), name)
