"""The embedded live store: one Valkey per data folder, kept running by whoever holds its locks.

Two locks lie in the folder. ``store.lock`` is inherited by the server, so it is held as long as a
server writes there, even when its parent was killed: two servers would lose each other's data.
``supervisor.lock`` is held by the service that restarts the server and stops it at the end.
"""

from __future__ import annotations

import subprocess
import time
from pathlib import Path
from threading import Event, Thread
from types import TracebackType
from typing import Self

import structlog

from ivr.errors import DataFolderBusy, IvrError, StoreUnavailable
from ivr.guard.private import private_folder
from ivr.live.valkey import damage, server
from ivr.live.valkey.folder import Lock, socket_url

_LOOK_SECONDS = 0.2
_SILENT_LOOKS = 5  # an adopted server is given up only when it is silent for this many looks
_LONGEST_BACKOFF = 5.0
_HANDOVER_SECONDS = 2.0

log = structlog.get_logger(__name__)


class EmbeddedStore:
    """Keeps a Valkey running on ``folder``: starts it, or adopts one that already runs there.

    An adopted server is stopped at the end only if its own supervisor is gone; otherwise it is
    left to that one. A server that dies is restarted, with its data, within about 0.2 s.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._ending = Event()
        self._thread: Thread | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._pid: int | None = None
        self._store_lock = Lock(folder / "store.lock")
        self._supervisor_lock = Lock(folder / "supervisor.lock")

    @property
    def folder(self) -> Path:
        """The data folder."""
        return self._folder

    @property
    def pid(self) -> int | None:
        """The server's process, ours or adopted; None while none runs."""
        return self._pid

    @property
    def supervises(self) -> bool:
        """True if this service restarts the server and stops it at the end."""
        return self._supervisor_lock.taken

    def start(self) -> str:
        """Start or adopt the server and watch over it. Returns its ``unix://`` URL.

        Raises DataFolderBusy if the folder is held and nothing answers there, StoreUnavailable if
        the server cannot start.
        """
        try:
            self._folder = private_folder(self._folder)
            self._ensure()
        except OSError as refused:
            self.stop()
            raise StoreUnavailable(
                f"{self._folder} cannot be used: {refused.strerror}"
            ) from refused
        except BaseException:
            self.stop()
            raise
        return self.keep_trying()

    def keep_trying(self) -> str:
        """Watch over the server; one that does not run is started, now or as soon as it can be.

        For who goes on though :meth:`start` raised StoreUnavailable. Returns its URL.
        """
        self._ending.clear()
        self._thread = Thread(target=self._watch, name="valkey-supervisor", daemon=True)
        self._thread.start()
        return socket_url(self._folder)

    def stop(self) -> None:
        """Stop watching; stop the server, all data written, if it is ours. Harmless twice."""
        self._ending.set()
        if self._thread:
            self._thread.join()
            self._thread = None
        if self.supervises and self._pid:
            server.stop(self._folder, self._pid, self._gone)
            log.info("valkey_stopped", pid=self._pid)
        self._pid = self._process = None
        self._store_lock.release()
        self._supervisor_lock.release()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _ensure(self) -> None:
        """Make sure that a server runs here: ours, or one that holds the lock and answers."""
        deadline = time.monotonic() + _HANDOVER_SECONDS
        while not self._store_lock.take():
            if self._adopted():
                return
            # It may be starting, or on its way out: then the next look finds it or the lock free.
            if time.monotonic() > deadline:
                raise DataFolderBusy(
                    f"{self._folder} is in use by another service that does not answer. Stop that "
                    "one (see who holds store.lock there), or set IVR_DATA to another folder."
                )
            time.sleep(0.05)
        self._supervisor_lock.take()
        self._pid = None
        self._process, answer = damage.started(self._folder, self._store_lock.descriptor)
        self._pid = answer.pid
        log.info("valkey_started", pid=self._pid, folder=str(self._folder))

    def _adopted(self) -> bool:
        answer = server.ask(self._folder)
        if answer is None:
            return False
        self._pid, self._process = answer.pid, None
        self._supervisor_lock.take()
        log.info("valkey_adopted", pid=answer.pid, supervises=self.supervises)
        return True

    def _watch(self) -> None:
        silent = 0
        while not self._ending.wait(_LOOK_SECONDS):
            silent = 0 if self._runs() else silent + 1
            if silent and (self._process or silent >= _SILENT_LOOKS):
                self._restart()
                silent = 0

    def _runs(self) -> bool:
        if self._process:
            return self._process.poll() is None
        # Whose supervisor is killed while we are guests: we take its place.
        self._supervisor_lock.take()
        return server.ask(self._folder) is not None

    def _gone(self) -> bool:
        if self._process:
            return self._process.poll() is not None
        # We are not the parent of an adopted server, but its lock is free when it has ended.
        return self._store_lock.take()

    def _restart(self) -> None:
        log.warning("valkey_died", pid=self._pid)
        pause = _LOOK_SECONDS
        while not self._ending.is_set():
            try:
                return self._ensure()
            except (IvrError, OSError) as trouble:
                log.error("valkey_not_restarted", reason=str(trouble), again_in=pause)
            self._ending.wait(pause)
            pause = min(pause * 2, _LONGEST_BACKOFF)
        return None
