"""Calls as the page asks for them: JSON in, JSON out, the whole call each time."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from ivr.app import create_app, open_service
from ivr.live.memory import MemoryCalls
from ivr.plan.versions import Plans
from ivr.rehearsal.service import Stage, in_process
from ivr.settings import Settings
from ivr.simulator import parse_script
from tests.conftest import BUSINESS_HOURS

BRAZIL, CALLER = "+558008873333", "+5511961234567"
TICKET = ("9", "1", "1", "48217#", "1", "1", "say:Ana", "1", "2", 'say:no "tone" here', "1")


class Phone:
    """The page's part: it keeps the list of acts, and sends all of it each time."""

    def __init__(self, client: FlaskClient, to: str = BRAZIL, **more: Any) -> None:
        self.client = client
        self.asked: dict[str, Any] = {"to": to, "from": CALLER, "at": BUSINESS_HOURS, **more}
        self.asked |= {"call": None, "acts": []}
        self.told = self._ask()
        self.asked["call"] = self.told["call"]

    def do(self, *acts: str) -> dict[str, Any]:
        for act in acts:
            self.asked["acts"].append(_act(act))
            self.told = self._ask()
        return self.told

    def _ask(self) -> dict[str, Any]:
        answer = self.client.post("/phone/call", json=self.asked)
        assert answer.status_code == 200, answer.text
        told: dict[str, Any] = answer.json
        return told

    @property
    def heard(self) -> str:
        return "\n".join(e["text"] for e in self.told["transcript"] if e["who"] == "service")


def _act(act: str) -> dict[str, str]:
    if act.startswith("say:"):
        return {"kind": "say", "words": act.removeprefix("say:")}
    if act in ("-", "hangup"):
        return {"kind": {"-": "silence"}.get(act, act)}
    return {"kind": "keys", "keys": act}


def test_a_call_begins_with_the_greeting_and_a_place(client: FlaskClient) -> None:
    told = Phone(client, "0800-887-3333").told
    first = told["transcript"][0]
    assert first["text"].startswith("Suporte técnico")
    assert (first["language"], first["voice"]) == ("pt-BR", "Polly.Camila-Neural")
    assert told["to"] == BRAZIL
    assert told["country"] == "BR"
    assert (told["node"], told["language"], told["queue"]) == ("service-assurance", "pt-BR", None)
    assert told["waiting"]["num_digits"] == 1
    assert told["outcome"] is None


def test_a_ticket_however_often_the_call_is_replayed(client: FlaskClient, stage: Stage) -> None:
    phone = Phone(client)
    told = phone.do(*TICKET)
    assert [(i["kind"], i["status"]) for i in told["incidents"]] == [("incident", "open")]
    fields = {field["name"]: field["value"] for field in told["incidents"][0]["fields"]}
    assert fields["severity"] == "out-of-service"
    assert fields["circuit id"] == "48217"
    assert fields["access"] == "yes"
    queued = phone.do("-")
    assert (queued["node"], queued["queue"]) == ("data:wait", "data")
    assert queued["path"][:2] == ["service-assurance", "incident.severity"]
    assert phone._ask() == queued
    assert len(stage.incidents(phone.asked["call"])) == 1


def test_answers_are_seen_before_the_form_is_finished(client: FlaskClient) -> None:
    told = Phone(client).do("1", "1", "48217#")["told"]
    assert told == [
        {
            "kind": "incident",
            "fields": [
                {"name": "severity", "value": "out-of-service", "by": "keypad"},
                {"name": "circuit id", "value": "48217", "by": "keypad"},
            ],
        }
    ]


def test_hanging_up_half_way_leaves_a_partial_incident(client: FlaskClient) -> None:
    told = Phone(client).do("1", "1", "hangup")
    assert told["waiting"] is None
    assert told["outcome"]["kind"] == "hangup"
    assert [incident["status"] for incident in told["incidents"]] == ["partial"]
    assert told["told"] == []


def test_a_form_begun_in_a_queue_is_no_waiting(client: FlaskClient) -> None:
    phone = Phone(client)
    assert phone.do(*TICKET, "-", "-")["waiting"]["queue"] == "data"
    told = phone.do("1")
    assert (told["node"], told["queue"]) == ("callback.callback", "data")
    assert told["waiting"]["queue"] == ""


def test_a_recording_has_the_same_name_each_time(client: FlaskClient, stage: Stage) -> None:
    phone = Phone(client)
    # 1 after the question whether the description may be recorded
    phone.do("1", "1", "48217#", "1", "1", "say:Ana", "1", "1", "say:caiu tudo", "1")
    before = stage.incidents(phone.asked["call"])
    phone.do("-")
    assert stage.incidents(phone.asked["call"]) == before
    assert "recording of 1 s" in str(phone.told["incidents"])


