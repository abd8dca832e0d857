"""Every fact and every session key by its name, once.

A *fact* travels in the address with the call's position: a key of the plan or a figure of ours,
nothing personal. A *session key* names a value in the live session, where what is personal is kept.
"""

from __future__ import annotations

from typing import NewType

Fact = NewType("Fact", str)
SessionKey = NewType("SessionKey", str)

TOLD = Fact("told")  # the caller knows that what he says is transcribed
KEPT = Fact("kept")  # something that he told is on record
REFUSED = Fact("refused")  # a queue has refused him once, and asked what to do
OFFERED = Fact("offered")  # a call-back was offered in this wait
WAITS_SINCE = Fact("waits-since")  # when the wait began, in seconds since 1970
COUNTRY = Fact("country")  # the country dialled, told to the leg of a callee
PRIORITY_FACT = Fact("priority")  # 1 is the most urgent; who has none comes last
RECORDING = Fact("recording")  # what the caller answered when asked to be recorded

# What is no answer of a form. A question of one of these names would be taken for it.
OWN_FACTS = frozenset({TOLD, KEPT, REFUSED, OFFERED, WAITS_SINCE, COUNTRY, PRIORITY_FACT})

YES, NO = "yes", "no"  # the values of a fact that is either

SERVICE = SessionKey("service")  # the label of what the caller chose
QUEUE_CHOSEN = SessionKey("queue")  # the queue that he is meant for
LANGUAGE = SessionKey("language")  # the language that he speaks now
OUTCOME = SessionKey("outcome")  # how the call ended
EXIT_REASON = SessionKey("wish")  # why he leaves the carrier's queue
ACCEPTED = SessionKey("accepted")  # the turn whose dialled leg took the call with a key
PRIORITY = SessionKey("priority")  # as the fact
META = SessionKey("meta")  # who called whom, when, on which plan
ENDED = SessionKey("ended")  # the status with which the carrier ended the call


def answer_fact(field: str) -> Fact:
    """The fact that holds the answer to a question, where conditions ask for it."""
    return Fact(field)


def answer_key(form: str, field: str) -> SessionKey:
    """Where the answer to a question of a form is kept."""
    return SessionKey(f"{form}.{field}")


def confirmed_key(answer: SessionKey) -> SessionKey:
    """Where it is kept that an answer was read back and confirmed."""
    return SessionKey(f"{answer}?")


def ticket_key(form: str) -> SessionKey:
    """Where it is kept how far a form's ticket got: ``open`` or ``partial``."""
    return SessionKey(f"{form}!")


def form_of(key: SessionKey) -> str | None:
    """The form that an answer belongs to; None for what is no answer."""
    form, dot, _ = key.partition(".")
    return form if dot else None


def is_confirmation(key: SessionKey) -> bool:
    """Whether a key only tells that an answer was confirmed."""
    return key.endswith("?")
