"""What many tests need: settings that touch nothing of the user's, a plan, a stage for calls."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog

from ivr.engine.kinds.registry import KINDS
from ivr.plan.versions import WORDS, Plans, plan_in
from ivr.rehearsal.service import Stage, in_process
from ivr.settings import PACKAGE_ROOT, Settings

URL = "http://127.0.0.1:8000"
BUSINESS_HOURS = "2026-11-24T11:00"  # a Tuesday without a holiday in any of our countries


@pytest.fixture(autouse=True)
def _logs_as_they_were() -> Iterator[None]:
    """A test that runs a command leaves no settings of its logs behind."""
    yield
    structlog.reset_defaults()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite the call scripts' expectations")


@pytest.fixture(scope="session")
def plans() -> Plans:
    return Plans(plan_in(PACKAGE_ROOT / "config", WORDS, KINDS))


@pytest.fixture(scope="session")
def settings_in() -> Callable[[Path], Settings]:
    """Settings whose data are in a folder of the test's own, whatever the environment says."""

    def make(data: Path, **more: object) -> Settings:
        return Settings(
            _env_file=None, data=data, config=PACKAGE_ROOT / "config", public_url=URL, **more
        )  # type: ignore[call-arg,arg-type]

    return make


@pytest.fixture(scope="session")
def stage(
    tmp_path_factory: pytest.TempPathFactory,
    plans: Plans,
    settings_in: Callable[[Path], Settings],
) -> Stage:
    """The service in this process with real SQLite records, for simulated calls."""
    return in_process(settings_in(tmp_path_factory.mktemp("stage")), plans)
