"""Fixtures of the core: a service with a token, its live state in memory, its records in SQLite."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
import structlog
from sqlalchemy import Engine

from ivr.app import open_service
from ivr.live.memory import MemoryCalls
from ivr.plan.versions import Plans
from ivr.records.database import database
from ivr.records.upgrade import upgrade
from ivr.settings import Settings
from ivr.telemetry.logs import mask
from tests.web.voice.door import ACCOUNT, OLD_TOKEN, TOKEN, Clock, Door
from tests.web.voice.log import Log

# A Tuesday at 11:00 in Buenos Aires: every queue is open.
OPEN = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
SettingsIn = Callable[..., Settings]


@pytest.fixture(scope="session")
def carrier_settings(tmp_path_factory: pytest.TempPathFactory, settings_in: SettingsIn) -> Settings:
    data = tmp_path_factory.mktemp("door")
    return settings_in(data, tokens=(TOKEN, OLD_TOKEN), account_sid=ACCOUNT)


@pytest.fixture(scope="session")
def _records(carrier_settings: Settings) -> Iterator[Engine]:
    engine = database(carrier_settings)
    upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def clock() -> Clock:
    return Clock(OPEN)


@pytest.fixture(params=[True, False], ids=["fast", "flask"])
def door(
    request: pytest.FixtureRequest,
    carrier_settings: Settings,
    _records: Engine,
    plans: Plans,
    clock: Clock,
) -> Door:
    """The voice door of a service that the carrier signs for; live state is this test's own.

    Each test comes in by the fast path and by Flask's own routes.
    """
    service = open_service(carrier_settings, MemoryCalls(), plans, clock)
    return Door(service, clock, fast_path=request.param)


@pytest.fixture
def log() -> Iterator[Log]:
    kept, before = Log(), structlog.get_config()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.format_exc_info,
            mask,
            kept,
        ],
        cache_logger_on_first_use=False,
    )
    yield kept
    structlog.configure(**before)
