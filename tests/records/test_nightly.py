"""Work of the night: done once over all machines, and begun anew if who began it died."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Engine

from ivr.records.nightly import ABANDONED, NightlyWork

NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
TONIGHT, TOMORROW = date(2026, 11, 24), date(2026, 11, 25)


def test_it_is_done_once_a_night(engine: Engine) -> None:
    work = NightlyWork(engine)
    assert work.last("purge") is None
    assert work.begin("purge", TONIGHT, NOW)
    assert not work.begin("purge", TONIGHT, NOW)
    work.done("purge", TONIGHT)
    assert work.last("purge") == TONIGHT
    assert not work.begin("purge", TONIGHT, NOW + timedelta(hours=9))
    assert work.begin("purge", TOMORROW, NOW + timedelta(days=1))


def test_each_work_has_its_own_night(engine: Engine) -> None:
    work = NightlyWork(engine)
    assert work.begin("purge AR", TONIGHT, NOW)
    assert work.begin("purge BR", TONIGHT, NOW)


def test_a_missed_night_is_made_good_once(engine: Engine) -> None:
    work = NightlyWork(engine)
    work.begin("purge", TONIGHT, NOW)
    work.done("purge", TONIGHT)
    later = TONIGHT + timedelta(days=9)
    assert work.begin("purge", later, NOW + timedelta(days=9))
    work.done("purge", later)
    assert not work.begin("purge", later - timedelta(days=1), NOW + timedelta(days=9))


def test_who_died_at_it_does_not_stop_it(engine: Engine) -> None:
    work = NightlyWork(engine)
    assert work.begin("purge", TONIGHT, NOW)
    assert not work.begin("purge", TONIGHT, NOW + ABANDONED)
    assert work.begin("purge", TONIGHT, NOW + ABANDONED + timedelta(seconds=1))


def test_of_many_that_come_at_once_one_does_it(engine: Engine) -> None:
    with ThreadPoolExecutor(8) as pool:
        mine = list(pool.map(lambda _: NightlyWork(engine).begin("purge", TONIGHT, NOW), range(24)))
    assert mine.count(True) == 1
