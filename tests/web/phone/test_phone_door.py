"""Who gets in, and what every answer carries."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from ivr.app import create_app, open_service
from ivr.live.memory import MemoryCalls
from ivr.plan.versions import Plans
from ivr.settings import Settings

CALL = {"to": "+558008873333", "from": "anonymous"}


def test_the_page_lists_every_number_as_published(client: FlaskClient, plans: Plans) -> None:
    page = client.get("/phone").text
    for number in plans.current.numbers.values():
        assert f'value="{number.e164}" data-published="{number.published}"' in page
    for country in plans.current.countries.values():
        assert f'<optgroup label="{country.name}">' in page


def test_there_is_a_caller_of_every_country(client: FlaskClient, plans: Plans) -> None:
    page = client.get("/phone").text
    for country in plans.current.countries.values():
        assert f'data-country="{country.code}">{country.name} · +' in page
    assert 'value="anonymous"' in page


@pytest.mark.parametrize("path", ["/phone", "/phone/static/main.js", "/phone/flow/AR.svg"])
def test_headers_that_keep_others_out(client: FlaskClient, path: str) -> None:
    with client.get(path) as answer:
        policy = answer.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none';")
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy or path.endswith(".svg")
        assert "script-src 'unsafe" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost", "[::1]:8000"])
def test_this_machines_own_names(client: FlaskClient, host: str) -> None:
    assert client.get("/phone", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "[::1", ""])
def test_a_name_that_was_led_here_is_refused(client: FlaskClient, host: str) -> None:
    assert client.post("/phone/call", json=CALL, headers={"Host": host}).status_code == 403


def test_a_form_of_another_site_is_refused(client: FlaskClient) -> None:
    answer = client.post("/phone/call", data='{"to": "1"}', content_type="text/plain")
    assert answer.status_code == 400
    assert "application/json" in answer.json["error"]


def test_a_body_without_end_is_refused(client: FlaskClient) -> None:
    answer = client.post("/phone/call", data=b" " * 100_000, content_type="application/json")
    assert answer.status_code == 413
    assert "too long" in answer.json["error"]


def test_a_country_that_is_none_has_no_picture(client: FlaskClient) -> None:
    assert client.get("/phone/flow/XX.svg").status_code == 404


def test_no_phone_where_the_carrier_calls(
    tmp_path: Path, plans: Plans, settings_in: Callable[..., Settings]
) -> None:
    real = settings_in(tmp_path, tokens=("a" * 32,))
    client = create_app(open_service(real, calls=MemoryCalls(), plans=plans)).test_client()
    assert client.get("/phone").status_code == 404
    assert client.post("/phone/call", json=CALL).status_code == 404
