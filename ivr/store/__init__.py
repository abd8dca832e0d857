"""Where state lives: the embedded server, connections to Redis and SQL, and the breaker between.

The embedded server is in ``ivr.store.embedded``; a voice worker never needs it.
"""

from __future__ import annotations

from ivr.store.breaker import Breaker
from ivr.store.connections import guarded, live
from ivr.store.database import available, database, reading

__all__ = ["Breaker", "available", "database", "guarded", "live", "reading"]
