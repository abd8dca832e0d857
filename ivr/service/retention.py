"""Retention, every night: what is older than its country keeps things is deleted everywhere.

Each country has its own night, so that nothing is deleted in its working hours. A night is done
once, by whichever machine comes first; nights that were missed are made good at the next moment.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import Engine

from ivr.errors import StoreRefused
from ivr.live.calls import Calls
from ivr.plan.call_plan import CallPlan
from ivr.records.database import sweep_deleted
from ivr.records.holds import Holds, HoldsInForce
from ivr.records.nightly import NightlyWork
from ivr.records.retention import Expiry, Purged, purge
from ivr.telemetry.metrics import RETENTION

_log = structlog.get_logger(__name__)
_HOUR = timedelta(hours=3)  # of the night, in the country's own time
_REST = "*"  # countries that are in the records and no longer in the plan


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """How long one country keeps things. ``expiry`` says it of the records of a moment."""

    name: str
    zone: ZoneInfo
    days: int
    known: tuple[str, ...]

    def night(self, now: datetime) -> date:
        """The night that is due or was last."""
        return (now.astimezone(self.zone) - _HOUR).date()

    def holds_for(self, country: str) -> bool:
        """Whether it is the rule of a country."""
        return country == self.name or (self.name == _REST and country not in self.known)

    def expiry(self, now: datetime) -> Expiry:
        """What is over."""
        before = now - timedelta(days=self.days)
        if self.name == _REST:
            return Expiry(before, others_than=self.known)
        return Expiry(before, self.name)


def rules_of(plan: CallPlan) -> list[RetentionRule]:
    """A rule for each country, and one for those that left the plan: the longest there is."""
    known = tuple(plan.countries)
    rules = [
        RetentionRule(country.code, ZoneInfo(country.zone), country.privacy.retention_days, known)
        for country in plan.countries.values()
    ]
    longest = max(rules, key=lambda rule: rule.days)
    return [*rules, RetentionRule(_REST, longest.zone, longest.days, known)]


@dataclass(slots=True)
class Retention:
    """Deletes what is over. ``plan`` gives the live one."""

    plan: Callable[[], CallPlan]
    engine: Engine
    calls: Calls
    _done: dict[str, date] = field(default_factory=dict)

    def nightly(self, now: datetime) -> Mapping[str, Purged]:
        """What this night's work has deleted, by country; nothing if none was due here.

        Cheap when nothing is. Raises StoreUnavailable; then it is due again soon.
        """
        done: dict[str, Purged] = {}
        work = NightlyWork(self.engine)
        for rule in rules_of(self.plan()):
            night = rule.night(now)
            if self._done.get(rule.name) == night:
                continue
            name = f"retention {rule.name}"
            if work.begin(name, night, now):
                done[rule.name] = self._purged(rule, now)
                work.done(name, night)
                sweep_deleted(self.engine)
            if (work.last(name) or date.min) >= night:  # else another machine is at it
                self._done[rule.name] = night
        return done

    def everything(self, now: datetime) -> Mapping[str, Purged]:
        """The same at once, whatever the hour. Raises StoreUnavailable."""
        done = {rule.name: self._purged(rule, now) for rule in rules_of(self.plan())}
        sweep_deleted(self.engine)
        return done

    def _purged(self, rule: RetentionRule, now: datetime) -> Purged:
        expiry, holds = rule.expiry(now), Holds(self.engine).in_force(now)
        found = purge(self.engine, expiry, holds, now)
        found.live = sum(self._forgotten(sid, rule, expiry, holds) for sid in self.calls.kept())
        counts = found.counts()
        for what, count in counts.items():
            RETENTION.labels(what).inc(count)
        if any(counts.values()):
            # At a level that every process writes down: something was deleted for good.
            before = expiry.before.isoformat(timespec="minutes")
            _log.warning("retention.purged", country=rule.name, before=before, **counts)
        return found

    def _forgotten(
        self, sid: str, rule: RetentionRule, expiry: Expiry, holds: HoldsInForce
    ) -> bool:
        """Drop a call that no record could be made of in all that time."""
        try:
            session = self.calls.read(sid)
        except StoreRefused:
            return False  # each sweep says so
        meta = session.meta if session else None
        if session is None or meta is None or meta.started >= expiry.before:
            return False
        if not rule.holds_for(meta.country) or holds.on_live(sid, [meta.ani, dict(session.values)]):
            return False
        self.calls.forget(sid)
        return True
