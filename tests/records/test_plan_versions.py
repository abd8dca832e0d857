"""Sources of plans, kept as long as a call may name them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from ivr.records.plan_versions import PlanVersions

NOW = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
SOURCE = bytes(range(256))


def test_a_source_is_kept_byte_by_byte(engine: Engine) -> None:
    versions = PlanVersions(engine)
    versions.keep("0123456789ab", SOURCE, NOW)
    assert versions.source("0123456789ab") == SOURCE
    assert versions.source("another") is None


def test_a_version_that_stays_live_is_kept(engine: Engine) -> None:
    versions = PlanVersions(engine)
    versions.keep("live", SOURCE, NOW - timedelta(days=9))
    versions.keep("old", SOURCE, NOW - timedelta(days=9))
    versions.keep("live", SOURCE, NOW)
    assert versions.prune(NOW - timedelta(days=3)) == 1
    assert versions.source("live") == SOURCE
    assert versions.source("old") is None
