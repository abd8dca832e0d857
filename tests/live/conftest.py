"""Fixtures for the stores: servers of the session, and a data folder with a server on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ivr.live.valkey.embedded import EmbeddedStore
from tests import servers


@pytest.fixture(scope="session")
def debian_redis_url() -> Iterator[str]:
    with servers.debian_redis() as url:
        yield url


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    with servers.postgresql() as url:
        yield url


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EmbeddedStore]:
    with EmbeddedStore(tmp_path / "data") as running:
        yield running
