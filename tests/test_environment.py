"""What an installation is told, as people and container tools write it: read where it can mean one
thing only, else told in plain words with its line.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable
from pathlib import Path

import pytest

from ivr.errors import ConfigError
from ivr.settings import Settings, load_settings

TOKEN, ADDRESS = "0123456789abcdef0123456789abcdef", "https://ivr.example.com"
SID = "AC" + "a1" * 16
OURS = ("PUBLIC_URL", "TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "REDIS_URL", "DATABASE_URL")
Told = Callable[..., Settings]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Told:
    """The settings of an installation with this ``.env`` and these variables."""
    path = tmp_path / ".env"
    monkeypatch.setitem(Settings.model_config, "env_file", path)
    monkeypatch.setenv("IVR_DATA", str(tmp_path / "data"))
    for name in (*OURS, "IVR_CONFIG"):
        monkeypatch.delenv(name, raising=False)

    def read(file: str | bytes = b"", **variables: str) -> Settings:
        path.write_bytes(file.encode() if isinstance(file, str) else file)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return load_settings()

    return read


def refusal(told: Told, file: str | bytes = b"", **variables: str) -> str:
    with pytest.raises(ConfigError) as refused:
        told(file, **variables)
    return str(refused.value)


BOTH = f"PUBLIC_URL={ADDRESS}\nTWILIO_AUTH_TOKEN={TOKEN}\n"


# As `docker run --env-file`, a secret with a line's end, or the quotation marks of a page give it.
@pytest.mark.parametrize(
    "pattern",
    [
        '"{}"',
        "'{}'",
        " {} ",
        "{}\r",
        "{}\n",
        "“{}”",
        "‘{}’",
        '"{}" # the old one',
        "{}  # x",
        "`{}`",
        "'\"{}\"'",
    ],
)
def test_a_variable_in_quotes(told: Told, pattern: str) -> None:
    settings = told(
        PUBLIC_URL=pattern.format(ADDRESS),
        TWILIO_AUTH_TOKEN=pattern.format(TOKEN),
        TWILIO_ACCOUNT_SID=pattern.format(SID),
    )
    assert (settings.public_url, settings.tokens) == (ADDRESS, (TOKEN,))
    assert settings.account_sid == SID


@pytest.mark.parametrize("empty", ['""', "''", " ", "# none yet", '" "'])
def test_an_empty_variable_is_as_good_as_none(told: Told, empty: str) -> None:
    settings = told(TWILIO_AUTH_TOKEN=empty, PUBLIC_URL=empty, REDIS_URL=empty)
    assert settings.simulated
    assert settings.redis_url is None


@pytest.mark.parametrize(
    "line",
    [
        "{}={}",
        '{}="{}"',
        "{} = {}  # comment",
        "export {}={}",
        "{}: {}",
        "{}:{}",
        '{}: "{}"',
        "{}={}\r",
        "  {}='{}'  ",
        "{}=“{}”",
        "set {}={}",
        '$env:{} = "{}"',
        "- {}={}",
        '"{}": "{}"',
        "\ufeff{}={}",
        "{}\u00a0=\u00a0{}",
        "{}=\u200b{}",
    ],
)
def test_a_line_of_the_file(told: Told, line: str) -> None:
    lines = [line.format("PUBLIC_URL", ADDRESS), line.format("TWILIO_AUTH_TOKEN", TOKEN)]
    settings = told("# mine\n\n" + "\n".join(lines) + "\n")
    assert (settings.public_url, settings.tokens) == (ADDRESS, (TOKEN,))
    assert settings.notices == ()


@pytest.mark.parametrize("written", ["twilio_auth_token", "Twilio-Auth-Token"])
def test_the_case_of_a_name(told: Told, written: str) -> None:
    assert told(f"PUBLIC_URL={ADDRESS}\n{written}={TOKEN}\n").tokens == (TOKEN,)


COMMENTED = f"# señal “ñ”\nREDIS_URL=redis://:contraseña@h/0\n{BOTH}"


@pytest.mark.parametrize(
    "raw",
    [
        COMMENTED.encode(),
        COMMENTED.encode("utf-8-sig"),
        COMMENTED.encode("utf-16"),
        COMMENTED.encode("utf-16-le"),
        COMMENTED.encode("utf-16-be"),
        codecs.BOM_UTF16_BE + COMMENTED.encode("utf-16-be"),
        COMMENTED.encode("utf-32"),
        COMMENTED.encode("cp1252"),
        COMMENTED.replace("\n", "\r\n").encode("cp1252"),
        COMMENTED.replace("\n", "\r").encode(),
    ],
)
def test_any_editors_encoding(told: Told, raw: bytes) -> None:
    settings = told(raw)
    assert (settings.public_url, settings.tokens) == (ADDRESS, (TOKEN,))
    assert settings.redis_url == "redis://:contraseña@h/0"


def test_bytes_that_are_no_text(told: Told) -> None:
    said = refusal(told, b"# one\n# two\nREDIS_URL=redis://\x81\x8d/0\n")
    assert ".env:3: " in said
    assert "save it as UTF-8" in said


@pytest.mark.parametrize(
    "line", ['TWILIO_AUTH_TOKEN="0123', "TWILIO_AUTH_TOKEN 0123", "what is this", '"a" b']
)
def test_a_line_that_cannot_be_read(told: Told, line: str) -> None:
    said = refusal(told, f"\n\n# mine\n{line}\nPUBLIC_URL={ADDRESS}\n")
    assert ".env:4: this line cannot be read; write NAME=value" in said
    assert "0123" not in said
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize("value", [f'"{TOKEN}', f"{TOKEN}'", f"“{TOKEN}"])
def test_a_quotation_mark_at_one_end(told: Told, value: str) -> None:
    said = refusal(told, PUBLIC_URL=ADDRESS, TWILIO_AUTH_TOKEN=value)
    assert "environment: TWILIO_AUTH_TOKEN has a quotation mark at one end only" in said
    assert TOKEN not in said


# Without its token such a service would be a simulated one, without a word.
@pytest.mark.parametrize(
    "name",
    [
        "TWILIO_TOKEN",
        "TWILIO_AUTHTOKEN",
        "AUTH_TOKEN",
        "TWILLIO_AUTH_TOKEN",
        "TWILIO_AUTH_TOKENS",
        "TWILIO_AUTH_TOKEN_FILE",
        "twilio-token",
    ],
)
def test_a_name_that_is_nearly_ours(told: Told, name: str) -> None:
    meant = f"{name} is not a name that is read here; did you mean TWILIO_AUTH_TOKEN?"
    assert f".env:2: {meant}" in refusal(told, f"PUBLIC_URL={ADDRESS}\n{name}={TOKEN}\n")
    assert f".env:2: {meant}" in refusal(told, f"PUBLIC_URL={ADDRESS}\n{name}: {TOKEN}\n")
    said = refusal(told, f"PUBLIC_URL={ADDRESS}\n", **{name: TOKEN})
    assert "TWILIO_AUTH_TOKEN is not set" in said
    assert f"environment: {meant}" in said
    assert TOKEN not in said


@pytest.mark.parametrize(
    ("name", "ours"),
    [
        ("PUBLICURL", "PUBLIC_URL"),
        ("REDIS_URI", "REDIS_URL"),
        ("DATABASE_URI", "DATABASE_URL"),
        ("IVR_DATA_DIR", "IVR_DATA"),
        ("IVR_CONF", "IVR_CONFIG"),
        ("TWILIO_SID", "TWILIO_ACCOUNT_SID"),
    ],
)
def test_any_of_our_names(
    told: Told, monkeypatch: pytest.MonkeyPatch, name: str, ours: str
) -> None:
    monkeypatch.delenv("IVR_DATA")
    assert f".env:1: {name} is not a name that is read here; did you mean {ours}?" in refusal(
        told, f"{name}=x\n"
    )


# The environment is not ours alone: there a likely slip is said, and nothing is refused for it.
def test_a_slip_in_the_environment_is_said(told: Told) -> None:
    settings = told(BOTH, REDIS_URI="redis://h/0")
    (said,) = settings.notices
    assert said == "environment: REDIS_URI is not a name that is read here; did you mean REDIS_URL?"


def test_who_has_both_names_means_what_he_says(told: Told) -> None:
    settings = told(f"{BOTH}TWILIO_TOKEN=x\n", AUTH_TOKEN="y")
    assert settings.tokens == (TOKEN,)
    (said,) = settings.notices
    assert said.endswith(".env:3: TWILIO_TOKEN is not a name that is read here")


@pytest.mark.parametrize(
    "name", ["POSTGRES_PASSWORD", "UNKNOWN", "BASE_URL", "COMPOSE_FILE", "URL"]
)
def test_a_name_of_somebody_elses(told: Told, name: str) -> None:
    assert told(f"{BOTH}{name}=1\n", **{name: "1", "REDIS_PORT": "6379"}).notices == ()


def test_a_mistake_is_told_where_it_stands(told: Told) -> None:
    said = refusal(told, f"# mine\n\nPUBLIC_URL=ivr.example.com\nTWILIO_AUTH_TOKEN={TOKEN}\n")
    assert ".env:3: PUBLIC_URL must be the address" in said
    said = refusal(told, BOTH, DATABASE_URL="mysql://x")
    assert "environment: DATABASE_URL must begin with" in said


def test_a_file_that_may_not_be_read(told: Told, tmp_path: Path) -> None:
    told()
    (tmp_path / ".env").unlink()
    (tmp_path / ".env").symlink_to(tmp_path / ".env")  # as good as one without the right to read
    with pytest.raises(ConfigError, match=r"\.env: cannot be read \("):
        load_settings()


def test_a_folder_of_that_name_is_none_of_ours(told: Told, tmp_path: Path) -> None:
    told()
    (tmp_path / ".env").unlink()
    (tmp_path / ".env").mkdir()
    assert load_settings().simulated
