"""Records of the test's own, in a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from ivr.records.database import database
from ivr.records.upgrade import upgrade


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = database(f"sqlite:///{tmp_path / 'records.sqlite3'}")
    upgrade(made)
    yield made
    made.dispose()
