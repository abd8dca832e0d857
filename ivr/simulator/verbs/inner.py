"""The verbs that a document inside another may use: wait documents, whispers, announcements."""

from __future__ import annotations

from collections.abc import Mapping

from ivr.simulator.call import Verb
from ivr.simulator.verbs.gather import execute_gather
from ivr.simulator.verbs.jumps import (
    execute_hangup,
    execute_leave,
    execute_redirect,
    execute_reject,
)
from ivr.simulator.verbs.record import execute_record
from ivr.simulator.verbs.speak import execute_speech

INNER: Mapping[str, Verb] = {
    "Say": execute_speech,
    "Play": execute_speech,
    "Pause": execute_speech,
    "Gather": execute_gather,
    "Record": execute_record,
    "Redirect": execute_redirect,
    "Hangup": execute_hangup,
    "Reject": execute_reject,
    "Leave": execute_leave,
}
