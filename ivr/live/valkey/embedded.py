"""The embedded live store: one Valkey per data folder, kept running by whoever holds its locks.

Two locks lie in the folder. ``store.lock`` is inherited by the server, so it is held as long as a
server writes there: two servers would lose each other's data. ``supervisor.lock`` is held by the
service that restarts the server and stops it at the end. Where the kernel can see to it, a server
ends with its service, however that ended; elsewhere it goes on, and the next service adopts it.
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
_ASK_SECONDS = 1.0
_SILENT_SECONDS = 3.0  # one that has not answered for as long hangs, whatever it does
_LONGEST_BACKOFF = 5.0
_HANDOVER_SECONDS = 2.0

log = structlog.get_logger(__name__)


class EmbeddedStore:
    """Keeps a Valkey running on ``folder``: starts it, or adopts one that already runs there.

    An adopted server is stopped at the end only if its own supervisor is gone; otherwise it is
    left to that one. A server that dies is restarted, with its data, within about 0.2 s; one that
    hangs is killed and restarted within 5 s. To be started in a thread that lives as long.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._ending = Event()
        self._thread: Thread | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._pid: int | None = None
        self._heard_at = 0.0
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
        if not self._settled():
            self._kill_left_behind()
            if not self._settled():
                raise self._busy()
        if self._store_lock.taken:
            self._spawn()

    def _settled(self) -> bool:
        """Whether the folder is ours, or its server answers and is adopted; waits for that 2 s."""
        deadline = time.monotonic() + _HANDOVER_SECONDS
        while not self._store_lock.take():
            if self._adopted():
                return True
            # It may be starting, or on its way out: then the next look finds it or the lock free.
            if time.monotonic() > deadline:
                return False
            time.sleep(0.05)
        return True

    def _spawn(self) -> None:
        self._supervisor_lock.take()
        self._pid = None
        self._process, answer = damage.started(self._folder, self._store_lock.descriptor)
        self._pid = answer.pid
        log.info("valkey_started", pid=self._pid, folder=str(self._folder))

    def _kill_left_behind(self) -> None:
        """End a server that hangs and whose service is gone. Raises DataFolderBusy if it is not."""
        pid = server.left_behind(self._folder) if self._supervisor_lock.take() else None
        if pid is None:
            raise self._busy()
        log.error("valkey_killed", pid=pid, reason="it hangs, and its service is gone")
        server.kill(pid)

    def _busy(self) -> DataFolderBusy:
        return DataFolderBusy(
            f"{self._folder} is in use by another service that does not answer. Stop that one (see "
            "who holds store.lock there), or set IVR_DATA to another folder."
        )

    def _adopted(self) -> bool:
        answer = server.ask(self._folder)
        if answer is None:
            return False
        self._pid, self._process = answer.pid, None
        self._supervisor_lock.take()
        log.info("valkey_adopted", pid=answer.pid, supervises=self.supervises)
        return True

    def _watch(self) -> None:
        self._heard_at = time.monotonic()
        while not self._ending.wait(_LOOK_SECONDS):
            if not self._runs():
                self._restart()
                self._heard_at = time.monotonic()

    def _runs(self) -> bool:
        # Whose supervisor is killed while we are guests: we take its place.
        supervises = self._supervisor_lock.take()
        if (self._process or supervises) and self._gone():
            return False
        if time.monotonic() - self._heard_at > _ASK_SECONDS and server.ask(self._folder):
            self._heard_at = time.monotonic()
        silent = time.monotonic() - self._heard_at > _SILENT_SECONDS
        if silent and supervises:
            self._kill()
        return not silent

    def _kill(self) -> None:
        log.error("valkey_killed", pid=self._pid, reason="it does not answer")
        if self._process:
            self._process.kill()
            self._process.wait()
        elif pid := server.left_behind(self._folder):
            server.kill(pid)

    def _gone(self) -> bool:
        if self._process:
            return self._process.poll() is not None
        # We are not the parent of an adopted server, but its lock is free when it has ended.
        return self._store_lock.take()

    def _restart(self) -> None:
        log.warning("valkey_restarts", pid=self._pid)
        pause = _LOOK_SECONDS
        while not self._ending.is_set():
            try:
                return self._ensure()
            except (IvrError, OSError) as trouble:
                log.error("valkey_not_restarted", reason=str(trouble), again_in=pause)
            self._ending.wait(pause)
            pause = min(pause * 2, _LONGEST_BACKOFF)
        return None