def test_the_clock_and_a_closed_office(client: FlaskClient) -> None:
    closed = Phone(client, "+548008005853", at="2026-12-25T11:00").do("1")
    assert closed["node"] == "billing:closed"
    opened = Phone(client, "+548008005853").do("1")
    assert opened["node"].startswith("billing.")


def test_nobody_signed_in_is_told(client: FlaskClient) -> None:
    assert Phone(client, situation="nobody").do("0", "0")["node"].endswith(":nobody")


def test_with_redis_down_the_form_gives_way_to_a_person(client: FlaskClient) -> None:
    told = Phone(client, situation="down").do("1", "1")
    assert told["queue"] == "data"
    assert told["incidents"] == []


def test_an_anonymous_number_is_not_offered_for_a_call_back(client: FlaskClient) -> None:
    known = Phone(client).do("1", "1", "48217#", "1")
    hidden = Phone(client, **{"from": "anonymous"}).do("1", "1", "48217#", "1")
    assert known["node"] == "incident.callback"
    assert hidden["waiting"]["num_digits"] != 1


# Each act plays the whole call again: the waiting before it must not undo what came after.
def test_a_message_left_from_the_queue_is_how_the_call_ended(client: FlaskClient) -> None:
    told = Phone(client).do("1", "0", "2", "1", "say:segue fora", "-")
    assert told["outcome"]["kind"] == "message"
    assert [incident["kind"] for incident in told["incidents"]] == ["message"]


def test_who_waits_long_is_offered_a_call_back(client: FlaskClient) -> None:
    phone = Phone(client)
    phone.do("1", "0", *["-"] * 12)
    assert "A espera vai ser mais longa" in phone.heard


def test_an_unlisted_number_is_called_all_the_same(client: FlaskClient) -> None:
    assert Phone(client, "55 11 3957 9999").told["country"] == "BR"


def test_a_message_left_is_how_the_call_ended(client: FlaskClient) -> None:
    told = Phone(client, situation="nobody").do("1", "0", "2", "1", "say:segue fora", "-")
    assert told["outcome"]["kind"] == "message"
    assert told["node"] == "goodbye"
    assert "recording" in str(told["incidents"])


def test_the_command_is_the_same_call(client: FlaskClient) -> None:
    phone = Phone(client, situation="nobody")
    phone.do(*TICKET[:7], 'say:it\'s "dead" \\ here')
    words = shlex.split(phone.told["command"])
    assert words[:5] == ["scripts/ivr", "call", BRAZIL, "--from", CALLER]
    script = parse_script(words[words.index("--keys") + 1])
    assert [str(act) for act in script] == [*TICKET[:7], 'say:it\'s "dead" \\ here']
    assert words[-4:] == ["--at", BUSINESS_HOURS, "--situation", "nobody"]


def test_any_process_can_serve_any_act(
    tmp_path: Path, plans: Plans, settings_in: Callable[[Path], Settings]
) -> None:
    stages = [in_process(settings_in(tmp_path), plans) for _ in range(2)]
    clients = [create_app(stage.service).test_client() for stage in stages]
    phone = Phone(clients[0])
    for number, act in enumerate(TICKET):
        phone.client = clients[number % 2]
        phone.do(act)
    assert len(phone.told["incidents"]) == 1
    assert stages[0].incidents(phone.asked["call"]) == stages[1].incidents(phone.asked["call"])


def test_without_records_the_call_goes_on_and_the_page_says_so(
    tmp_path: Path, plans: Plans, settings_in: Callable[[Path], Settings]
) -> None:
    unready = open_service(settings_in(tmp_path), calls=MemoryCalls(), plans=plans)
    told = Phone(create_app(unready).test_client()).do("1")
    assert told["node"] == "incident.severity"
    assert told["notices"] == ["The records cannot be read now; the call goes on."]


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"to": "0000"}, "pick a published number"),
        ({"to": ""}, "the number to call: is missing"),
        ({"from": "me"}, "the number of the caller: "),
        ({"at": "2026-11-24T11:00Z"}, "leave the time zone out"),
        ({"at": "1999-11-24T11:00"}, "2000 to 2100"),
        ({"situation": "worse"}, "the situation: "),
        ({"call": "CA1"}, "the name of the call: "),
        ({"acts": [{"kind": "keys", "keys": "A"}]}, "act 1: is not written as"),
        ({"acts": [{"kind": "say", "words": "  "}]}, "holds no words"),
        ({"acts": [{"kind": "say", "words": "a\u0000b"}]}, "holds no words"),
        ({"acts": [{"kind": "dance"}]}, "act 1: "),
        ({"acts": [{"kind": "silence"}] * 201}, "at most 200"),
        ({"acts": [{"kind": "hangup"}, {"kind": "silence"}]}, "over before act 2"),
        ({"more": 1}, "more: is not a part"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(
    client: FlaskClient, change: dict[str, Any], word: str
) -> None:
    answer = client.post("/phone/call", json={"to": BRAZIL, "from": CALLER, **change})
    assert answer.status_code == 400
    assert word in answer.json["error"]
