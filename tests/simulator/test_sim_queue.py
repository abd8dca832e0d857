from __future__ import annotations

import pytest

from ivr.simulator import CallResult, QueueBehaviour, Unsettled
from tests.simulator.sites import Route, Site, answer, call, codes

ENQUEUE = "<Enqueue action='/done' waitUrl='/wait'>data</Enqueue><Say>Después</Say>"
WAIT = "<Say>Espere</Say><Gather numDigits='1' action='/waitkey'/>"
ROUTES: dict[str, Route] = {
    "/voice": ENQUEUE,
    "/wait": WAIT,
    "/waitkey": "<Say>Tecla</Say>",
    "/done": "<Say>Adiós</Say>",
}


def queued(
    behaviour: QueueBehaviour, keys: str = "", unsettled: Unsettled | None = None, **routes: Route
) -> tuple[CallResult, Site]:
    changed = {f"/{name}": route for name, route in routes.items()}
    return call(
        ROUTES | changed,
        keys,
        queues={"data": behaviour},
        unsettled=unsettled or Unsettled(),
    )


# The wait document is told the place in the queue, and is requested again when it ends.
def test_wait_document_repeats() -> None:
    result, site = queued(QueueBehaviour(position=3, size=4, average=90), "- 7 -")
    told = site.forms("/wait")
    assert [form["QueueTime"] for form in told] == sorted(
        (form["QueueTime"] for form in told), key=int
    )
    assert {key: told[0][key] for key in told[0] if "Queue" in key and key != "QueueSid"} == {
        "QueuePosition": "3",
        "QueueTime": "0",
        "AvgQueueTime": "90",
        "CurrentQueueSize": "4",
        "MaxQueueSize": "1000",
    }
    assert site.forms("/waitkey")[0]["Digits"] == "7"
    assert (result.outcome.kind, result.outcome.queue) == ("queued", "data")


# A caller who hangs up while waiting: the action gets QueueResult=hangup, then comes completed.
@pytest.mark.parametrize("keys", ["", "hangup", "- hangup"])
def test_hangup_while_waiting(keys: str) -> None:
    result, site = queued(QueueBehaviour(), keys)
    form = site.forms("/done")[0]
    assert (form["QueueResult"], form["CallStatus"]) == ("hangup", "completed")
    assert site.seen[-1].path == "/voice/status"
    assert "Adiós" not in result.text
    assert result.outcome.kind == ("hangup" if keys else "queued")


# An agent takes the call: the action comes once, when they part, and the caller goes on.
def test_bridged() -> None:
    result, site = queued(QueueBehaviour("bridged", after=20, talk=100))
    form = site.forms("/done")[0]
    assert (form["QueueResult"], form["QueueTime"]) == ("bridged", "20")
    assert (result.outcome.kind, result.outcome.queue) == ("bridged", "data")
    assert result.text.endswith("Adiós")
    assert result.seconds == pytest.approx(120 + 5 / 14)


# If it is the caller who parts, the action's answer is ignored.
def test_bridged_and_caller_ends() -> None:
    result, site = queued(QueueBehaviour("bridged", caller_ends=True))
    assert site.forms("/done")[0]["CallStatus"] == "completed"
    assert "Adiós" not in result.text


# Full queue: QueueResult=queue-full at once with warning 14207, no QueueSid and no QueueTime.
@pytest.mark.parametrize(("result", "code"), [("queue-full", [14207]), ("system-error", [])])
def test_never_queued(result: str, code: list[int]) -> None:
    outcome, site = queued(QueueBehaviour(result))  # type: ignore[arg-type]
    form = site.forms("/done")[0]
    assert form["QueueResult"] == result
    assert not {"QueueSid", "QueueTime"} & set(form)
    assert codes(outcome) == code
    assert not site.forms("/wait")


# Leave steps out of the queue: the action if there is one, else the verb after Enqueue.
def test_leave() -> None:
    result, site = queued(QueueBehaviour(), "1", waitkey="<Leave/><Say>nunca</Say>")
    assert site.forms("/done")[0]["QueueResult"] == "leave"
    result, _ = queued(
        QueueBehaviour(), "1", waitkey="<Leave/>", voice=ENQUEUE.replace("action='/done'", "")
    )
    assert result.text == "Espere\nDespués"


