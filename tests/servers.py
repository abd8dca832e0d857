"""Throw-away servers for tests: Debian's Redis and PostgreSQL, on a free port of loopback.

``IVR_TEST_REQUIRE_ALL=1`` makes a missing server a failure instead of a skip.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import psycopg
import pytest
import redis


def absent(what: str) -> None:
    """Skip the test for want of ``what``, or fail it where everything is required."""
    if os.environ.get("IVR_TEST_REQUIRE_ALL") == "1":
        pytest.fail(f"{what} is not installed, and IVR_TEST_REQUIRE_ALL=1 asks for it")
    pytest.skip(f"{what} is not installed")


@contextmanager
def debian_redis() -> Iterator[str]:
    """Debian's redis-server (7.0), nothing kept; yields its URL."""
    port = free_port()
    url = f"redis://127.0.0.1:{port}/0"
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="ivr-redis-"))
        options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder]
        stack.enter_context(running([redis_binary(), *options]))
        client = stack.enter_context(redis.Redis.from_url(url))
        until(client.ping, redis.RedisError)
        yield url


def redis_binary() -> str:
    """Debian's redis-server; the test is skipped without it."""
    binary = shutil.which("redis-server")
    if not binary:
        absent("redis-server (apt-get install redis-server)")
    return str(binary)


@contextmanager
def postgresql() -> Iterator[str]:
    """A fresh PostgreSQL cluster; yields a URL that may create databases."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        absent("PostgreSQL (apt-get install postgresql)")
    folder = Path(tempfile.mkdtemp(prefix="ivr-pg-"))
    port = free_port()
    prefix = _other_user(folder)
    data = folder / "data"
    url = f"postgresql://ivr@127.0.0.1:{port}/postgres"
    try:
        initdb = [str(found[-1]), "-D", data, "-U", "ivr", "-A", "trust", "-E", "UTF8", "-N"]
        subprocess.run([*prefix, *initdb], check=True, capture_output=True, cwd=folder)
        options = ["-p", str(port), "-k", folder, "-c", "fsync=off", "-h", "127.0.0.1"]
        server = [*prefix, str(found[-1].with_name("postgres")), "-D", data, *options]
        with running(server, cwd=folder):
            until(lambda: psycopg.connect(url).close(), psycopg.OperationalError)
            yield url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    """A port of loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _other_user(folder: Path) -> list[str]:
    # PostgreSQL refuses to run as root.
    if os.getuid() != 0:
        return []
    with suppress(KeyError):
        user = pwd.getpwnam("postgres")
        os.chown(folder, user.pw_uid, user.pw_gid)
        return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    absent("the user postgres, as whom PostgreSQL runs where tests run as root,")
    return []


@contextmanager
def running(
    command: Sequence[str | Path], cwd: Path | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """A server's process, stopped and waited for at the end."""
    process = subprocess.Popen(
        command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        # SIGINT is PostgreSQL's fast shutdown; SIGTERM would wait for every client to leave.
        process.send_signal(2)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def until(works: Callable[[], object], refusal: type[Exception]) -> None:
    """Call it again until it raises no such refusal; 20 s at most."""
    deadline = time.monotonic() + 20
    while True:
        try:
            works()
        except refusal:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return
