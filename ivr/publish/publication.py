"""The live plan as one process of a machine sees it.

Whoever takes the folder's lock decides; all follow what is written down there. When the one that
decides dies, another takes its place.
"""

from __future__ import annotations

from pathlib import Path
from threading import Event, Thread
from time import monotonic

import structlog

from ivr.guard.private import private_folder
from ivr.live.valkey.folder import Lock
from ivr.plan.call_plan import CallPlan
from ivr.plan.kinds import Kinds
from ivr.plan.versions import Plans
from ivr.publish.publisher import LOOK_SECONDS, PlanRefused, Publisher
from ivr.publish.state import PlanState, read_state
from ivr.publish.store import PlanStore, Sources
from ivr.telemetry.metrics import FINDINGS, RELOADS

_PROOF_SECONDS = 120.0
_log = structlog.get_logger(__name__)


class Publication:
    """Follows, and where nobody else does decides, which plan is live.

    ``folder`` is the machine's own folder of plans.
    """

    def __init__(
        self, config: Path, words: Path, folder: Path, kinds: Kinds, sources: Sources | None = None
    ) -> None:
        self._store = PlanStore(private_folder(folder), kinds, sources)
        self._publisher = Publisher(config, words, self._store)
        self._lock = Lock(folder / "publisher.lock")
        self._stop = Event()
        self._state = self._begun()
        self.plans = Plans(self._plan(), self._store.get)

    @property
    def state(self) -> PlanState:
        """What was decided last."""
        return self._state

    def follow(self) -> None:
        """Keep at it in a thread of its own until this process ends."""
        Thread(target=self._run, daemon=True, name="plan-follow").start()

    def _begun(self) -> PlanState:
        """Decide, or wait for who does. Raises PlanRefused."""
        deadline = monotonic() + _PROOF_SECONDS
        while not self._lock.take():
            state = read_state(self._store.folder)
            if state and state.live:
                return state
            if monotonic() > deadline:
                raise PlanRefused("another process of this machine has not proven the plan in time")
            self._stop.wait(0.1)
        return self._decide()

    def _decide(self) -> PlanState:
        state = self._publisher.bring_up()
        run = self._publisher.run
        Thread(target=run, args=(self._stop,), daemon=True, name="plan-watch").start()
        return state

    def _plan(self) -> CallPlan:
        plan = self._store.get(self._state.live)
        if plan is None:
            raise PlanRefused(f"the plan {self._state.live} was live and cannot be had any more")
        return plan

    def _run(self) -> None:
        while not self._stop.wait(LOOK_SECONDS):
            try:
                self.look()
            except Exception:  # a web process goes on with the plan it has
                _log.exception("plan.follow_failed")

    def look(self) -> None:
        """Follow what was decided; decide if nobody does."""
        if not self._lock.taken and self._lock.take():
            self._decide()
        state = read_state(self._store.folder)
        if state is None or state == self._state:
            return
        if state.live != self.plans.current.version:
            plan = self._store.get(state.live)
            if plan is None:
                return  # looked for again in a moment
            self.plans.go_live(plan)
            RELOADS.labels("ok").inc()
        if state.problems:
            RELOADS.labels("refused").inc()
        FINDINGS.set(len(state.problems))
        self._state = state