# A wait document that is broken, or that holds a verb not allowed there: QueueResult=error.
@pytest.mark.parametrize(
    "wait", [answer("<oops"), answer("", status=500), "<Dial>+541130000000</Dial>"]
)
def test_broken_wait_document(wait: Route) -> None:
    result, site = queued(QueueBehaviour(), wait=wait)
    assert site.forms("/done")[0]["QueueResult"] == "error"
    assert result.warnings[0].level == "error"
    assert result.outcome.kind == "hangup"


def test_broken_wait_document_may_be_borne() -> None:
    bears = Unsettled(broken_wait_document="silent wait")
    result, _ = queued(QueueBehaviour(), "-", bears, wait=answer("", status=500))
    assert result.outcome.kind == "queued"


# A redirect over REST: action at once with QueueResult=redirected; the new document should rule.
@pytest.mark.parametrize("order", ["action first", "redirect first"])
@pytest.mark.parametrize(("rules", "heard"), [("redirect", "Nuevo"), ("action", "Adiós")])
def test_redirected(order: str, rules: str, heard: str) -> None:
    unsettled = Unsettled(redirect_order=order, redirect_document=rules)  # type: ignore[arg-type]
    behaviour = QueueBehaviour("redirected", after=10, redirect_to="/new")
    result, site = queued(behaviour, "-", unsettled, new="<Say>Nuevo</Say>")
    assert site.forms("/done")[0]["QueueResult"] == "redirected"
    asked = [seen.path for seen in site.seen if seen.path in ("/done", "/new")]
    assert asked == (["/done", "/new"] if order == "action first" else ["/new", "/done"])
    assert result.text.endswith(heard)


# No waitUrl is music, an empty one silence; a GET is made if asked for.
def test_wait_urls() -> None:
    result, _ = queued(QueueBehaviour(), "-", voice="<Enqueue>data</Enqueue>")
    assert result.turns[0].heard[0].audio.startswith("http://com.twilio.sounds.music")
    silent, _ = queued(QueueBehaviour(), "-", voice="<Enqueue waitUrl=''>data</Enqueue>")
    assert silent.text == ""
    _, site = queued(
        QueueBehaviour(), voice="<Enqueue waitUrl='/wait' waitUrlMethod='GET'>data</Enqueue>"
    )
    assert [seen.method for seen in site.seen if seen.path == "/wait"] == ["GET"]


# What a caller does while nothing is asked of him is not heard.
def test_keys_to_music() -> None:
    result, _ = queued(QueueBehaviour(), "1 say:hola -", wait="<Say>Espere</Say>")
    assert [line.partition(":")[0] for line in result.unheard] == ["1", "say"]
    assert result.outcome.kind == "queued"


# Leave outside a wait document is an error.
def test_leave_outside() -> None:
    assert call({"/voice": "<Leave/>"})[0].outcome.kind == "failed"


# With a workflow the queue is TaskRouter's, and the task's attributes are JSON.
def test_workflow() -> None:
    sid = "WW" + "0" * 32
    good = (
        f"<Enqueue workflowSid='{sid}'><Task priority='5'>{{\"queue\":\"data\"}}</Task></Enqueue>"
    )
    assert call({"/voice": good})[0].outcome.queue == sid
    assert codes(call({"/voice": good.replace("{", "")})[0]) == [12200]


def test_behaviour_is_checked() -> None:
    with pytest.raises(ValueError, match="redirect_to"):
        QueueBehaviour("redirected")


# An agent takes the call in the middle of a wait document: the rest of it is not heard.
def test_wait_document_is_interrupted() -> None:
    wait = "<Pause length='60'/><Say>Nunca</Say>"
    result, site = queued(QueueBehaviour("bridged", after=20), wait=wait)
    assert site.forms("/done")[0]["QueueTime"] == "20"
    assert "Nunca" not in result.text


# Who still waits when the script ends stays there: his going is no part of the conversation.
def test_staying_is_not_hanging_up() -> None:
    result, _ = queued(QueueBehaviour(), "-")
    assert [turn.keys for turn in result.turns] == ["-"]
