"""The whole service as `ivr serve` starts it, called over real HTTP."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import urllib.parse
import urllib.request
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from twilio.request_validator import RequestValidator

from ivr.settings import PACKAGE_ROOT
from ivr.simulator import HttpTransport, Simulator
from tests.servers import free_port

NUMBER, CALLER = "+541151705383", "+5491155551234"


class Running:
    """A started service and what its first lines said."""

    def __init__(self, data: Path) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("TWILIO", "IVR_"))}
        for name in ("PUBLIC_URL", "REDIS_URL", "DATABASE_URL"):
            environment.pop(name, None)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "ivr.cli", "serve", "--port", str(self.port)],
            cwd=PACKAGE_ROOT,
            env={**environment, "IVR_DATA": str(data)},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.said = self._until_ready()
        self.token = (data / "dev-token").read_text().strip()

    def _until_ready(self) -> str:
        said = ""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            said += line
            if line.startswith("next"):
                return said
        raise AssertionError(f"the service did not start:\n{said}")

    @property
    def valkey(self) -> int:
        """Process id of the embedded live store."""
        found = re.search(r"embedded Valkey in .*\(process (\d+)\)", self.said)
        assert found
        return int(found[1])

    def simulator(self) -> Simulator:
        return Simulator(HttpTransport(), self.url, self.token)

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(20)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return code


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    service = Running(tmp_path / "data")
    try:
        yield service
    finally:
        if service.process.poll() is None:
            service.stop()


def test_a_call_over_http_leaves_a_ticket(running: Running) -> None:
    result = running.simulator().place(NUMBER, CALLER, "1 1 48217# 1 1 say:Ana 1 2 say:caído 1")
    assert (result.outcome.kind, result.outcome.queue) == ("queued", "data")
    assert "número de ticket es" in result.text
    assert running.stop() == 0


def test_a_hand_made_request_signed_by_twilios_library(running: Running) -> None:
    form = {"CallSid": "CA" + "a" * 32, "AccountSid": "AC" + "b" * 32, "To": NUMBER, "From": CALLER}
    url = f"{running.url}/voice"
    signature = RequestValidator(running.token).compute_signature(url, form)
    body = urllib.parse.urlencode(form).encode()
    request = urllib.request.Request(url, body, {"X-Twilio-Signature": signature})
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert "<Gather" in unescape(answer.read().decode())


def test_live_store_killed_in_the_middle_of_a_call(running: Running) -> None:
    sessions = [running.simulator().dial(NUMBER, CALLER) for _ in range(5)]
    for session in sessions:
        session.press("1")
    os.kill(running.valkey, signal.SIGKILL)
    for session in sessions:
        session.press("1")
        while session.waiting_for is not None and session.waiting_for.kind not in ("queue",):
            if session.waiting_for.queue:
                break
            session.press("0") if session.waiting_for.num_digits == 1 else session.press("*0#")
        session.stay_queued()
        result = session.result()
        assert (result.outcome.kind, result.outcome.queue) == ("queued", "data")
