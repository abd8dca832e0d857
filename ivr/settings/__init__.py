"""What an installation is told from outside: the environment, or a ``.env`` beside the project.

Two kinds of installation exist. With a token the carrier signs every webhook with it. Without one
the service is *simulated*: it makes a token of its own, listens on loopback only, and the simulator
signs with that token. There is no unsigned mode.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self, TextIO

import structlog
from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from ivr.errors import ConfigError, Problem
from ivr.guard.private import make_private, private_folder
from ivr.settings.environment import Told, read_environment
from ivr.settings.values import is_loopback, origin, split_tokens, with_scheme

_log = structlog.get_logger(__name__)
_OWN_TOKEN = re.compile(r"[0-9a-f]{32}")
_HANDED_DOWN = "IVR_OWN_TOKEN"  # from a service to the processes that it starts
PACKAGE_ROOT = Path(__file__).resolve().parent.parent.parent
DEFAULT_PORT = 8000

# A checkout keeps its data beside the code; an installed wheel keeps it where it is started.
_HOME = PACKAGE_ROOT if (PACKAGE_ROOT / "pyproject.toml").is_file() else Path.cwd()

_EXAMPLES = {
    "PUBLIC_URL": "PUBLIC_URL=https://ivr.example.com",
    "TWILIO_ACCOUNT_SID": "TWILIO_ACCOUNT_SID=AC followed by 32 digits or letters a-f",
    "TWILIO_AUTH_TOKEN": "TWILIO_AUTH_TOKEN=<token>, or <new token>,<old token> during rotation",
    "REDIS_URL": "REDIS_URL=redis://:password@10.0.0.5:6379/0",
    "DATABASE_URL": "DATABASE_URL=postgresql://user:password@10.0.0.6:5432/ivr",
    "IVR_DATA": "IVR_DATA=/var/lib/ivr",
    "IVR_CONFIG": "IVR_CONFIG=/etc/ivr",
}


class Settings(BaseSettings):
    """One installation, validated. Read it with :func:`load_settings` for errors in plain words.

    Secrets (``tokens``, ``redis_url``, ``database_url``) are left out of ``repr`` and of errors.
    ``notices`` are what a person who starts the service should know.
    """

    model_config = SettingsConfigDict(
        env_file=_HOME / ".env",
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
        populate_by_name=True,
    )

    public_url: str = Field(
        default=f"http://127.0.0.1:{DEFAULT_PORT}", validation_alias="PUBLIC_URL"
    )
    account_sid: str | None = Field(default=None, validation_alias="TWILIO_ACCOUNT_SID")
    tokens: tuple[str, ...] = Field(default=(), validation_alias="TWILIO_AUTH_TOKEN", repr=False)
    redis_url: str | None = Field(default=None, validation_alias="REDIS_URL", repr=False)
    database_url: str | None = Field(default=None, validation_alias="DATABASE_URL", repr=False)
    data: Path = Field(default=_HOME / "var", validation_alias="IVR_DATA")
    config: Path = Field(default=PACKAGE_ROOT / "config", validation_alias="IVR_CONFIG")
    notices: tuple[str, ...] = Field(default=(), repr=False)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """None: ``environment.py`` reads what is told from outside, and knows where it stands."""
        return (init_settings,)

    @property
    def simulated(self) -> bool:
        """True when no carrier token is set; the service may then only listen on loopback."""
        return not self.tokens

    @property
    def records_url(self) -> str:
        """``database_url``, or the SQLite file in the data folder."""
        return self.database_url or f"sqlite:///{self.data / 'records.sqlite3'}"

    @field_validator("public_url")
    @classmethod
    def _an_origin(cls, value: str) -> str:
        return origin(value)

    @field_validator("account_sid")
    @classmethod
    def _an_account(cls, value: str | None) -> str | None:
        if value is not None and not re.fullmatch(r"AC[0-9a-f]{32}", value):
            raise ValueError("is not an account SID: AC and 32 hexadecimal characters")
        return value

    @field_validator("tokens", mode="before")
    @classmethod
    def _one_or_two(cls, value: object) -> object:
        return split_tokens(value) if isinstance(value, str) else value

    @field_validator("redis_url")
    @classmethod
    def _a_redis(cls, value: str | None) -> str | None:
        ways = [f"{tls}+{way}" for tls in ("redis", "rediss") for way in ("sentinel", "cluster")]
        return with_scheme(value, ("redis", "rediss", "unix", *ways))

    @field_validator("database_url")
    @classmethod
    def _a_database(cls, value: str | None) -> str | None:
        return with_scheme(value, ("postgres", "postgresql", "postgresql+psycopg", "sqlite"))

    @field_validator("data", "config")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().absolute()

    @field_validator("config")
    @classmethod
    def _a_folder(cls, value: Path) -> Path:
        if not value.is_dir():
            raise ValueError(f"names a folder that does not exist: {value}")
        return value

    @model_validator(mode="after")
    def _reachable(self) -> Self:
        if self.tokens and "public_url" not in self.model_fields_set:
            raise ValueError(
                "PUBLIC_URL is not set, but TWILIO_AUTH_TOKEN is: the carrier signs the address "
                "that it calls, so the service must know it"
            )
        if self.simulated and not is_loopback(self.public_url):
            raise ValueError(
                f"PUBLIC_URL is {self.public_url}, but TWILIO_AUTH_TOKEN is not set: without it "
                "nobody but this machine may call. Set it, or leave PUBLIC_URL out for a "
                "simulated service"
            )
        return self


def load_settings() -> Settings:
    """Read the environment and ``.env``.

    Raises ConfigError naming each variable that is wrong, where and why, with an example.
    """
    told = read_environment(os.environ, _env_file(), _names())
    problems = list(told.problems)
    notices = tuple(map(str, told.notices))
    given: dict[str, Any] = {**told.values, "notices": notices, "_env_file": None}
    try:
        settings = Settings(**given)
    except ValidationError as wrong:
        problems += _told_wrong(told, wrong)
    if problems:
        raise ConfigError([*problems, *told.notices])
    return settings


def _names() -> list[str]:
    aliases = (field.validation_alias for field in Settings.model_fields.values())
    return [alias for alias in aliases if isinstance(alias, str)]


def _env_file() -> Path | None:
    path = Settings.model_config.get("env_file")
    return Path(path) if isinstance(path, str | Path) else None


def _told_wrong(told: Told, wrong: ValidationError) -> Iterator[Problem]:
    for error in wrong.errors(include_url=False):
        # What is missing may be what could not be read.
        if error["loc"] or not told.problems:
            yield _problem(told, error["loc"], error["msg"])


def own_token(settings: Settings) -> str:
    """The token of a simulated installation: made once, kept in ``<data>/dev-token`` (mode 0600).

    Processes that start at once agree on one. A file that holds none gets a new one. Where no file
    can be kept the token lives in this process and those that it starts.
    """
    handed_down = os.environ.get(_HANDED_DOWN, "")
    if _OWN_TOKEN.fullmatch(handed_down):
        return handed_down
    path = settings.data / "dev-token"
    try:
        private_folder(settings.data)
        return _kept_token(path)
    except OSError as refused:
        _log.warning("token.not_kept", file=str(path), reason=refused.strerror)
        os.environ[_HANDED_DOWN] = secrets.token_hex(16)
        return os.environ[_HANDED_DOWN]


def _kept_token(path: Path) -> str:
    make_private(path)
    with _locked(path) as file:
        token = file.read().strip()
        if _OWN_TOKEN.fullmatch(token):
            return token
        if token:
            _log.warning("token.replaced", file=str(path), reason="it held no token of ours")
        token = secrets.token_hex(16)
        file.seek(0)
        file.truncate()
        file.write(token + "\n")
        return token


@contextmanager
def _locked(path: Path) -> Iterator[TextIO]:
    """The file, for us alone as long as it is open."""
    with path.open("r+", encoding="ascii", errors="replace") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file


def signing_tokens(settings: Settings) -> tuple[str, ...]:
    """Every token whose signature is valid now: the carrier's, or our own when simulated."""
    return settings.tokens or (own_token(settings),)


def journal_key(settings: Settings) -> bytes:
    """What the journals of this installation are keyed with: the same on all its machines.

    Derived from the token that is valid longest: while two are, the older one, so that machines
    which learn of a rotation one after the other agree all the while.
    """
    return hashlib.blake2b(signing_tokens(settings)[-1].encode(), person=b"ivr-journal").digest()


def _problem(told: Told, where: tuple[int | str, ...], message: str) -> Problem:
    text = message.removeprefix("Value error, ")
    lacking = (name for name in _EXAMPLES if f"{name} is not set" in text)
    name = str(where[0]) if where else next(lacking, "")
    what = f"{name} {text}" if where else text
    example = _EXAMPLES.get(name)
    return Problem(*told.place(name), what, f"for example {example}" if example else "")
