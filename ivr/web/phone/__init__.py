"""The browser phone: a telephone on a web page, to hear the plan before a caller does.

It is there only while the service is simulated. The page keeps the list of what the caller did; the
server keeps nothing: with each act it plays the whole call again through the real voice door, which
answers a repeated webhook with the same bytes and one effect. So any web process can serve any
act of any call.

Top to bottom: door (HTTP) → request (what the page asks) → replay → response (what it is told).
"""

from __future__ import annotations

from ivr.web.phone.door import blueprint
from ivr.web.phone.line import Line

__all__ = ["Line", "blueprint"]
