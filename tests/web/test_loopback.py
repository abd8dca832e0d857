"""Without the carrier's token nobody but this machine gets in, whatever a request says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from structlog.testing import capture_logs

from ivr.app import create_app, open_service
from ivr.live.memory import MemoryCalls
from ivr.plan.versions import Plans
from ivr.rehearsal.service import Stage
from ivr.settings import Settings, own_token
from ivr.simulator.signing import signature

FORM = {"CallSid": "CA" + "0" * 32, "AccountSid": "AC" + "0" * 32, "To": "+541151705383"}
PROXIES = (
    {"X-Forwarded-For": "203.0.113.9"},
    {"X-Forwarded-Host": "ivr.example.com"},
    {"X-Forwarded-Proto": "https"},
    {"X-Forwarded-Server": "x"},
    {"Forwarded": "for=203.0.113.9"},
    {"X-Real-IP": "127.0.0.1"},
    {"Via": "1.1 proxy"},
    {"CF-Connecting-IP": "203.0.113.9"},
)


@pytest.fixture
def simulated(stage: Stage) -> FlaskClient:
    return create_app(stage.service).test_client()


def signed(stage: Stage, target: str = "/voice") -> dict[str, str]:
    """A request of our own simulator, which knows the token."""
    settings = stage.service.settings
    url = settings.public_url + target
    return {"X-Twilio-Signature": signature(own_token(settings), url, FORM)}


def statuses(client: FlaskClient, stage: Stage, peer: str, **headers: str) -> list[int]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    here = {"REMOTE_ADDR": peer}
    return [
        client.post(
            "/voice", data=FORM, headers=signed(stage) | named, environ_overrides=here
        ).status_code,
        client.get("/phone", headers=named, environ_overrides=here).status_code,
        client.post("/phone/call", json={}, headers=named, environ_overrides=here).status_code,
        client.get("/", headers=named, environ_overrides=here).status_code,
    ]


@pytest.mark.parametrize("peer", ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1", "::1%lo"])
def test_this_machine_gets_in(simulated: FlaskClient, stage: Stage, peer: str) -> None:
    assert statuses(simulated, stage, peer) == [200, 200, 400, 302]


@pytest.mark.parametrize(
    "peer", ["192.168.1.7", "203.0.113.9", "::ffff:203.0.113.9", "fe80::1%eth0", "", "unix:"]
)
def test_no_other_does(simulated: FlaskClient, stage: Stage, peer: str) -> None:
    assert statuses(simulated, stage, peer) == [403] * 4
    assert statuses(simulated, stage, peer, Host="127.0.0.1:8000") == [403] * 4


@pytest.mark.parametrize("headers", PROXIES, ids=lambda headers: next(iter(headers)))
def test_nothing_forwarded_does(
    simulated: FlaskClient, stage: Stage, headers: dict[str, str]
) -> None:
    named = {name.replace("-", "_"): value for name, value in headers.items()}
    with capture_logs() as logs:
        assert statuses(simulated, stage, "127.0.0.1", Host="localhost", **named) == [403] * 4
    assert {line["event"] for line in logs} == {"web.not_from_here"}
    assert "203.0.113.9" not in str(logs)


def test_the_refusal_says_what_to_do(simulated: FlaskClient) -> None:
    answer = simulated.get("/phone", environ_overrides={"REMOTE_ADDR": "192.168.1.7"})
    assert "Set TWILIO_AUTH_TOKEN and PUBLIC_URL" in answer.text


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_how_it_is_may_be_asked(simulated: FlaskClient, path: str) -> None:
    there = {"REMOTE_ADDR": "192.168.1.7"}
    assert simulated.get(path, environ_overrides=there).status_code == 200


# With the token the signature alone decides, behind whatever proxies.
def test_with_a_token_it_is_the_signature(
    tmp_path: Path, plans: Plans, settings_in: Callable[..., Settings]
) -> None:
    real = settings_in(tmp_path, tokens=("a" * 32,))
    client = create_app(open_service(real, calls=MemoryCalls(), plans=plans)).test_client()
    headers = {"X-Twilio-Signature": signature("a" * 32, f"{real.public_url}/voice", FORM)}
    for proxy in PROXIES:
        answer = client.post(
            "/voice",
            data=FORM,
            headers=headers | proxy,
            environ_overrides={"REMOTE_ADDR": "203.0.113.9"},
        )
        assert answer.status_code == 200
