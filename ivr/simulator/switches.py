"""What no source settles: one switch a point, so that a service can be shown to bear both ways."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Unsettled:
    """The carrier's behaviour where its documentation is silent or contradicts itself.

    The first choice of each field is the likelier one, and what DEFAULT takes.
    """

    # Digits (and SpeechResult) when a Gather without input still requests its action.
    empty_digits: Literal["absent", "empty"] = "absent"
    # FinishedOnKey and msg beside Digits are seen in the field, never documented.
    finished_on_key: Literal["absent", "present"] = "absent"
    keys_after_num_digits: Literal["kept", "dropped"] = "kept"
    speech_confidence: Literal["present", "absent"] = "present"
    # Record that heard nothing: an example falls through, the reference calls that unreachable.
    empty_recording: Literal["next verb", "action"] = "next verb"
    dial_status_on_caller_hangup: Literal["canceled", "no-answer"] = "canceled"
    dial_status_on_queue_timeout: Literal["no-answer", "completed"] = "no-answer"
    dial_status_on_unknown_queue: Literal["failed", "no-answer"] = "failed"
    dial_duration_unbridged: Literal["whisper counted", "absent"] = "whisper counted"
    parallel_whisper_winner: Literal["first pick-up", "first accept"] = "first pick-up"
    sequential_after_refusal: Literal["stop", "next number"] = "stop"
    # A REST redirect of a queued call: which document rules, and which request goes first.
    redirect_document: Literal["redirect", "action"] = "redirect"
    redirect_order: Literal["action first", "redirect first"] = "action first"
    enqueue_action_on_hangup: Literal["requested", "omitted"] = "requested"
    broken_wait_document: Literal["error result", "silent wait"] = "error result"
    first_pause_answers: Literal["yes", "no"] = "yes"
    bad_value: Literal["default used", "verb skipped"] = "default used"
    # 301, 302 and 303: browsers turn a POST into a GET, the documentation names no method.
    http_redirect_method: Literal["GET", "same"] = "GET"


DEFAULT = Unsettled()
OTHER = Unsettled(
    empty_digits="empty",
    finished_on_key="present",
    keys_after_num_digits="dropped",
    speech_confidence="absent",
    empty_recording="action",
    dial_status_on_caller_hangup="no-answer",
    dial_status_on_queue_timeout="completed",
    dial_status_on_unknown_queue="no-answer",
    dial_duration_unbridged="absent",
    parallel_whisper_winner="first accept",
    sequential_after_refusal="next number",
    redirect_document="action",
    redirect_order="redirect first",
    enqueue_action_on_hangup="omitted",
    broken_wait_document="silent wait",
    first_pause_answers="no",
    bad_value="verb skipped",
    http_redirect_method="same",
)
