"""A desk that is closed by hand is closed at once for every worker of a running service."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ivr.cli import main
from ivr.simulator import HttpTransport, Simulator
from tests.servers import free_port

NUMBER, CALLER = "+541151705383", "+5491155551234"
CALLS = 3


class Machine:
    """A service of two workers on a folder of its own, and the commands of its operator."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.port = free_port()
        unset = ("REDIS_URL", "DATABASE_URL", "TWILIO_AUTH_TOKEN", "PUBLIC_URL", "IVR_CONFIG")
        inherited = {key: value for key, value in os.environ.items() if key not in unset}
        self.environment = {**inherited, **dict.fromkeys(unset, ""), "IVR_DATA": str(data)}

    @contextmanager
    def serving(self) -> Iterator[Simulator]:
        command = [sys.executable, "-m", "ivr.cli", "serve", "--port", str(self.port)]
        process = subprocess.Popen(
            [*command, "--workers", "2"],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        try:
            assert process.stdout
            assert any(line.startswith("next") for line in process.stdout)
            token = (self.data / "dev-token").read_text().strip()
            yield Simulator(HttpTransport(), f"http://127.0.0.1:{self.port}", token)
        finally:
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=20)


def told(simulator: Simulator, key: str) -> list[bool]:
    """Whether each of some callers, so many that every worker takes one, hears the reason."""
    calls = [simulator.place(NUMBER, CALLER, f"{key} hangup") for _ in range(CALLS)]
    return ["Nuestras oficinas están cerradas por la tormenta." in call.text for call in calls]


def test_closed_before_a_start_and_while_it_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = Machine(tmp_path)
    for name, value in machine.environment.items():
        monkeypatch.setenv(name, value)
    assert main(["queues", "close", "nm", "--reason", "closed-by-storm"]) == 0
    with machine.serving() as simulator:
        assert told(simulator, "2") == [True] * CALLS
        assert main(["queues", "close", "data", "--reason", "closed-by-storm"]) == 0
        assert told(simulator, "1") == [True] * CALLS
        assert main(["queues", "open", "nm", "data"]) == 0
        assert told(simulator, "2") == [False] * CALLS
