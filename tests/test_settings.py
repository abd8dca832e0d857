"""Settings: what is accepted, what is refused, and in which words."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ivr.errors import ConfigError
from ivr.settings import Settings, load_settings, own_token, signing_tokens

TOKEN, OTHER = "0123456789abcdef0123456789abcdef", "fedcba9876543210fedcba9876543210"
NAMES = (
    "PUBLIC_URL",
    "TWILIO_ACCOUNT_SID",
    "TWILIO_AUTH_TOKEN",
    "REDIS_URL",
    "DATABASE_URL",
    "IVR_DATA",
    "IVR_CONFIG",
)

Given = Callable[..., None]


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Given:
    """Set the environment to exactly these variables; no ``.env`` is read."""
    monkeypatch.setitem(Settings.model_config, "env_file", None)

    def set_variables(**variables: str) -> None:
        for name in NAMES:
            monkeypatch.delenv(name, raising=False)
        for name, value in ({"IVR_DATA": str(tmp_path / "data")} | variables).items():
            monkeypatch.setenv(name, value)

    return set_variables


def refusal() -> str:
    with pytest.raises(ConfigError) as refused:
        load_settings()
    return str(refused.value)


def test_with_nothing_set_it_is_simulated_and_keeps_its_data_in_the_folder(
    given: Given, tmp_path: Path
) -> None:
    given()
    settings = load_settings()
    assert settings.simulated
    assert settings.public_url == "http://127.0.0.1:8000"
    assert settings.records_url == f"sqlite:///{tmp_path}/data/records.sqlite3"
    assert settings.redis_url is None
    assert (settings.config / "countries.yaml").is_file()


def test_an_empty_variable_is_as_good_as_none(given: Given) -> None:
    given(TWILIO_AUTH_TOKEN="", REDIS_URL="", PUBLIC_URL="")
    assert load_settings().simulated


@pytest.mark.parametrize(
    ("written", "tokens"),
    [(TOKEN, (TOKEN,)), (f"{TOKEN},{OTHER}", (TOKEN, OTHER)), (f" {TOKEN} , ", (TOKEN,))],
)
def test_one_or_two_tokens(given: Given, written: str, tokens: tuple[str, ...]) -> None:
    given(TWILIO_AUTH_TOKEN=written, PUBLIC_URL="https://ivr.example.com")
    settings = load_settings()
    assert settings.tokens == signing_tokens(settings) == tokens
    assert not settings.simulated


def test_variables_are_read_from_a_file_and_the_environment_wins(
    given: Given, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    given(PUBLIC_URL="https://environment.example.com", TWILIO_AUTH_TOKEN=TOKEN)
    (tmp_path / ".env").write_text(
        "PUBLIC_URL=https://file.example.com\nREDIS_URL=redis://file:6379/0\nUNKNOWN=1\n"
    )
    monkeypatch.setitem(Settings.model_config, "env_file", tmp_path / ".env")
    settings = load_settings()
    assert settings.public_url == "https://environment.example.com"
    assert settings.redis_url == "redis://file:6379/0"


@pytest.mark.parametrize(
    ("written", "origin"),
    [
        ("https://ivr.example.com/", "https://ivr.example.com"),
        ("https://IVR.example.com:8443", "https://ivr.example.com:8443"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_the_address_is_an_origin(given: Given, written: str, origin: str) -> None:
    given(PUBLIC_URL=written, TWILIO_AUTH_TOKEN=TOKEN)
    assert load_settings().public_url == origin


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"PUBLIC_URL": "ivr.example.com"}, "PUBLIC_URL must be the address that the carrier"),
        ({"PUBLIC_URL": "ftp://example.com"}, "with http:// or https://"),
        ({"PUBLIC_URL": "https://example.com/ivr"}, "PUBLIC_URL has a path"),
        ({"PUBLIC_URL": "https://example.com?x=1"}, "PUBLIC_URL has a path"),
        ({"PUBLIC_URL": "https://u:p@example.com"}, "holds a user name"),
        ({"PUBLIC_URL": "https://example.com:99999"}, "PUBLIC_URL"),
        ({"PUBLIC_URL": "https://ivr_1.example.com"}, "PUBLIC_URL has a host name that"),
        ({"PUBLIC_URL": "https://línea.example.com"}, "PUBLIC_URL has a host name that"),
        ({"PUBLIC_URL": "https://ivr.example.com"}, "TWILIO_AUTH_TOKEN is not set"),
        ({"PUBLIC_URL": "http://192.168.1.4:8000"}, "TWILIO_AUTH_TOKEN is not set"),
        ({"TWILIO_AUTH_TOKEN": f"AC{TOKEN}"}, "TWILIO_AUTH_TOKEN holds an account's"),
        ({"TWILIO_AUTH_TOKEN": f"{TOKEN};"}, "TWILIO_AUTH_TOKEN is no auth token"),
        ({"TWILIO_ACCOUNT_SID": "AC123"}, "is not an account SID"),
        ({"TWILIO_AUTH_TOKEN": "short"}, "TWILIO_AUTH_TOKEN is no auth token"),
        ({"TWILIO_AUTH_TOKEN": f"{TOKEN},{TOKEN},{TOKEN}"}, "more than two tokens"),
        ({"TWILIO_AUTH_TOKEN": TOKEN}, "PUBLIC_URL is not set"),
        ({"REDIS_URL": "10.0.0.5:6379"}, "REDIS_URL must begin with one of redis://"),
        ({"DATABASE_URL": "mysql://x/y"}, "DATABASE_URL must begin with one of postgres://"),
        ({"IVR_CONFIG": "/no/such/folder"}, "IVR_CONFIG names a folder that does not exist"),
    ],
)
def test_a_mistake_is_named_with_an_example(
    given: Given, variables: dict[str, str], words: str
) -> None:
    given(**variables)
    said = refusal()
    assert words in said
    assert "for example" in said


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:8080", "http://localhost:9000", "https://[::1]:8443", "http://a.localhost"],
)
def test_an_address_of_this_machine_needs_no_token(given: Given, address: str) -> None:
    given(PUBLIC_URL=address)
    assert load_settings().simulated


def test_all_mistakes_are_told_at_once(given: Given) -> None:
    given(PUBLIC_URL="x", REDIS_URL="y", DATABASE_URL="z")
    assert len(refusal().splitlines()) == 3


def test_no_secret_is_shown(given: Given) -> None:
    given(
        TWILIO_AUTH_TOKEN=TOKEN,
        PUBLIC_URL="https://ivr.example.com",
        REDIS_URL="redis://:sesame@h/0",
        DATABASE_URL="postgres://u:sesame@h/x",
    )
    shown = repr(load_settings()) + str(load_settings())
    assert TOKEN not in shown
    assert "sesame" not in shown
    given(TWILIO_AUTH_TOKEN="too-secret", DATABASE_URL="mysql://u:sesame@h/x")
    said = refusal()
    assert "too-secret" not in said
    assert "sesame" not in said


def test_the_token_of_our_own_is_made_once_and_private(given: Given) -> None:
    given()
    settings = load_settings()
    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(lambda _: own_token(settings), range(32)))
    assert len(made) == 1
    assert signing_tokens(settings) == tuple(made)
    assert (settings.data / "dev-token").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in settings.data.iterdir()] == ["dev-token"]


@pytest.mark.parametrize("spoilt", ["", "\n", "x" * 32, TOKEN[:-1], TOKEN + "0", "\xff\xfe\0"])
def test_a_spoilt_token_of_our_own_is_replaced(given: Given, spoilt: str) -> None:
    given()
    settings = load_settings()
    settings.data.mkdir()
    (settings.data / "dev-token").write_text(spoilt, "latin-1")
    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(lambda _: own_token(settings), range(32)))
    assert len(made) == 1
    assert (settings.data / "dev-token").read_text().strip() in made
    assert made == {own_token(settings)}


# Calls are answered, and the processes that a service starts agree with it.
def test_a_token_that_cannot_be_kept_lives_in_memory(
    given: Given, monkeypatch: pytest.MonkeyPatch
) -> None:
    given()
    monkeypatch.setenv("IVR_OWN_TOKEN", "")
    settings = load_settings()
    (settings.data / "dev-token").mkdir(parents=True)
    made = own_token(settings)
    assert re.fullmatch("[0-9a-f]{32}", made)
    assert own_token(settings) == os.environ["IVR_OWN_TOKEN"] == made
    assert signing_tokens(settings) == (made,)


def test_a_token_that_stood_open_is_closed_to_others(given: Given) -> None:
    given()
    settings = load_settings()
    token = own_token(settings)
    for path in (settings.data, settings.data / "dev-token"):
        path.chmod(0o755)
    assert own_token(settings) == token
    assert settings.data.stat().st_mode & 0o077 == 0
    assert (settings.data / "dev-token").stat().st_mode & 0o077 == 0
