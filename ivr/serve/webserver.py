"""The web server as a child process: granian, with worker processes of eight threads each."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from threading import Event

from ivr.errors import IvrError
from ivr.settings import PACKAGE_ROOT

START_SECONDS = 30.0
STOP_SECONDS = 15.0
APPLICATION = "wsgi:application"


class WebServer:
    """granian on one address. ``environment`` is what its processes are told."""

    def __init__(self, environment: Mapping[str, str], host: str, port: int, workers: int) -> None:
        self._environment = environment
        self._command = _command(host, port, workers)
        self._address = (reachable(host), port)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def status(self) -> int | None:
        """The exit status; None while it runs."""
        return self._process.poll() if self._process else 0

    def start(self) -> None:
        """Start it, after removing whatever an earlier one left. Returns before it answers."""
        self._sweep()
        # In a session of its own, so that Ctrl-C reaches us alone and we stop things in order.
        self._process = subprocess.Popen(  # noqa: S603 - our own words
            self._command, env=self._environment, start_new_session=True
        )

    def wait(self, stopping: Event) -> bool:
        """Wait for the first answer; False if asked to stop meanwhile.

        Raises IvrError if it ends instead, or is silent for 30 s.
        """
        deadline = time.monotonic() + START_SECONDS
        while not stopping.wait(0.05):
            if self.status is not None:
                raise IvrError(
                    f"the web server did not start (status {self.status}); what it said is above"
                )
            if health(*self._address) == http.client.OK:
                return True
            if time.monotonic() > deadline:
                raise IvrError(f"the web server did not answer within {START_SECONDS:.0f} s")
        return False

    def stop(self) -> None:
        """Let it finish the answers that it has begun, then end it. Harmless twice."""
        if self._process is None:
            return
        self._process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(STOP_SECONDS)
        self._sweep()

    def _sweep(self) -> None:
        """Workers outlive a server that was killed, and would keep its port."""
        if self._process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._process = None


def health(host: str, port: int) -> int:
    """The status of ``/healthz`` at an address; 0 if nothing answers."""
    connection = http.client.HTTPConnection(host, port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def reachable(host: str) -> str:
    """An address at which a server that listens on ``host`` can be asked from this machine."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound


def _command(host: str, port: int, workers: int) -> list[str]:
    options = {
        "interface": "wsgi",
        "host": host,
        "port": str(port),
        "workers": str(workers),
        "blocking-threads": "8",
        "respawn-interval": "0.1",
        "workers-kill-timeout": "10",
        # Its one warning at start is about eight threads on a small machine; they mostly wait.
        "log-level": "error",
        "working-dir": str(PACKAGE_ROOT),
    }
    words = [word for key, value in options.items() for word in (f"--{key}", value)]
    granian = [sys.executable, "-m", "granian", "--no-ws", "--respawn-failed-workers"]
    return [*granian, *words, APPLICATION]
