"""The socket that callers reach: made here, or handed over by systemd, and held while we live."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager, suppress
from ipaddress import ip_address

from ivr.errors import IvrError
from ivr.settings import Settings

LOOPBACK = "127.0.0.1"
_FIRST_DESCRIPTOR = 3  # sd_listen_fds(3)
_BACKLOG = 4096  # who waits while no worker accepts; the kernel may allow fewer
# Connections inherit these. A peer that takes no more of its answer, or is gone, is let go.
_STALLED_MS = 30_000
_IDLE_SECONDS, _PROBE_SECONDS, _PROBES = 60, 10, 3


@contextmanager
def listening(
    settings: Settings,
    host: str,
    port: int,
    environment: MutableMapping[str, str] = os.environ,
) -> Iterator[socket.socket]:
    """A socket that listens on ``host`` and ``port``, or the one that systemd has handed over.

    Raises IvrError in plain words if nobody can listen there, or a simulated service must not.
    """
    handed_over = _handed_over(environment)
    _must_be_allowed(settings, handed_over.getsockname()[0] if handed_over else host)
    with handed_over or _opened(host, port) as listener:
        _let_go_of_the_dead(listener)
        listener.setblocking(False)
        yield listener


def _opened(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(_BACKLOG)
    except OSError as refused:
        listener.close()
        raise IvrError(
            f"cannot listen on {host} port {port}: {refused.strerror or refused}. Choose another "
            f"port, for example --port {port + 1}, or stop what listens there. (Under systemd's "
            "socket, ExecStart= must start this very process, not a script that does)"
        ) from refused
    return listener


def _handed_over(environment: MutableMapping[str, str]) -> socket.socket | None:
    """The socket of LISTEN_FDS, which stays ours alone: children do not see the variables."""
    number, owner = environment.pop("LISTEN_FDS", ""), environment.pop("LISTEN_PID", "")
    environment.pop("LISTEN_FDNAMES", None)
    if not number or owner != str(os.getpid()):
        return None
    if number != "1":
        raise IvrError(f"systemd hands over {number} sockets (LISTEN_FDS); give one ListenStream=")
    listener = socket.socket(fileno=_FIRST_DESCRIPTOR)
    os.set_inheritable(_FIRST_DESCRIPTOR, False)
    if listener.family not in (socket.AF_INET, socket.AF_INET6):
        raise IvrError("systemd's socket is no TCP socket; write ListenStream=127.0.0.1:8000")
    return listener


def _must_be_allowed(settings: Settings, host: str) -> None:
    if settings.simulated and not _is_loopback(host):
        raise IvrError(
            f"without TWILIO_AUTH_TOKEN the service is simulated and listens on {LOOPBACK} only, "
            f"not on {host}. Set TWILIO_AUTH_TOKEN and PUBLIC_URL first"
        )


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _let_go_of_the_dead(listener: socket.socket) -> None:
    tcp = socket.IPPROTO_TCP
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in (
        ("TCP_USER_TIMEOUT", _STALLED_MS),
        ("TCP_KEEPIDLE", _IDLE_SECONDS),
        ("TCP_KEEPINTVL", _PROBE_SECONDS),
        ("TCP_KEEPCNT", _PROBES),
        ("TCP_NODELAY", 1),
    ):
        with suppress(AttributeError, OSError):  # not every system knows them all
            listener.setsockopt(tcp, getattr(socket, name), value)
