"""Decides which plan is live on a machine: proves what is written, keeps the last good one.

Nothing that an admin saves ends it: what cannot be read or is refused is told once, and looked at
again until it is mended.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from time import monotonic, sleep

import structlog

from ivr.errors import ConfigError, StoreUnavailable
from ivr.plan.snapshot import FilesInMotion, Snapshot, Stamp, overlooked, stamp, take
from ivr.publish.proof import Proof, Proofs
from ivr.publish.prover import ProofFailed, proven
from ivr.publish.state import PlanState, read_state, write_state
from ivr.publish.store import PlanStore

LOOK_SECONDS = 0.5
_GONE_SECONDS = 3.0  # an editor that saves by renaming leaves no file for a moment
_READ_AGAIN_SECONDS = 30.0  # whatever the stamps say
_SHARE_EVERY = timedelta(hours=6)
_MOST_PROBLEMS = 50
_START_TRIES = 20

Prove = Callable[[Snapshot, Path, Path], Proof]
_log = structlog.get_logger(__name__)


class PlanRefused(ConfigError):
    """No plan can go live: what is written is refused, and there is no earlier one.

    ``told`` says why, each line as ``file:line: what; remedy``.
    """

    def __init__(self, *told: str) -> None:
        super().__init__([])
        self.args = ("\n".join(told),)


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Publisher:
    """One for a machine. ``config`` and ``words`` are the folders that admins edit."""

    def __init__(
        self,
        config: Path,
        words: Path,
        store: PlanStore,
        clock: Callable[[], datetime] = _utc_now,
        prove: Prove = proven,
    ) -> None:
        self._config = config
        self._words = words
        self._store = store
        self._clock = clock
        self._prove = prove
        self._proofs = Proofs(store.folder)
        self._state = PlanState("", "")
        self._seen: Stamp = ()
        self._handled: Stamp = ()
        self._seen_at = self._handled_at = 0.0
        self._names = 0
        self._told: set[str] = set()
        self._share_at = datetime.min.replace(tzinfo=UTC)

    @property
    def state(self) -> PlanState:
        """What was decided last."""
        return self._state

    def bring_up(self) -> PlanState:
        """Decide which plan is live at a start; the last good one if what is written is refused.

        Raises PlanRefused if there is none.
        """
        self._state = read_state(self._store.folder) or self._state
        last = self._state.live
        self._state = replace(self._state, live=last if last and self._store.get(last) else "")
        try:
            self._consider(self._taken())
        except OSError as error:
            self._cannot_read(error)
        if not self._state.live:
            raise PlanRefused("no plan can go live:", *self._state.problems)
        return self._state

    def run(self, stop: Event) -> None:
        """Look again and again until asked to stop."""
        while not stop.wait(LOOK_SECONDS):
            try:
                self.look()
            except Exception:  # whatever it is, tomorrow's edit must still be heard
                _log.exception("plan.look_failed")

    def look(self) -> None:
        """One look at the files, and what follows from it."""
        try:
            now = stamp(self._config, self._words)
            if self._is_due(now):
                self._consider(take(self._config, self._words))
                self._handled, self._handled_at = now, monotonic()
                self._names = len(now)
        except (FilesInMotion, FileNotFoundError):
            return
        except OSError as error:
            self._cannot_read(error)
        self._share()

    def _is_due(self, now: Stamp) -> bool:
        """Whether the files are to be read: they changed and rest, or it is long ago."""
        clock = monotonic()
        if now != self._seen:
            self._seen, self._seen_at = now, clock
            return False
        if now == self._handled:
            return clock - self._handled_at > _READ_AGAIN_SECONDS
        rest = _GONE_SECONDS if len(now) < self._names else LOOK_SECONDS / 2
        return clock - self._seen_at >= rest

    def _taken(self) -> Snapshot:
        for _ in range(_START_TRIES):
            try:
                return take(self._config, self._words)
            except FilesInMotion:
                sleep(0.1)
        return take(self._config, self._words)

    def _consider(self, files: Snapshot) -> None:
        notes = tuple(f"{path}: is not read" for path in overlooked(self._config, self._words))
        try:
            proof = self._proof(files)
        except ProofFailed as failed:
            self._decide(PlanState(self._state.live, files.version, (str(failed),), notes))
            return
        notes = (*proof.warnings, *notes)
        if proof.holds:
            self._go_live(files, notes)
        else:
            shown = proof.errors[:_MOST_PROBLEMS]
            self._decide(PlanState(self._state.live, files.version, shown, notes))

    def _proof(self, files: Snapshot) -> Proof:
        proof = self._proofs.get(files.version)
        if proof is None or (proof.holds and self._store.get(files.version) is None):
            proof = self._prove(files, self._words, self._store.folder)
            self._proofs.keep(proof)
        return proof

    def _go_live(self, files: Snapshot, notes: tuple[str, ...]) -> None:
        if self._state.live != files.version:
            self._store.keep(files)
            self._share_at = self._clock()
        self._decide(PlanState(files.version, files.version, (), notes))

    def _cannot_read(self, error: OSError) -> None:
        what = f"{error.filename or self._config}: cannot be read ({error.strerror or error})"
        self._decide(PlanState(self._state.live, "", (what,)))

    def _decide(self, state: PlanState) -> None:
        if replace(self._state, since="") == state:
            return
        went_live = state.live != self._state.live
        self._state = replace(state, since=self._clock().isoformat(timespec="seconds"))
        write_state(self._store.folder, self._state)
        if went_live:
            _log.info("plan.live", plan=state.live)
        self._tell(state)

    def _tell(self, state: PlanState) -> None:
        """Each finding once, as long as it stays."""
        for problem in state.problems:
            if problem not in self._told:
                _log.error("plan.refused", problem=problem, live=state.live)
        for note in state.notes:
            if note not in self._told:
                _log.warning("plan.note", note=note)
        self._told = {*state.problems, *state.notes}

    def _share(self) -> None:
        """Let other machines have the live version, and forget what no call can name."""
        now = self._clock()
        if now < self._share_at:
            return
        try:
            self._store.share(self._state.live, now)
            self._store.prune(self._state.live, now)
            self._share_at = now + _SHARE_EVERY
        except (OSError, StoreUnavailable) as trouble:
            self._share_at = now + timedelta(seconds=15)
            _log.warning("plan.not_shared", plan=self._state.live, reason=str(trouble))
